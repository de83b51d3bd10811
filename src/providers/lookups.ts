import { unlessForbidden } from '../errors/api-error.ts';
import type { HaloClient } from './halo/api.ts';
import type { IlertClient } from './ilert/api.ts';

export interface Clients {
  readonly ilert: IlertClient;
  readonly halo: HaloClient;
}

/** The lists of an ilert account for looking up names. Each is read once, on first use. */
export type Account = ReturnType<typeof createAccount>;

/** The lists of both services. */
export type Lookups = ReturnType<typeof createLookups>;

/** Reads nothing yet. */
export function createAccount(ilert: IlertClient) {
  return {
    alertSources: once(() => ilert.alertSources()),
    sharedAlertSources: sharedList(() => ilert.alertSources()),
    escalationPolicies: once(() => ilert.escalationPolicies()),
    teams: once(() => ilert.teams()),
    supportHours: once(() => ilert.supportHours()),
    services: once(() => ilert.services()),
    /** A user who may not list all users still knows one: the key's owner. */
    users: once(() => ilert.users().catch(unlessForbidden(async () => [await ilert.currentUser()]))),
    schedules: once(() => ilert.schedules().catch(unlessForbidden(async () => []))),
  };
}

/** Reads nothing yet. @param account lists of ilert that are already read, or being read */
export function createLookups({ ilert, halo }: Clients, account: Account = createAccount(ilert)) {
  const { sharedAlertSources, ...lists } = account;
  return {
    ...lists,
    /** Reads again for each caller, never from an earlier answer. */
    alertSourcesNow: sharedAlertSources.now,
    alertSourcesBack: readBackOf(sharedAlertSources),
    eventCatalogue: once(() => halo.eventCatalogue()),
    ticketTypes: once(() => halo.ticketTypes()),
    priorities: once(() => halo.priorities()),
    ticketTeams: once(() => halo.teams()),
    agents: once(() => halo.agents()),
  };
}

/** Shares the answer between callers. After a failure, the next call tries again. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}

/** A list that several callers read at the same time, each requiring a recent enough reading. */
export interface SharedList<T> {
  /** Returns a reading that begins after the call. Callers during a reading share the next one. */
  now(): Promise<T>;
  /** How many readings have begun. */
  begun(): number;
  /** Returns the latest reading if more than `count` have begun, else a new one. */
  after(count: number): Promise<T>;
}

/** Keeps a list from being read once per target. */
export function sharedList<T>(read: () => Promise<T>): SharedList<T> {
  let running: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;
  let latest: Promise<T> | undefined;
  let begun = 0;
  const begin = () => {
    next = undefined;
    begun += 1;
    const reading = read();
    const ended = reading.then(end, end);
    running = ended;
    latest = reading;
    return reading;
    function end() {
      if (running === ended) running = undefined;
    }
  };
  const now = () => {
    if (!running) return begin();
    next ??= running.then(begin);
    return next;
  };
  return {
    now,
    begun: () => begun,
    after: (count) => (latest && begun > count ? latest.catch(now) : now()),
  };
}

/** Lets one of the callers who share a list read it back after a write. */
export function readBackOf<T>(list: SharedList<T>) {
  let seen = list.begun();
  return {
    /** Readings begun until now do not show the write. */
    noteWrite() {
      seen = list.begun();
    },
    /** Returns a reading that began after the last write and was not returned before, whoever requested it. */
    read(): Promise<T> {
      const rows = list.after(seen);
      seen = list.begun();
      return rows;
    },
  };
}
