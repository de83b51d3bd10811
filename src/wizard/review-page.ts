import { isPayload } from '../config/payload-file.ts';
import type { Settings } from '../config/settings.ts';
import { isBindingKey } from '../providers/halo/event-bindings.ts';
import { eventsFor } from '../providers/halo/ticket-filter.ts';
import type { IntegrationPlan, IntegrationState, ResourceKey } from '../providers/integration.ts';
import { resourceOf } from '../providers/resources.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import { isOn, onCallOptions } from './on-call-options.ts';

/** An answer, or a consequence of the answers, as the review shows it. */
export interface ReviewRow {
  readonly label: string;
  readonly value: string;
  /** The question that can change it; undefined for a consequence of other answers. */
  readonly question?: string;
}

/** What is set up in one of the services. */
export interface ReviewSection {
  readonly heading: string;
  readonly rows: readonly ReviewRow[];
}

/** What the review is about, with names for what settings may name by an ID. */
export interface Reviewed {
  readonly settings: Settings;
  readonly plan: IntegrationPlan;
  readonly state: IntegrationState;
  readonly teams: readonly string[];
  /** Its name, and whom it notifies. */
  readonly policy: string;
  readonly grouping: string;
  /** Which tickets may open an alert, in words. */
  readonly tickets: string;
  /** Who is notified if the runbook fails. */
  readonly failureRecipient: string;
  /** Where to write the files with which a person sets up HaloITSM; undefined if it is set up here. */
  readonly importFolder: string | undefined;
}

/** Returns every answer and its effect, by service. Pure. */
export function reviewSections(reviewed: Reviewed): ReviewSection[] {
  const { settings, plan, teams, policy, grouping, tickets, importFolder } = reviewed;
  const named = (key: ResourceKey) => `${plainName(resourceOf(key).name(settings))} (${statusOf(key, reviewed)})`;
  const isExternal = settings['alertSource.id'] !== undefined;
  const source: ReviewRow = { label: 'Alert source', value: named('alert-source'), question: 'name' };
  return [
    {
      heading: 'ilert',
      rows: isExternal
        ? [source]
        : [
            source,
            { label: 'Teams', value: teams.map(plainName).join(', ') || 'No team', question: 'teams' },
            { label: 'Escalation policy', value: plainName(policy), question: 'policy' },
            { label: 'Alert grouping', value: grouping, question: 'grouping' },
          ],
    },
    {
      heading: `${plan.product} (${settings['halo.url']})`,
      rows: [
        ...(importFolder === undefined
          ? []
          : [{ label: 'Files to import', value: plainName(importFolder), question: 'import-folder' }]),
        { label: 'Custom integration', value: named('custom-integration'), question: 'halo.integrationName' },
        { label: 'Method', value: named('method'), question: 'halo.methodName' },
        { label: 'Payload', value: payloadInWords(settings), question: 'payload' },
        {
          label: 'Runbook',
          value: `${named('runbook')}: retries while ilert is unreachable`,
          question: 'halo.runbookName',
        },
        { label: 'Events', value: eventsOf(reviewed).join(', ') },
        { label: 'Tickets', value: plainName(tickets), question: 'tickets' },
        { label: 'On-call options', value: onCallInWords(reviewed), question: 'on-call' },
      ],
    },
  ];
}

function statusOf(key: ResourceKey, { plan, settings, state, importFolder }: Reviewed): string {
  if (importFolder !== undefined && resourceOf(key).service === 'halo') return 'to be imported';
  const change = plan.changes.find(({ resource }) => resource === key);
  if (change?.action === 'create') return 'new';
  const before = state[key]?.name;
  if (change?.kept === 'external') return 'managed elsewhere, not changed';
  if (change?.action !== 'update') return 'exists, no changes';
  const isRenamed = typeof before === 'string' && before.trim() !== resourceOf(key).name(settings).trim();
  return isRenamed ? `renamed, now "${plainName(before)}"` : 'exists, will be updated';
}

const SHIPPED: ReadonlyMap<string, string> = new Map([
  ['recommended', 'recommended payload'],
  ['full', 'full payload'],
]);

function payloadInWords({ 'halo.payload': payload }: Settings): string {
  if (!isPayload(payload)) return 'recommended payload';
  return SHIPPED.get(payload.name) ?? `file ${plainName(payload.name)}`;
}

function onCallInWords({ settings, failureRecipient }: Reviewed): string {
  const chosen = onCallOptions.filter(({ key }) => isOn(key, settings[key]));
  return plainName(chosen.map(({ words }) => words(settings, failureRecipient)).join('; ')) || 'none';
}

/** An event with several combinations of a filter exists several times. */
function eventsOf({ plan: { changes }, settings, importFolder }: Reviewed): string[] {
  if (importFolder !== undefined) return eventsFor(settings).map(({ title }) => title);
  const events = changes.filter(({ resource, action }) => isBindingKey(resource) && action !== 'delete');
  return [...new Set(events.map(({ name }) => plainName(name).replace(/ \(\d+\)$/, '')))];
}

/** Wide enough for a label and its value side by side. */
const MIN_COLUMNS = 60;

/** Shows the review to people. Pure. @param columns width of the terminal; undefined if there is none */
export function renderReview(sections: readonly ReviewSection[], style: Style, columns?: number): string {
  const labels = sections.flatMap(({ rows }) => rows.map(({ label }) => label.length));
  const width = Math.max(...labels) + 3;
  const isNarrow = columns !== undefined && columns > 0 && columns < MIN_COLUMNS;
  const row = ({ label, value }: ReviewRow) => {
    if (isNarrow) return wrap(`    ${label}: ${value}`, columns);
    const [first = '', ...more] = wrap(value, columns && columns - width - 4).split('\n');
    return [`    ${label.padEnd(width)}${first}`, ...more.map((line) => ' '.repeat(width + 4) + line)].join('\n');
  };
  return [
    style.strong('Review'),
    ...sections.flatMap(({ heading, rows }) => [style.strong(wrap(`  ${heading}`, columns)), ...rows.map(row)]),
  ].join('\n');
}
