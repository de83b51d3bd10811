import type { HaloClient } from '../halo/client.ts';
import type { IlertClient } from '../ilert/client.ts';

export interface Clients {
  readonly ilert: IlertClient;
  readonly halo: HaloClient;
}

/** The lists of both services that names are looked up in; each is read once, when first asked for. */
export type Directory = ReturnType<typeof createDirectory>;

/** Reads nothing yet. */
export function createDirectory({ ilert, halo }: Clients) {
  return {
    alertSources: once(ilert.alertSources),
    escalationPolicies: once(ilert.escalationPolicies),
    teams: once(ilert.teams),
    supportHours: once(ilert.supportHours),
    services: once(ilert.services),
    users: once(ilert.users),
    schedules: once(ilert.schedules),
    eventCatalogue: once(halo.eventCatalogue),
    ticketTypes: once(halo.ticketTypes),
    priorities: once(halo.priorities),
    ticketTeams: once(halo.teams),
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
