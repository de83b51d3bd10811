import { randomBytes } from 'node:crypto';
import type { Contradiction } from '../contradictions.ts';
import { products } from '../products.ts';
import type {
  AlertRow,
  AlertSourceRow,
  PolicyRow,
  RuleRow,
  ScheduleRow,
  ServiceRow,
  SupportHoursRow,
  TeamRow,
  UserRow,
} from './rows.ts';

type Json = Record<string, unknown>;

/** The given fields of a new row; the rest is filled in. */
type Seed<Row extends { id: number }> = Partial<Omit<Row, 'id'>>;

const OFFICE_DAY = { start: '08:00', end: '17:00' };

/** An ilert account: its rows, and `add…` functions that insert rows without HTTP or checks. */
export class IlertState {
  readonly users: UserRow[] = [];
  readonly teams: TeamRow[] = [];
  readonly schedules: ScheduleRow[] = [];
  readonly policies: PolicyRow[] = [];
  readonly supportHours: SupportHoursRow[] = [];
  readonly services: ServiceRow[] = [];
  readonly alertSources: AlertSourceRow[] = [];
  /** Rows of others as listed, by the list's path below `/api`. Nothing else is known about them. */
  readonly others: Record<string, Json[]> = {};
  /** Whether they are listed before the account's own rows. */
  othersFirst = false;
  readonly alerts: AlertRow[] = [];
  /** Settings without effect here, such as a filter that is not simulated. */
  readonly notes = new Set<string>();
  /** Owner of the API key; the first user added. */
  currentUserId = 0;
  /** True: the key may not edit any alert source, so the key and URL of each are null. */
  hidesIntegrationUrls = false;
  /**
   * What lists show of each alert source instead of its own fields; undefined omits a field. The document only requires
   * `name`, `integrationType` and `escalationPolicy` (`AlertSourceNoIncludes`).
   */
  readonly listedInstead: Record<string, unknown> = {};
  /** Origin of the running service, such as `http://127.0.0.1:1234`; set once it listens. */
  origin = '';
  readonly now: () => number;
  /** Facts whose opposite this account shows. */
  readonly contradicted: Set<Contradiction>;
  #lastId = 1000;

  /** @param now the clock, in milliseconds */
  constructor(now: () => number = Date.now, contradicted: Iterable<Contradiction> = []) {
    this.now = now;
    this.contradicted = new Set(contradicted);
  }

  /** Whether this account behaves contrary to a fact. */
  contradicts(fact: Contradiction): boolean {
    return this.contradicted.has(fact);
  }

  addUser(firstName: string, lastName: string, seed: Seed<UserRow> = {}): UserRow {
    const email = `${firstName}.${lastName}@example.com`.toLowerCase();
    const shown = { firstName, lastName, email, timezone: 'Europe/Berlin', language: 'en', role: 'USER' } as const;
    const user = { id: this.#nextId(), ...shown, ...this.#stamps(), ...seed };
    this.users.push(user);
    if (this.currentUserId === 0) this.currentUserId = user.id;
    return user;
  }

  addTeam(name: string, seed: Seed<TeamRow> = {}): TeamRow {
    return put(this.teams, { id: this.#nextId(), name, visibility: 'PUBLIC', members: [], ...this.#stamps(), ...seed });
  }

  addSchedule(name: string, seed: Seed<ScheduleRow> = {}): ScheduleRow {
    return put(this.schedules, {
      id: this.#nextId(),
      name,
      timezone: 'Europe/Berlin',
      type: 'STATIC',
      teamIds: [],
      ...seed,
    });
  }

  /** Without rules in `seed`, one rule that notifies the first user after 0 minutes. */
  addPolicy(name: string, seed: Seed<PolicyRow> = {}): PolicyRow {
    const rules: RuleRow[] = [
      { escalationTimeout: 0, userIds: this.users.slice(0, 1).map(({ id }) => id), scheduleIds: [], teamIds: [] },
    ];
    const settings = { repeating: false, frequency: 1, delayMin: 0 };
    return put(this.policies, { id: this.#nextId(), name, rules, teamIds: [], ...settings, ...seed });
  }

  addSupportHours(name: string, seed: Seed<SupportHoursRow> = {}): SupportHoursRow {
    const supportDays = {
      MONDAY: OFFICE_DAY,
      TUESDAY: OFFICE_DAY,
      WEDNESDAY: OFFICE_DAY,
      THURSDAY: OFFICE_DAY,
      FRIDAY: OFFICE_DAY,
    };
    const row = { id: this.#nextId(), name, teamIds: [], timezone: 'Europe/Berlin', supportDays, exceptions: [] };
    return put(this.supportHours, { ...row, ...seed });
  }

  addService(name: string, seed: Seed<ServiceRow> = {}): ServiceRow {
    const alias = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const row = { id: this.#nextId(), name, alias, status: 'OPERATIONAL', description: '', teamIds: [] } as const;
    return put(this.services, { ...row, teamIds: [], ...seed });
  }

  /** By default, uses the first policy and the type HALOITSM. */
  addAlertSource(name: string, seed: Seed<AlertSourceRow> = {}): AlertSourceRow {
    const integrationType = seed.integrationType ?? products.haloitsm.integrationType;
    return put(this.alertSources, {
      id: this.#nextId(),
      name,
      integrationType,
      integrationKey: this.contradicts('ilert-key-forms') ? randomKey() : newIntegrationKey(integrationType),
      policyId: this.policies[0]?.id ?? 0,
      teamIds: [],
      serviceIds: [],
      active: true,
      alertCreation: 'ONE_ALERT_PER_EMAIL',
      alertPriorityRule: 'HIGH',
      autoCreateServices: false,
      setupStatus: 'FINISHED',
      ...this.#stamps(),
      ...seed,
    });
  }

  addAlert(alertSource: AlertSourceRow, seed: Seed<AlertRow> & { summary: string }): AlertRow {
    const id = this.#nextId();
    return put(this.alerts, {
      id,
      details: '',
      status: 'PENDING',
      reportTime: this.instant(),
      priority: 'HIGH',
      alertKey: String(id),
      alertSourceId: alertSource.id,
      policyId: alertSource.policyId,
      groupedKeys: [],
      customDetails: {},
      labels: {},
      links: [],
      images: [],
      log: [{ type: 'ALERT', summary: seed.summary, at: this.instant() }],
      ...seed,
    });
  }

  /** The current time in ilert's format. */
  instant(): string {
    return new Date(this.now()).toISOString();
  }

  /** A deep copy of the configuration: no alerts, no clock. */
  snapshot(): Record<string, unknown> {
    const { users, teams, schedules, policies, supportHours, services, alertSources } = this;
    return structuredClone({ users, teams, schedules, policies, supportHours, services, alertSources });
  }

  #nextId(): number {
    this.#lastId += this.contradicts('ilert-ids-ascend') ? -1 : 1;
    return this.#lastId;
  }

  #stamps(): { createdAt: string; updatedAt: string } {
    return { createdAt: this.instant(), updatedAt: this.instant() };
  }
}

function put<Row>(rows: Row[], row: Row): Row {
  rows.push(row);
  return row;
}

/** Creates a key: a prefix for the type, then random hex digits. */
function newIntegrationKey(integrationType: string): string {
  const product = Object.values(products).find((candidate) => candidate.integrationType === integrationType);
  const prefix = product?.keyPrefix ?? `il1${integrationType.slice(0, 3).toLowerCase()}`;
  return `${prefix}${randomKey()}`;
}

function randomKey(): string {
  return randomBytes(16).toString('hex');
}
