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

/** A policy is ours only if an earlier run created it, as `made` says. */
export interface PolicyRow extends StoredRow {
  readonly made?: boolean;
  readonly usedBy?: readonly AlertSourceRow[];
  readonly escalationRules?: Fields[string];
}

/** The live rows of the integration in both services, by resource. */
export type IntegrationState = {
  readonly 'escalation-policy'?: PolicyRow;
  readonly 'alert-source'?: AlertSourceRow;
  readonly 'custom-integration'?: IntegrationRow;
  readonly method?: MethodRow;
  readonly runbook?: RunbookRow;
} & { readonly [K in BindingKey]?: EventRow };

export type ResourceKey = keyof IntegrationState;

/** The desired state: the settings, with the names in them looked up. */
export interface Desired {
  readonly settings: Settings;
  readonly references: References;
  /** Names of the rows as they were found. A label made of them is ours. */
  readonly foundNames?: FoundNames;
  /** Set if only this service is managed. */
  readonly only?: Service | undefined;
}

/** The names of the custom integration and its method when they were found. */
export interface FoundNames {
  readonly integration: string;
  readonly method: string;
}

/** The numbers of the events, from the account's catalogue. */
export type EventNumbers = Readonly<Record<EventKey, number>>;

/** Which rows are ours, whatever their names are. Each resolves as soon as it is known. */
export interface Identity {
  /** With all its details; undefined if there is none. */
  readonly source: Promise<AlertSourceRow | undefined>;
  readonly integration: Promise<IntegrationRow | undefined>;
  readonly method: Promise<MethodRow | undefined>;
  readonly runbook: Promise<RunbookRow | undefined>;
  /** The lists that contained them. */
  readonly sources: Promise<readonly AlertSourceRow[]>;
  readonly integrations: Promise<readonly IntegrationRow[]>;
  readonly webhooks: Promise<readonly WebhookRow[]>;
}

/** Both services, with everything that this integration needs to reach them. */
export interface IntegrationAccounts extends Clients {
  readonly lookups: Lookups;
  readonly settings: Settings;
  readonly hints: Hints;
  readonly events: Promise<EventNumbers>;
  /** Which tickets may open an alert. Live events are matched to this. */
  readonly filters: Promise<FoundFilters>;
  /**
   * Whether the list shows enough of our alert source. If not set, the source is read by its ID.
   *
   * @param isSetUp whether tickets are already sent to it, or an earlier run set it up
   */
  readonly isListSufficient?: (row: AlertSourceRow, isSetUp: boolean) => Promise<boolean>;
  /** Up to this many runbooks, all are read to find callers of our method, not only those that tickets start. */
  readonly maxRunbooksRead?: number;
  /** Called while the steps of other runbooks are read. */
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

/** What a run would change in the integration. */
export interface IntegrationPlan extends Plan<IntegrationChange> {
  /** Name of the Halo product. */
  readonly product: string;
  /** Rows that duplicate one of ours. */
  readonly duplicates: readonly Duplicate[];
  /** Names of the numbers in its changes, if known. */
  readonly names?: Names;
  /** Set if the plan is only for this service. */
  readonly only?: Service;
}
export type IntegrationChange = ChangeOf<Integration>;
/** How far a run got with the integration. */
export type IntegrationOutcome = Outcome<Integration>;

/** How a field of one of its resources is shown to users. */
export type IntegrationLabel = Label<Integration>;

export type IntegrationResource<Row extends StoredRow = StoredRow> = Resource<Integration, Row>;
