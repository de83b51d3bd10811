import type { Settings } from '../config/settings.ts';
import { type Id, type LabelledChange, NO_ID, type Unreadable } from '../engine/resource.ts';
import { NOBODY, recipientInWords, recipientOf } from '../providers/halo/failure-notification.ts';
import type { Delivery, History, Run } from '../providers/halo/run-history.ts';
import type {
  IntegrationChange,
  IntegrationPlan,
  IntegrationState,
  ResourceKey,
  Service,
} from '../providers/integration.ts';
import type { Names } from '../providers/names.ts';
import { addedByOthers } from '../providers/plan.ts';
import type { UnresolvedExtra } from '../providers/unresolved-extra.ts';
import { type ChainLink, chainOf } from './chain.ts';
import { driftFindings } from './drift-findings.ts';
import { type SecondRow, secondRows } from './duplicates.ts';
import { afterCorrecting, extraFindings } from './extra-findings.ts';
import { sourceFiltersOf, ticketFilterOf } from './filters.ts';
import type { Finding, Severity } from './finding.ts';
import { recentFindings } from './recent-findings.ts';
import { unreadableFindings } from './unreadable.ts';

/** The state of one resource: as configured, changed, missing, no longer in the settings, or added by someone else. */
export interface ResourceHealth {
  readonly state: 'ok' | 'drifted' | 'missing' | 'obsolete' | 'foreign';
  /** The key of the resource in a plan. Rows that someone else added have none. */
  readonly resource?: ResourceKey;
  readonly service: Service;
  readonly title: string;
  readonly name: string;
  readonly id?: Id;
  /** What differs from the settings. */
  readonly fields: readonly LabelledChange[];
}

/** The state of an integration. */
export interface Health {
  readonly product: string;
  /** Set if only this service was checked. */
  readonly only?: Service;
  /** `drifted` includes a ticket that waits for Halo's retry. `unknown`: not everything could be checked. */
  readonly state: 'healthy' | 'drifted' | 'unknown' | 'broken';
  /** The path from a ticket to its alert. */
  readonly chain: readonly ChainLink[];
  readonly resources: readonly ResourceHealth[];
  readonly findings: readonly Finding[];
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly deliveries: readonly Delivery[];
  /** Describes which tickets may open an alert; undefined if all may. */
  readonly tickets?: string;
  /** Whom Halo notifies if the runbook fails; undefined if nobody. */
  readonly failureRecipient?: string;
  /** Descriptions of the alert source's filters; empty if they were not read. */
  readonly filters: readonly string[];
  /** Whether the filters and the setup status of the alert source were read. For many targets, only lists are read. */
  readonly filtersRead: boolean;
  /** Rows that duplicate one of ours. */
  readonly duplicates: readonly SecondRow[];
  readonly requestsLeft: RequestsLeft;
  /** When the tenants were read, ISO 8601 in UTC. */
  readonly checkedAt: string;
}

/** Requests left in the rate limit of each service. */
export type RequestsLeft = { readonly [K in Service]?: number };

/** Other results of reading both tenants. */
interface HealthInputs {
  /** When they were read, in milliseconds. */
  readonly now?: number;
  readonly requestsLeft?: RequestsLeft;
  readonly unreadable?: readonly Unreadable[];
  readonly extras?: readonly UnresolvedExtra[];
  readonly isSourceListed?: boolean;
  /** Adapts the commands in a hint to this run. */
  readonly forThisRun?: (hint: string) => string;
}

const MOST_RECENT = 5;

/** Returns the state of the integration from what was read of both tenants. Pure. */
export function healthOf(
  plan: IntegrationPlan,
  live: IntegrationState,
  settings: Settings,
  history: History,
  {
    now = 0,
    requestsLeft = {},
    unreadable = [],
    extras = [],
    isSourceListed = false,
    forThisRun = (hint) => hint,
  }: HealthInputs = {},
): Health {
  const findings = [
    ...driftFindings(plan, live, settings),
    ...extraFindings(extras),
    ...unreadableFindings(unreadable, plan.product),
    ...recentFindings(history, plan, live),
  ]
    .map((finding) => afterCorrecting(extras, finding))
    .map((finding) => ({ ...finding, hint: forThisRun(finding.hint) }));
  const tickets = ticketFilterOf(live, plan.names);
  return {
    product: plan.product,
    ...(plan.only && { only: plan.only }),
    state: stateOf(findings),
    chain: chainOf(plan.changes, findings),
    resources: [...plan.changes.map(resourceHealth), ...foreignResources(live)],
    findings,
    runs: history.runs.slice(0, MOST_RECENT),
    deliveries: history.deliveries.slice(0, MOST_RECENT),
    ...(tickets !== undefined && { tickets }),
    ...recipientIn(live, plan.names),
    filters: sourceFiltersOf(live),
    filtersRead: !isSourceListed,
    duplicates: secondRows(plan),
    requestsLeft,
    checkedAt: new Date(now).toISOString(),
  };
}

function recipientIn({ runbook }: IntegrationState, names: Names = {}): Pick<Health, 'failureRecipient'> {
  const recipient = runbook && recipientOf(runbook);
  if (recipient === undefined || recipient === NOBODY) return {};
  return { failureRecipient: recipientInWords(recipient, names.agent) };
}

function stateOf(findings: readonly Finding[]): Health['state'] {
  const has = (wanted: Severity) => findings.some(({ severity }) => severity === wanted);
  if (has('broken')) return 'broken';
  if (has('unknown')) return 'unknown';
  return findings.length > 0 ? 'drifted' : 'healthy';
}

const STATES = { keep: 'ok', update: 'drifted', create: 'missing', delete: 'obsolete' } as const;

function resourceHealth({
  action,
  resource,
  service,
  title,
  name,
  id,
  labelledFields,
}: IntegrationChange): ResourceHealth {
  const fields = action === 'update' ? labelledFields : [];
  return { state: STATES[action], resource, service, title, name, fields, ...(id !== undefined && { id }) };
}

function foreignResources(state: IntegrationState): ResourceHealth[] {
  return addedByOthers(state).map(({ title, row: { id, name } }) => ({
    state: 'foreign',
    service: 'halo',
    title,
    name: String(name ?? title),
    fields: [],
    ...(id !== NO_ID && { id }),
  }));
}
