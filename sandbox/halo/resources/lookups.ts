import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import { EVENT_LOOKUP } from '../runbooks/event-catalogue.ts';
import type { HaloState } from '../state.ts';
import { priorityGuid, SLAS, StatusId, UNASSIGNED } from '../tenant.ts';
import { listRoute } from './lists.ts';

/** Rows of the list of all lookups where the client does not say; inferred. */
const USUAL_LOOKUPS = 50;

/**
 * What a ticket, a notification or a runbook chooses from, each an array: lookups, statuses, types, teams, agents and priorities. The
 * last four are not in the part of the API document at hand.
 *
 * @param filterWorks false: the list of events is empty when it is asked for by `lookupid`
 */
export function lookupRoutes(state: HaloState, filterWorks: boolean): Route[] {
  return [
    listRoute(state, {
      name: 'Lookup',
      filters: { lookupid: { type: 'int' } },
      rows(query) {
        const shown = query.has('lookupid') ? state.lookups.length : (query.int('count') ?? USUAL_LOOKUPS);
        return copied(state.lookups.slice(0, shown));
      },
      isListed: (_, query) => filterWorks || query.int('lookupid') !== EVENT_LOOKUP,
    }),
    listRoute(state, {
      name: 'Status',
      query: { showall: { type: 'bool' }, excludeclosed: { type: 'bool' } },
      rows: () => copied(state.statuses),
      isListed: ({ id }, query) => !(query.bool('excludeclosed') && id === StatusId.closed),
    }),
    listRoute(state, { name: 'TicketType', rows: () => copied(state.ticketTypes) }),
    listRoute(state, { name: 'Team', rows: () => copied(state.teams) }),
    // That a list leaves out the disabled agents unless they are asked for is what clients of the API say (fact `agents`).
    listRoute(state, {
      name: 'Agent',
      query: {
        includeenabled: { type: 'bool' },
        includedisabled: { type: 'bool' },
        includeunassigned: { type: 'bool' },
      },
      rows: () => copied(state.agents),
      isListed: ({ id, isdisabled }, query) =>
        (id !== UNASSIGNED || query.bool('includeunassigned')) && (!isdisabled || query.bool('includedisabled')),
    }),
    // A priority is a row of each service level agreement, with a GUID (fact `halo-priority-number`).
    listRoute(state, {
      name: 'Priority',
      rows: () =>
        SLAS.flatMap((sla) =>
          state.priorities.map(({ id, name }) => ({
            id: priorityGuid(id, sla.id),
            priorityid: id,
            slaid: sla.id,
            name,
          })),
        ),
    }),
  ];
}

function copied(rows: readonly object[]): Json[] {
  return rows.map((row) => ({ ...row }));
}
