import type { Route } from '../../http/service.ts';
import type { HaloState } from '../state.ts';
import { PRIORITIES, priorityGuid, SLAS, StatusId, TEAMS, TICKET_TYPES } from '../tenant.ts';
import { listRoute } from './lists.ts';

/** The tenant's ticket statuses, types, teams and priorities (each an array). The last three are not in the part of the API document at hand. */
export function ticketListRoutes(state: HaloState): Route[] {
  return [
    listRoute(state, {
      name: 'Status',
      query: { showall: { type: 'bool' }, excludeclosed: { type: 'bool' } },
      rows: (query) =>
        state.statuses
          .filter(({ id }) => !(query.bool('excludeclosed') && id === StatusId.closed))
          .map((row) => ({ ...row })),
    }),
    ...[
      { name: 'TicketType', rows: TICKET_TYPES },
      { name: 'Team', rows: TEAMS },
      // A priority is a row of each service level agreement, with a GUID; tickets store its number.
      {
        name: 'Priority',
        rows: SLAS.flatMap((sla) =>
          PRIORITIES.map(({ id, name }) => ({
            id: priorityGuid(id, sla.id),
            priorityid: id,
            slaid: sla.id,
            name,
          })),
        ),
      },
    ].map(({ name, rows }) => listRoute(state, { name, rows: () => rows.map((row) => ({ ...row })) })),
  ];
}
