import type { Route } from '../service.ts';
import type { HaloState } from './state.ts';
import { PRIORITIES, StatusId, TEAMS, TICKET_TYPES } from './tenant.ts';

/** The tenant's ticket statuses, types, teams and priorities (each an array). The last three are not in the part of the API document at hand. */
export function ticketListRoutes(state: HaloState): Route[] {
  return [
    {
      name: 'Status',
      method: 'GET',
      path: '/api/Status',
      query: { showall: { type: 'bool' }, excludeclosed: { type: 'bool' } },
      handle: ({ query }) => ({
        status: 200,
        body: state.statuses.filter(({ id }) => !(query.bool('excludeclosed') && id === StatusId.closed)),
      }),
    },
    ...[
      { name: 'TicketType', rows: TICKET_TYPES },
      { name: 'Team', rows: TEAMS },
      // A priority belongs to a service level agreement; its own id is another than its number.
      {
        name: 'Priority',
        rows: PRIORITIES.map(({ id, name }) => ({ id: `priority-${id}`, priorityid: id, slaid: 1, name })),
      },
    ].map(
      ({ name, rows }): Route => ({
        name,
        method: 'GET',
        path: `/api/${name}`,
        handle: () => ({ status: 200, body: [...rows] }),
      }),
    ),
  ];
}
