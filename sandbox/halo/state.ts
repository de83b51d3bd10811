import { randomUUID } from 'node:crypto';
import type { Contradiction } from '../contradictions.ts';
import type { Json } from './entities/entity-schema.ts';
import { type ListStyle, USUAL_LISTS } from './list-style.ts';
import type {
  BindingRow,
  ConditionRow,
  DeliveryRow,
  IntegrationRow,
  LookupRow,
  MethodRow,
  RunRow,
  StepRow,
  TicketRow,
  WebhookRow,
} from './rows.ts';
import { eventCatalogue } from './runbooks/event-catalogue.ts';
import {
  AGENTS,
  CLIENTS,
  CUSTOM_FIELDS,
  PRIORITIES,
  SITES,
  STATUSES,
  StatusId,
  TEAMS,
  TICKET_TYPES,
  USERS,
} from './tenant.ts';

/** A Halo tenant: its rows, and `add…` functions that insert rows without HTTP or checks. */
export class HaloState {
  readonly integrations: IntegrationRow[] = [];
  readonly methods: MethodRow[] = [];
  /** Webhooks of all types. Runbooks have `type` 1. */
  readonly webhooks: WebhookRow[] = [];
  readonly bindings: BindingRow[] = [];
  readonly tickets: TicketRow[] = [];
  readonly runs: RunRow[] = [];
  readonly deliveries: DeliveryRow[] = [];
  readonly lookups: LookupRow[] = copiesOf(eventCatalogue);
  readonly statuses = copiesOf(STATUSES);
  readonly ticketTypes = copiesOf(TICKET_TYPES);
  readonly priorities = copiesOf(PRIORITIES);
  readonly clients = copiesOf(CLIENTS);
  readonly sites = copiesOf(SITES);
  readonly users = copiesOf(USERS);
  readonly agents = copiesOf(AGENTS);
  readonly teams = copiesOf(TEAMS);
  /** Names of the tickets' custom fields, `CF…`. */
  readonly customFields = [...CUSTOM_FIELDS];
  /** Names of routes that answer 403: `CustomIntegration`, `Webhook`, `Notification`, `Lookup`, `Tickets`, … */
  readonly forbid = new Set<string>();
  /** Fields that the tenant requires in new tickets, such as `['category_1']`. */
  requiredTicketFields: string[] = [];
  /** What the tenant's own rules set on every new ticket, whatever was posted, such as `{ priority_id: 4 }`. */
  rulesForNewTickets: Partial<TicketRow> = {};
  /** False: a row is deleted although others refer to it, and those stay. That Halo refuses is inferred. */
  refusesOrphans = true;
  /** True: tickets start no runbook, as when the tenant's own service for it is down. */
  automationIsDown = false;
  /** Undefined: a tenant on its own host, without `tenant_id` in `/AuthInfo`. */
  tenantId: string | undefined = 'sandbox';
  /** Rows of others as listed, by the list's path below `/api`. Nothing else is known about them. */
  readonly others: Record<string, Json[]> = {};
  /** Whether they are listed before the tenant's own rows. */
  othersFirst = false;
  /** How this tenant answers lists. */
  lists: ListStyle = { ...USUAL_LISTS };
  /** Origin of the running service, set once it listens. */
  origin = '';
  /** Valid access tokens: when each expires, in milliseconds, and its scopes. */
  readonly tokens = new Map<string, { endsAt: number; scopes: string[] }>();
  readonly now: () => number;
  /** Facts whose opposite this tenant shows. */
  readonly contradicted: Set<Contradiction>;
  readonly #pending = new Set<Promise<void>>();
  readonly #lastIds = new Map<string, number>();

  /** @param now the clock, in milliseconds */
  constructor(now: () => number = Date.now, contradicted: Iterable<Contradiction> = []) {
    this.now = now;
    this.contradicted = new Set(contradicted);
  }

  /** Whether this tenant behaves contrary to a fact. */
  contradicts(fact: Contradiction): boolean {
    return this.contradicted.has(fact);
  }

  addIntegration(name: string, seed: Partial<IntegrationRow> = {}): IntegrationRow {
    const row = { id: this.nextId('integration'), guid: randomUUID(), name, authorizationtype: 0 };
    return put(this.integrations, { ...row, resourcebaseurl: null, ...seed });
  }

  addMethod(integration: IntegrationRow, name: string, seed: Partial<MethodRow> = {}): MethodRow {
    return put(this.methods, {
      id: this.nextId('method'),
      guid: randomUUID(),
      integration_id: integration.id,
      name,
      resource: integration.resourcebaseurl ?? '',
      path: '',
      method: 0,
      requesttype: 0,
      responsetype: 0,
      authorizationtype: -1,
      requestbody: '',
      ...seed,
    });
  }

  /** An active runbook. Its steps are not checked. */
  addRunbook(name: string, seed: Partial<WebhookRow> = {}): WebhookRow {
    const row = { id: randomUUID(), name, type: 1, active: true, runbook_start_type: 0, steps: [] as StepRow[] };
    return put(this.webhooks, { ...row, ...seed });
  }

  /** Filtered by the conditions in `seed`, if any. */
  addBinding(runbook: WebhookRow, eventno: number, name: string, seed: Partial<BindingRow> = {}): BindingRow {
    const conditions = this.withIds(seed.conditions ?? []);
    return put(this.bindings, {
      id: this.nextId('binding'),
      guid: randomUUID(),
      name,
      eventno,
      webhook_id: runbook.id,
      type: -2,
      delivery_method: 6,
      agent_id: 0,
      filter_type: conditions.length > 0 ? 2 : 0,
      condition_count: conditions.length,
      ...seed,
      conditions,
    });
  }

  /** A ticket that starts no runbook. */
  addTicket(summary: string, seed: Partial<TicketRow> = {}): TicketRow {
    const site = this.sites[0];
    return put(this.tickets, {
      id: this.nextId('ticket'),
      summary,
      details: '',
      status_id: StatusId.new,
      tickettype_id: 1,
      priority_id: 3,
      sla_id: 1,
      client_id: site?.client_id ?? 0,
      site_id: site?.id ?? 0,
      user_id: this.users[0]?.id ?? 0,
      agent_id: 1,
      team: this.teams[0]?.name ?? '',
      dateoccurred: this.instant(),
      dateclosed: null,
      lastactiondate: this.instant(),
      ...seed,
    });
  }

  /** Adds IDs to conditions, as stored. */
  withIds(conditions: readonly ConditionRow[]): ConditionRow[] {
    return conditions.map((condition) => ({ ...condition, id: condition.id || this.nextId('condition') }));
  }

  /** The next ID for a kind of row. Each kind has its own sequence. */
  nextId(kind: string): number {
    const step = this.contradicts('halo-ids-ascend') && RESOURCES.includes(kind) ? -1 : 1;
    const id = (this.#lastIds.get(kind) ?? FIRST_IDS[kind] ?? 0) + step;
    this.#lastIds.set(kind, id);
    return id;
  }

  /** Revokes all tokens. */
  revokeTokens(): void {
    this.tokens.clear();
  }

  /** Registers work that `idle` waits for. */
  track(work: Promise<void>): void {
    this.#pending.add(work);
    work.finally(() => this.#pending.delete(work));
  }

  /** Resolves once no runbook is running or about to run. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** The current time in Halo's format. */
  instant(): string {
    return new Date(this.now()).toISOString();
  }

  /** A deep copy of the configuration: no tickets, runs, deliveries or tokens. */
  snapshot(): Record<string, unknown> {
    return structuredClone(Object.fromEntries(CONFIGURATION.map((rows) => [rows, this[rows]])));
  }
}

const CONFIGURATION = [
  'integrations',
  'methods',
  'webhooks',
  'bindings',
  'lookups',
  'statuses',
  'ticketTypes',
  'priorities',
  'clients',
  'sites',
  'users',
  'agents',
  'teams',
] as const;

/** Kinds of rows that make up an integration and whose IDs are numbers. */
const RESOURCES = ['integration', 'method', 'binding'];

/** Each kind starts at a different number, so that mixed-up IDs are noticed. */
const FIRST_IDS: Readonly<Record<string, number>> = {
  integration: 300,
  method: 400,
  binding: 500,
  step: 600,
  edge: 700,
  condition: 800,
  run: 900,
  ticket: 2000,
};

/** Copies the rows, so that changes in one tenant do not affect another. */
function copiesOf<Row extends object>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row }));
}

function put<Row>(rows: Row[], row: Row): Row {
  rows.push(row);
  return row;
}
