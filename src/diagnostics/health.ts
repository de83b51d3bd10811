import type { Settings } from '../config/settings.ts';
import { type Change, othersIn, type Plan } from '../engine/plan.ts';
import { type FieldChange, type Id, type Live, NO_ID, type Row, type ServiceKey } from '../engine/resource.ts';
import type { Delivery, History, Run } from '../providers/halo/run-history.ts';
import { driftFindings } from './drift-findings.ts';
import { eventFiltersOf, sourceFiltersOf } from './filters.ts';
import type { Finding } from './finding.ts';
import { recentFindings } from './recent-findings.ts';

/** How one row stands: as it should, otherwise, not there, or somebody else's. */
export interface ResourceHealth {
  readonly state: 'ok' | 'drifted' | 'missing' | 'foreign';
  readonly service: ServiceKey;
  readonly title: string;
  readonly name: string;
  readonly id?: Id;
  readonly fields: readonly FieldChange[];
}

/** The state of an integration. */
export interface Health {
  readonly product: string;
  /** `drifted` also where a ticket waits for Halo's retry. */
  readonly state: 'healthy' | 'drifted' | 'broken';
  readonly standings: readonly ResourceHealth[];
  readonly findings: readonly Finding[];
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly deliveries: readonly Delivery[];
  /** Filters of the events and of the alert source, in words. */
  readonly filters: readonly string[];
  /** Requests left in the rate limit of each service that tells. */
  readonly requestsLeft: RequestsLeft;
}

export type RequestsLeft = { readonly [K in ServiceKey]?: number };

const MOST_RECENT = 5;

/** Puts together what a look at both tenants tells of the integration. Pure. */
export function healthOf(
  plan: Plan,
  live: Live,
  settings: Settings,
  history: History,
  requestsLeft: RequestsLeft = {},
): Health {
  const findings = [...driftFindings(plan, live, settings), ...recentFindings(history, plan, live)];
  return {
    product: plan.product,
    state: stateOf(findings),
    standings: [...plan.changes.map((change) => standingOf(change)), ...foreign(live)],
    findings,
    runs: history.runs.slice(0, MOST_RECENT),
    deliveries: history.deliveries.slice(0, MOST_RECENT),
    filters: [...sourceFiltersOf(live), ...eventFiltersOf(live)],
    requestsLeft,
  };
}

function stateOf(findings: readonly Finding[]): Health['state'] {
  if (findings.some(({ severity }) => severity === 'broken')) return 'broken';
  return findings.length > 0 ? 'drifted' : 'healthy';
}

const STATES = { keep: 'ok', update: 'drifted', create: 'missing', delete: 'foreign' } as const;

function standingOf({ action, service, title, name, id, fields }: Change): ResourceHealth {
  return { state: STATES[action], service, title, name, fields, ...(id !== undefined && { id }) };
}

/** What others have added to what is ours. */
function foreign(live: Live): ResourceHealth[] {
  const methods = othersIn(live['custom-integration']?.methods, [live.method]);
  const events = othersIn(live.runbook?.events, [live['new-ticket-binding'], live['status-changed-binding']]);
  const standing =
    (title: string) =>
    (row: Row): ResourceHealth => ({
      ...({ state: 'foreign', service: 'halo', title, name: String(row.name ?? title), fields: [] } as const),
      ...(row.id !== NO_ID && { id: row.id }),
    });
  return [...methods.map(standing('method')), ...events.map(standing('event'))];
}
