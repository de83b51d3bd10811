import type { Json } from './entity-schema.ts';
import type { NamedRow, TicketRow } from './rows.ts';
import type { HaloState } from './state.ts';

/** Fields of the palette that a plain ticket leaves empty. */
const EMPTY = {
  ...{ organisation_id: null, department_id: null, workflow_name: null, oppcompanyname: null, reportedby: null },
  ...{ category_1: null, category_2: null, impact: null, urgency: null, deadlinedate: null, dateassigned: null },
};

/** A ticket as lists show it: without its details and without the rows it points to. */
export function listedTicket(state: HaloState, ticket: TicketRow): Json {
  const { details, details_html, ...own } = ticket;
  return {
    ...EMPTY,
    ...own,
    client_name: nameIn(state.clients, ticket.client_id),
    site_name: nameIn(state.sites, ticket.site_id),
    user_name: nameIn(state.users, ticket.user_id),
  };
}

/** A whole ticket: what `<<ticket>>` stands for, the rows it points to nested. */
export function wholeTicket(state: HaloState, ticket: TicketRow): Json {
  const status = state.statuses.find(({ id }) => id === ticket.status_id);
  return {
    ...listedTicket(state, ticket),
    details: ticket.details,
    details_html: ticket.details_html ?? `<p>${ticket.details}</p>`,
    status: status && { id: status.id, name: status.name, shortname: status.shortname, colour: status.colour },
    tickettype: nested(state.ticketTypes, ticket.tickettype_id),
    priority: nested(state.priorities, ticket.priority_id),
    agent: nested(state.agents, ticket.agent_id),
  };
}

function nameIn(rows: readonly NamedRow[], id: number): string | null {
  return rows.find((row) => row.id === id)?.name ?? null;
}

function nested(rows: readonly NamedRow[], id: number): NamedRow | null {
  const row = rows.find((candidate) => candidate.id === id);
  return row ? { id: row.id, name: row.name } : null;
}
