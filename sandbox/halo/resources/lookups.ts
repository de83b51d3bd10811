import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import { EVENT_LOOKUP } from '../runbooks/event-catalogue.ts';
import type { HaloState } from '../state.ts';
import { priorityGuid, SLAS, StatusId, UNASSIGNED } from '../tenant.ts';
import { listRoute } from './lists.ts';

/** Rows in the list of all lookups if the client gives no count (inferred). */
const USUAL_LOOKUPS = 50;

/**
 * Lists that a ticket, a notification or a runbook refers to: lookups, statuses, types, teams, agents and priorities.
 * Each is an array. The API document at hand does not describe the last four.
 *
 * @param filterWorks false: the list of events is empty if requested by `lookupid`
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
    // According to clients of the API, the list omits disabled agents unless they are requested (fact `agents`).
    listRoute(state, {
      name: 'Agent',
      query: {
        includeenabled: { type: 'bool' },
        includedisabled: { type: 'bool' },
        includeunassigned: { type: 'bool' },
      },
      rows: () => copied(state.agents),
      isListed: (agent, query) =>
        (agent.id !== UNASSIGNED || query.bool('includeunassigned')) &&
        (!isDisabled(agent) || query.bool('includedisabled') || state.contradicts('agents')),
    }),
    // Each service level agreement has its own row, with a GUID, for a priority (fact `halo-priority-number`).
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

/** Also of rows whose fields differ in type and case. */
function isDisabled({ isdisabled, IsDisabled = isdisabled }: Json): boolean {
  return String(IsDisabled).toLowerCase() === 'true';
}

function copied(rows: readonly object[]): Json[] {
  return rows.map((row) => ({ ...row }));
}
