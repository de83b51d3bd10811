import { type Clients, once, sharedList } from '../../providers/lookups.ts';

/** What experiments read with. Nothing in it writes. */
export type Readers = ReturnType<typeof createReaders>;

/** Reads nothing yet. @returns the reading calls of both clients, for all experiments of a run */
export function createReaders({ halo, ilert }: Clients) {
  // Experiments that run at the same time share a reading of the long list.
  const runs = sharedList(() => halo.runs());
  const { deliveriesOf, event, everyRow, priorities, runbook, teams, ticketTypes } = halo;
  const { alertsOf, currentUser, hasUserKey, openAlertsOf, probe } = ilert;
  return {
    halo: {
      deliveriesOf,
      event,
      // It has hundreds of rows, and Halo's rate limit is for everybody.
      eventCatalogue: once(() => halo.eventCatalogue()),
      everyRow,
      priorities,
      runbook,
      runs: runs.now,
      statuses: once(() => halo.statuses()),
      teams,
      ticketTypes,
    },
    ilert: { alertsOf, currentUser, hasUserKey, openAlertsOf, probe },
  };
}
