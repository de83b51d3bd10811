import { unlessForbidden } from '../errors/api-error.ts';
import type { HaloClient } from './halo/api.ts';
import type { IlertClient } from './ilert/api.ts';

export interface Clients {
  readonly ilert: IlertClient;
  readonly halo: HaloClient;
}

/** The lists of an ilert account that names are looked up in; each is read once, when first asked for. */
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
    /** Who may not list the users knows at least one: the key's owner. */
    users: once(() => ilert.users().catch(unlessForbidden(async () => [await ilert.currentUser()]))),
    schedules: once(() => ilert.schedules().catch(unlessForbidden(async () => []))),
  };
}

/** Reads nothing yet. @param account lists of ilert that have been read, or are being read, already */
export function createLookups({ ilert, halo }: Clients, account: Account = createAccount(ilert)) {
  const { sharedAlertSources, ...lists } = account;
  return {
    ...lists,
    /** Read again for each caller, never from an earlier answer. */
    alertSourcesNow: sharedAlertSources.now,
    alertSourcesBack: readBackOf(sharedAlertSources),
    eventCatalogue: once(() => halo.eventCatalogue()),
    ticketTypes: once(() => halo.ticketTypes()),
    priorities: once(() => halo.priorities()),
    ticketTeams: once(() => halo.teams()),
    agents: once(() => halo.agents()),
  };
}

/** Two who ask get the same answer; a failure is no answer and is asked again. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}

/** A list that several read at the same time, each of whom needs one that was not read too early. */
export interface SharedList<T> {
  /** A reading that begins after the call; those who ask while one is under way share the next one. */
  now(): Promise<T>;
  /** How many readings have begun. */
  begun(): number;
  /** The latest reading, if it was not among the first so many; else a new one. */
  after(count: number): Promise<T>;
}

/** So that with many targets a list is not read once for each. */
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

/** What one of those who share a list reads of it after it has written to what is listed. */
export function readBackOf<T>(list: SharedList<T>) {
  let seen = list.begun();
  return {
    /** What was read by now does not show the write. */
    noteWrite() {
      seen = list.begun();
    },
    /** A reading that began after the last write, whoever asked for it, and none that was given before. */
    read(): Promise<T> {
      const rows = list.after(seen);
      seen = list.begun();
      return rows;
    },
  };
}
