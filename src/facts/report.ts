import type { Resolved } from '../config/resolve.ts';
import type { Fields } from '../engine/values.ts';
import { bindingsIn, isBindingKey } from '../providers/halo/event-bindings.ts';
import { knownColumn } from '../providers/halo/ticket-condition.ts';
import { conditionsIn } from '../providers/halo/ticket-filter.ts';
import { isPolicyWanted } from '../providers/ilert/escalation-policy.ts';
import type { IntegrationResource, IntegrationState, Service } from '../providers/integration.ts';
import { resources } from '../providers/resources.ts';
import { type Evidence, notObserved } from './evidence.ts';
import { facts } from './facts.ts';
import type { RecordedRoute, Recorder } from './recorder.ts';
import type { Report } from './report-schema.ts';
import { showShape } from './show-shape.ts';

/** The input of a report. */
export interface ReportParts
  extends Pick<Evidence, 'settings'>,
    Partial<Pick<Evidence, 'runs' | 'deliveries' | 'alerts'>> {
  /** The live state; undefined if it could not be read. */
  readonly live?: IntegrationState | undefined;
  /** Set if only this service was read. */
  readonly only?: Service | undefined;
  readonly versions: { readonly tool: string; readonly node: string; readonly platform: string };
  readonly origins: Resolved['origins'];
  readonly recorder: Pick<Recorder, 'routes' | 'readings'>;
}

const ABOUT =
  'Account of a Halo tenant and an ilert account for the makers of ilert-haloitsm. It holds names and types of fields, statuses, and codes that are the same everywhere; no hosts, ids, keys, names or texts. Nothing is sent by the program: read it, then send it if you like.';

/** Builds the report on a tenant: each route and each fact. Pure. */
export function tenantReport(parts: ReportParts): Report {
  const { versions, settings, origins, recorder, live = {}, runs = [], deliveries = [], alerts = [] } = parts;
  const { routes } = recorder;
  const evidence: Evidence = { settings, live, routes, readings: recorder.readings(), runs, deliveries, alerts };
  return {
    formatVersion: 1,
    about: ABOUT,
    versions,
    product: settings['halo.product'],
    settingsGiven: [...origins].filter(([, origin]) => origin.from !== 'default').map(([key]) => key),
    resources: Object.fromEntries(
      resources.filter(({ key }) => !isBindingKey(key)).map((resource) => [resource.key, stateOf(resource, parts)]),
    ),
    events: bindingsIn(live).map(({ event, row }) => ({
      event: event.key,
      filter: conditionsIn(row).map(showCondition),
    })),
    runs: {
      done: runs.filter(({ done }) => done).length,
      failed: runs.filter(({ error }) => error !== undefined).length,
    },
    deliveries: counted(deliveries.map(({ status }) => status)),
    facts: facts.flatMap((fact) => answerTo(fact, evidence)),
    routes: [...routes.values()].map(showRoute),
  };
}

/** Whether a resource exists, if it was read. Resources managed by others are external. */
function stateOf({ key, service, isExternal }: IntegrationResource, { settings, live, only }: ReportParts) {
  if (!live || (only !== undefined && service !== only)) return 'not read';
  const isOfOthers = isExternal?.(settings) || (key === 'escalation-policy' && !isPolicyWanted(settings));
  if (isOfOthers) return 'external';
  return live[key] ? 'exists' : 'missing';
}

/** Renders the text of the file. */
export function renderReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Whether this program wrote a text as a report. */
export function isReport(text: string): boolean {
  try {
    const { about } = Object(JSON.parse(text)) as { about?: unknown };
    return about === ABOUT;
  } catch {
    return false;
  }
}

/** Answers facts that a run can check, and all inferred ones. */
function answerTo({ id, claim, certainty, check, shownBy }: (typeof facts)[number], evidence: Evidence) {
  if (!check && certainty !== 'inferred') return [];
  const answer =
    check?.(evidence) ??
    notObserved(`A tenant's configuration does not show it; the simulators implement it (${shownBy}).`);
  return [{ fact: id, claim, certainty, ...answer }];
}

function showRoute({ route, statuses, retries, withoutJson, answer, refusal }: RecordedRoute) {
  return {
    route,
    statuses: Object.fromEntries(statuses),
    ...(retries > 0 && { retries }),
    ...(withoutJson > 0 && { withoutJson }),
    ...(answer && { answer: showShape(answer) }),
    ...(refusal && { refusal: showShape(refusal) }),
  };
}

/** A condition without the value it compares with. Omits the names of custom columns, which an admin chose. */
function showCondition({ fieldname, type }: Fields) {
  return { column: knownColumn(fieldname) ?? 'another', operator: Number(type) };
}

function counted(statuses: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
