import { ApiError } from '../errors/api-error.ts';
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
    /** Read again for each caller, never from an earlier answer. */
    alertSourcesNow: anew(() => ilert.alertSources()),
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
  return {
    ...account,
    eventCatalogue: once(() => halo.eventCatalogue()),
    ticketTypes: once(() => halo.ticketTypes()),
    priorities: once(() => halo.priorities()),
    ticketTeams: once(() => halo.teams()),
    agents: once(() => halo.agents()),
  };
}

function unlessForbidden<T>(otherwise: () => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (error instanceof ApiError && error.status === 403) return otherwise();
    throw error;
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

/**
 * Reads anew for whoever asks; those who ask while one list is being read share the next one, so that with many
 * targets it is not read once for each.
 */
export function anew<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;
  const begin = () => {
    next = undefined;
    const reading = read();
    const ended = reading.then(end, end);
    running = ended;
    return reading;
    function end() {
      if (running === ended) running = undefined;
    }
  };
  return () => {
    if (!running) return begin();
    next ??= running.then(begin);
    return next;
  };
}
