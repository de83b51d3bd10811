import { dateWithoutZone, preciseDate } from '../dates.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { NamedRow, TicketRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { priorityGuid } from '../tenant.ts';

/** Fields that are empty on an ordinary ticket. */
const EMPTY = {
  organisation_id: null,
  department_id: null,
  workflow_name: null,
  oppcompanyname: null,
  reportedby: null,
  category_1: null,
  category_2: null,
  category_3: null,
  category_4: null,
  impact: null,
  urgency: null,
  source: 0,
};

/** Unset dates on live tickets. All three were seen. */
const UNSET_DATES = {
  dateclosed: '1899-12-30T00:00:00',
  dateassigned: '1900-01-01T00:00:00',
  deadlinedate: '0001-01-01T00:00:00',
};

/** A ticket in lists: without its details, nested rows and null fields. */
export function listedTicket(state: HaloState, ticket: TicketRow): Json {
  const { details, details_html, ...own } = allFields(state, ticket);
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null));
}

/** A ticket read by ID, which is also `<<ticket>>`: with nested rows, and unset fields as null. */
export function wholeTicket(state: HaloState, ticket: TicketRow): Json {
  const status = state.statuses.find(({ id }) => id === ticket.status_id);
  const priority = state.priorities.find(({ id }) => id === ticket.priority_id);
  return {
    ...allFields(state, ticket),
    status: status ? { ...status, type: 0, guid: null } : null,
    tickettype: nested(state.ticketTypes, ticket.tickettype_id, () => ({ guid: null })),
    priority: priority
      ? { id: priorityGuid(priority.id, ticket.sla_id), priorityid: priority.id, name: priority.name }
      : null,
    agent: nested(state.agents, ticket.agent_id, ({ email }) => ({ email })),
  };
}

function allFields(state: HaloState, ticket: TicketRow): Json {
  return {
    ...EMPTY,
    ...ticket,
    customfields: customFields(state, ticket),
    details_html: ticket.details_html ?? `<p>${ticket.details}</p>`,
    client_name: nameIn(state.clients, ticket.client_id),
    site_name: nameIn(state.sites, ticket.site_id),
    user_name: nameIn(state.users, ticket.user_id),
    ...dates(state, ticket),
  };
}

/** All custom fields of the tenant, with the ticket's values. */
function customFields(state: HaloState, { customfields }: TicketRow): Json[] {
  const set = (customfields ?? []) as readonly Json[];
  return state.customFields.map((name, index) => ({
    id: 200 + index,
    name,
    label: name.replace(/^CF/, ''),
    value: null,
    ...set.find((field) => field.name === name),
  }));
}

/** Dates with seven fraction digits, and a `Z` only in some fields. */
function dates(state: HaloState, ticket: TicketRow): Json {
  const { dateoccurred, lastactiondate } = ticket;
  const others = Object.entries(UNSET_DATES).map(([field, unset]) => [field, precise(ticket[field]) ?? unset]);
  return {
    dateoccurred: precise(dateoccurred),
    lastactiondate: isDate(lastactiondate) ? dateWithoutZone(state, lastactiondate) : undefined,
    ...Object.fromEntries(others),
  };
}

function precise(date: unknown): string | undefined {
  return isDate(date) ? preciseDate(date) : undefined;
}

function isDate(date: unknown): date is string {
  return typeof date === 'string';
}

function nameIn(rows: readonly NamedRow[], id: number): string | null {
  return rows.find((row) => row.id === id)?.name ?? null;
}

function nested<Row extends NamedRow>(rows: readonly Row[], id: number, more: (row: Row) => Json): Json | null {
  const row = rows.find((candidate) => candidate.id === id);
  return row ? { id: row.id, name: row.name, ...more(row) } : null;
}
