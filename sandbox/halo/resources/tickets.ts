import { badRequest } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { TicketRow } from '../rows.ts';
import { RaisedEvent } from '../runbooks/event-catalogue.ts';
import type { HaloState } from '../state.ts';
import { StatusId } from '../tenant.ts';
import { listQuery, pageOfRows } from './lists.ts';
import { findRow, resourceRoutes } from './resource.ts';
import { listedTicket, wholeTicket } from './ticket-view.ts';

/** Notifies the engine of an event for a ticket, by its name in the catalogue. */
type RaiseEvent = (event: string, ticket: TicketRow) => void;

/** Tickets. Changes to them raise events. */
export function ticketRoutes(state: HaloState, raise: RaiseEvent): Route[] {
  const list: Route = {
    name: 'Tickets',
    method: 'GET',
    path: '/api/Tickets',
    query: { ...listQuery, search: { type: 'string' } },
    handle({ query }) {
      const search = query.string('search')?.toLowerCase() ?? '';
      const rows = state.tickets.filter(({ summary }) => summary.toLowerCase().includes(search));
      const tickets = rows.map((ticket) => listedTicket(state, ticket));
      return { status: 200, body: { record_count: rows.length, tickets: pageOfRows(state, tickets, query) } };
    },
  };
  return [
    list,
    ...resourceRoutes<TicketRow>(state, {
      name: 'Tickets',
      noun: 'ticket',
      rows: state.tickets,
      listed: (ticket) => listedTicket(state, ticket),
      detailed: (ticket) => wholeTicket(state, ticket),
      read: { query: { includedetails: { type: 'bool' } } },
      post: {
        entity: 'Faults',
        save: ({ id, ...fields }) => (id === undefined ? log(state, fields, raise) : update(state, id, fields, raise)),
        answer: 'row',
      },
      delete: { query: { reason: { type: 'string' } } },
    }),
  ];
}

function log(state: HaloState, fields: Json, raise: RaiseEvent): TicketRow {
  if (typeof fields.summary !== 'string' || fields.summary === '') throw badRequest('Please enter a summary.');
  const missing = state.requiredTicketFields.find((field) => isEmpty(fields[field]));
  if (missing !== undefined) throw badRequest(`Please complete the mandatory field "${missing}".`);
  const ticket = state.addTicket(fields.summary, { ...checkedFields(state, fields), ...state.rulesForNewTickets });
  if (ticket.status_id === StatusId.closed) ticket.dateclosed = state.instant();
  raise(RaisedEvent.newTicket, ticket);
  return ticket;
}

function update(state: HaloState, id: unknown, fields: Json, raise: RaiseEvent): TicketRow {
  const ticket = findRow(state.tickets, id, 'ticket');
  if (fields.summary !== undefined && isEmpty(fields.summary)) throw badRequest('Please enter a summary.');
  const before = ticket.status_id;
  Object.assign(ticket, checkedFields(state, fields), { lastactiondate: state.instant() });
  if (ticket.status_id === before) return ticket;
  ticket.dateclosed = ticket.status_id === StatusId.closed ? state.instant() : null;
  const isClosed = ticket.status_id === StatusId.closed;
  for (const event of isClosed ? raisedByClosing(state) : [RaisedEvent.statusChanged]) raise(event, ticket);
  return ticket;
}

/** The events that closing a ticket raises. */
function raisedByClosing(state: HaloState): string[] {
  const statusChanged = state.contradicts('event-on-close') ? [] : [RaisedEvent.statusChanged];
  const closed = state.contradicts('event-closed') ? [] : [RaisedEvent.closed];
  return [...statusChanged, ...closed];
}

/** Checks the writable fields and their references. Names of referenced rows follow from their IDs. */
function checkedFields(state: HaloState, fields: Json): Partial<TicketRow> {
  const known: Record<string, readonly { id: number }[]> = {
    status_id: state.statuses,
    tickettype_id: state.ticketTypes,
    priority_id: state.priorities,
    client_id: state.clients,
    site_id: state.sites,
    user_id: state.users,
    agent_id: state.agents,
  };
  for (const [field, rows] of Object.entries(known)) {
    if (field in fields && !rows.some(({ id }) => id === fields[field])) throw badRequest(`There is no such ${field}.`);
  }
  if ('team' in fields && !state.teams.some(({ name }) => name === fields.team))
    throw badRequest('There is no such team.');
  const { client_name, site_name, user_name, dont_do_rules, ...settable } = fields;
  return settable as Partial<TicketRow>;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
