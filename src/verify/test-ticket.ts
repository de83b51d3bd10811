import { variablesOf } from '../halo/template.ts';

/** What a test says of its ticket. */
export interface TestTicket {
  /** Also the alert's key, as far as is known. */
  readonly id: number;
  readonly summary: string;
  readonly details: string;
  readonly over: boolean;
}

const PRIORITY = { id: 4, name: 'Low' };

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
): { readonly ticket: Record<string, unknown> } {
  const status = ticket.over
    ? { id: 9, name: 'Closed', shortname: 'Closed' }
    : { id: 1, name: 'New', shortname: 'New' };
  const values: { ticket: Record<string, unknown> } = {
    ticket: {
      id: ticket.id,
      summary: ticket.summary,
      details: ticket.details,
      details_html: ticket.details,
      dateoccurred: at,
      dateclosed: ticket.over ? at : null,
      status_id: status.id,
      status,
      tickettype_id: 1,
      tickettype: { id: 1, name: 'Incident' },
      priority_id: PRIORITY.id,
      priority: PRIORITY,
      agent_id: null,
      agent: { id: null, name: null },
    },
  };
  for (const { name } of variablesOf(template)) fillIn(values, name.split('^'));
  return values;
}

/** What the payload says of the priority, if it says anything. */
export const testPriority = PRIORITY.name;

/** Puts `null` where a payload asks for something that the test has nothing for: empty, as on many tickets. */
function fillIn(values: Record<string, unknown>, [first, ...rest]: readonly string[]): void {
  if (first === undefined || first === '') return;
  if (rest.length === 0) {
    if (!Object.hasOwn(values, first)) values[first] = null;
    return;
  }
  if (typeof values[first] !== 'object' || values[first] === null) values[first] = {};
  fillIn(values[first] as Record<string, unknown>, rest);
}
