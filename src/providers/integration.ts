import type { Settings } from '../config/settings.ts';
import type { Hints } from '../engine/match.ts';
import type { ChangeOf, Plan } from '../engine/plan.ts';
import type { Duplicate, Identification, Label, Resource, StoredRow, World, WriteRequest } from '../engine/resource.ts';
import type { Outcome } from '../engine/run.ts';
import type { Fields } from '../engine/values.ts';
import type { BindingKey } from './halo/event-bindings.ts';
import type { EventKey } from './halo/event-catalogue.ts';
import type { EventRow, IntegrationRow, MethodRow, RunbookRow, WebhookRow } from './halo/schemas.ts';
import type { AlertSourceRow } from './ilert/schemas.ts';
import type { Clients, Lookups } from './lookups.ts';
import type { Names } from './names.ts';
import type { References } from './references.ts';
import type { FoundFilters } from './resolve-filters.ts';

export type Service = 'ilert' | 'halo';

/** A policy is ours only if an earlier run made it: then `made` says so. */
export interface PolicyRow extends StoredRow {
  readonly made?: boolean;
  readonly usedBy?: readonly AlertSourceRow[];
  readonly escalationRules?: Fields[string];
}

/** What there is of the integration in both services, by resource. */
export type IntegrationState = {
  readonly 'escalation-policy'?: PolicyRow;
  readonly 'alert-source'?: AlertSourceRow;
  readonly 'custom-integration'?: IntegrationRow;
  readonly method?: MethodRow;
  readonly runbook?: RunbookRow;
} & { readonly [K in BindingKey]?: EventRow };

export type ResourceKey = keyof IntegrationState;

/** What there should be: the settings, with their names looked up. */
export interface Desired {
  readonly settings: Settings;
  readonly references: References;
  /** Names of the rows as they were found: a label that repeats them is ours. */
  readonly foundNames?: FoundNames;
  /** The service that alone is worked on; both where it is not set. */
  readonly only?: Service | undefined;
}

/** What the custom integration and its method were called when they were found. */
export interface FoundNames {
  readonly integration: string;
  readonly method: string;
}

/** The numbers of the events, from the account's catalogue. */
export type EventNumbers = Readonly<Record<EventKey, number>>;

/** Which rows are ours, whatever they are called; each resolves as soon as it is known. */
export interface Identity {
  /** With all its details; undefined where there is none. */
  readonly source: Promise<AlertSourceRow | undefined>;
  readonly integration: Promise<IntegrationRow | undefined>;
  readonly method: Promise<MethodRow | undefined>;
  readonly runbook: Promise<RunbookRow | undefined>;
  /** The lists that they were found in. */
  readonly sources: Promise<readonly AlertSourceRow[]>;
  readonly integrations: Promise<readonly IntegrationRow[]>;
  readonly webhooks: Promise<readonly WebhookRow[]>;
}

/** Both services as this integration reaches them. */
export interface IntegrationAccounts extends Clients {
  readonly lookups: Lookups;
  readonly settings: Settings;
  readonly hints: Hints;
  readonly events: Promise<EventNumbers>;
  /** Which tickets may open an alert: live events are matched to it. */
  readonly filters: Promise<FoundFilters>;
  /**
   * Whether the list shows enough of our alert source; without it, it is read by its id.
   *
   * @param isSetUp whether tickets are sent to it already, or an earlier run has set it up
   */
  readonly isListedWell?: (row: AlertSourceRow, isSetUp: boolean) => Promise<boolean>;
  /** Up to so many runbooks, the steps of all are read to know which of them call our method, and not only of those that tickets start. */
  readonly mostRunbooksRead?: number;
  /** Called as the steps of other runbooks are read. */
  readonly onRunbookRead?: (read: number, total: number) => void;
  write(request: WriteRequest): Promise<StoredRow | undefined>;
  identify(search: Identification): Identity;
}

/** The types that all resources of the integration share. */
export interface Integration extends World {
  readonly settings: Settings;
  readonly desired: Desired;
  readonly state: IntegrationState;
  readonly identity: Identity;
  readonly accounts: IntegrationAccounts;
  readonly service: Service;
}

/** What would become of the integration. */
export interface IntegrationPlan extends Plan<IntegrationChange> {
  /** The Halo product, by name. */
  readonly product: string;
  /** Rows besides ours that do the same work. */
  readonly duplicates: readonly Duplicate[];
  /** What the numbers in its changes are called, as far as it is known. */
  readonly names?: Names;
  /** The service that it is for, where it leaves the other alone. */
  readonly only?: Service;
}
export type IntegrationChange = ChangeOf<Integration>;
/** How far a run came with it. */
export type IntegrationOutcome = Outcome<Integration>;

/** What people read about one of its resources. */
export type IntegrationLabel = Label<Integration>;

/** A resource of the integration. */
export type IntegrationResource<Row extends StoredRow = StoredRow> = Resource<Integration, Row>;
