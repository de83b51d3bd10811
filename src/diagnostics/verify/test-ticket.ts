import { variablesOf } from '../../payload/template.ts';
import { variableType } from '../../payload/ticket-variables.ts';

/** What a test says of its ticket. */
export interface TestTicket {
  /** Also the alert's key, as far as is known. */
  readonly id: number;
  readonly summary: string;
  readonly details: string;
  readonly closed: boolean;
}

/** As live tickets have it: the `id` is a GUID, the number is `priorityid`. */
const PRIORITY = { id: '3f0c5f3e-6d0b-4c39-9d6e-0d3b0f6a7c11', priorityid: 4, name: 'Low' };
/** Only ever part of a link in the test's alert. */
const NO_TENANT = 'https://halo.example.com';

/**
 * The values that Halo would fill a payload with: a ticket in Halo's form, with something for every
 * variable that the payload asks for. Pure.
 *
 * @param at when it was logged, ISO 8601
 */
export function ticketValues(
  template: string,
  ticket: TestTicket,
  at: string,
): { readonly ticket: Record<string, unknown>; readonly halo_url: string } {
  const status = ticket.closed
    ? { id: 9, name: 'Closed', shortname: 'Closed' }
    : { id: 1, name: 'New', shortname: 'New' };
  const values = {
    halo_url: NO_TENANT,
    ticket: {
      id: ticket.id,
      summary: ticket.summary,
      details: ticket.details,
      details_html: ticket.details,
      dateoccurred: at,
      dateclosed: ticket.closed ? at : null,
      status_id: status.id,
      status,
      tickettype_id: 1,
      tickettype: { id: 1, name: 'Incident' },
      priority_id: PRIORITY.priorityid,
      priority: { ...PRIORITY },
      agent_id: 1,
      agent: { id: 1, name: 'Unassigned' },
    },
  };
  for (const { name } of variablesOf(template)) fillIn(values, name.split('^'), emptyFor(name));
  return values;
}

/** What the payload says of the priority, if it says anything. */
export const testPriority = PRIORITY.name;

/** Unset, as on many tickets; 0 where the payload may have neither quotes nor `null`: a number, or a type that is not known. */
function emptyFor(name: string): null | 0 {
  return variableType(name) === 'text' ? null : 0;
}

/** Puts something where a payload asks for what the test has nothing for. */
function fillIn(values: Record<string, unknown>, [first, ...rest]: readonly string[], empty: null | 0): void {
  if (first === undefined || first === '') return;
  if (rest.length === 0) {
    if (!Object.hasOwn(values, first)) values[first] = empty;
    return;
  }
  if (typeof values[first] !== 'object' || values[first] === null) values[first] = {};
  fillIn(values[first] as Record<string, unknown>, rest, empty);
}
