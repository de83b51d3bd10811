import type { Change, Plan } from '../plan/plan.ts';
import { othersIn } from '../plan/plan.ts';
import type { FieldChange, Id, Live, ServiceKey } from '../resources/resource.ts';
import type { Settings } from '../settings/settings.ts';
import type { Finding } from './finding.ts';
import { type Delivery, deliveryFinding, type Run, runFinding } from './history.ts';
import { filtersOf, findingsIn } from './standing.ts';

/** How one row stands: as it should, otherwise, not there, or somebody else's. */
export interface Standing {
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
  readonly state: 'healthy' | 'drifted' | 'broken';
  readonly standings: readonly Standing[];
  readonly findings: readonly Finding[];
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly deliveries: readonly Delivery[];
  /** Filters of the events, in words. */
  readonly filters: readonly string[];
}

const MOST_RECENT = 5;

/** Puts together what a look at both tenants tells of the integration. Pure. */
export function healthOf(
  plan: Plan,
  live: Live,
  settings: Settings,
  history: { readonly runs: readonly Run[]; readonly deliveries: readonly Delivery[] },
): Health {
  const findings = [...findingsIn(plan, live, settings), ...recentFindings(history)];
  const isBroken = findings.some(({ severity }) => severity === 'broken');
  return {
    product: plan.product,
    state: isBroken ? 'broken' : findings.length > 0 ? 'drifted' : 'healthy',
    standings: [...plan.changes.map((change) => standingOf(change)), ...foreign(live)],
    findings,
    runs: history.runs.slice(0, MOST_RECENT),
    deliveries: history.deliveries.slice(0, MOST_RECENT),
    filters: filtersOf(live),
  };
}

const STATES = { keep: 'ok', update: 'drifted', create: 'missing', delete: 'foreign' } as const;

function standingOf({ action, service, title, name, id, fields }: Change): Standing {
  return { state: STATES[action], service, title, name, fields, ...(id !== undefined && { id }) };
}

/** What others have added to what is ours. */
function foreign(live: Live): Standing[] {
  const methods = othersIn(live['custom-integration']?.methods, [live.method]);
  const events = othersIn(live.runbook?.events, [live['new-ticket-binding'], live['status-changed-binding']]);
  const standing = (title: string) => (row: { readonly id: Id; readonly name?: unknown }) =>
    ({ state: 'foreign', service: 'halo', title, name: String(row.name ?? title), id: row.id, fields: [] }) as const;
  return [...methods.map(standing('method')), ...events.map(standing('event'))];
}

/** Only the latest of each counts: what has failed before and works now is no finding. */
function recentFindings({
  runs,
  deliveries,
}: {
  readonly runs: readonly Run[];
  readonly deliveries: readonly Delivery[];
}): Finding[] {
  const [run] = runs;
  const delivery =
    deliveries.find(({ ticketId }) => run !== undefined && String(ticketId) === String(run.ticketId)) ?? deliveries[0];
  const finding = (run && runFinding(run, delivery)) ?? (run ? undefined : delivery && deliveryFinding(delivery));
  return finding ? [finding] : [];
}
