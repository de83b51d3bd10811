import { randomInt } from 'node:crypto';
import { renderTemplate, variablesOf } from '../../payload/template.ts';
import { variableType } from '../../payload/ticket-variables.ts';
import { fieldsOf } from '../../text/json.ts';
import type { Verification } from './verification.ts';

export interface TestTicket {
  /** Becomes the alert's key (fact `ilert-alert-key`). */
  readonly id: number;
  readonly summary: string;
  readonly details: string;
  readonly closed: boolean;
  /** The name of its priority; by default a low one. */
  readonly priority?: string | undefined;
}

/** The start of every test's summary. Whoever is paged reads it first. */
export const TEST_ALERT = 'Test alert from ilert-haloitsm';

/** Returns a new, open test ticket. */
export function createTestTicket(): TestTicket {
  // Far above the IDs of real tickets, since ilert uses the ID as the alert's key.
  const id = randomInt(900_000_000, 1_000_000_000);
  return {
    id,
    // Contains characters that a payload may fail to escape.
    summary: `${TEST_ALERT} ${id}: no action needed ("quotes", \\ and ü)`,
    details: 'Sent to check the integration.\nIt will be resolved automatically; no action needed.',
    closed: false,
  };
}

/** On live tickets, `id` is a GUID and `priorityid` is the number (fact `halo-priority-number`). */
const PRIORITY = { id: '3f0c5f3e-6d0b-4c39-9d6e-0d3b0f6a7c11', priorityid: 4, name: 'Low' };
/** Only used for links in the test's alert. */
const NO_TENANT = 'https://halo.example.com';

/** Returns the body that Halo would send for the ticket: its payload, filled in. */
export function bodyOf({ payload: template, now }: Pick<Verification, 'payload' | 'now'>, ticket: TestTicket): string {
  return renderTemplate(template, ticketValues(template, ticket, new Date(now()).toISOString()));
}

/** Returns what Halo would fill a payload with: a ticket logged at `at`, and a value for every other variable. Pure. */
export function ticketValues(
  template: string,
  ticket: TestTicket,
  at: string,
): { readonly ticket: Record<string, unknown>; readonly halo_url: string } {
  const status = ticket.closed ? { id: 9, name: 'Closed' } : { id: 1, name: 'New' };
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
      status: { ...status, shortname: status.name },
      tickettype_id: 1,
      tickettype: { id: 1, name: 'Incident' },
      priority_id: PRIORITY.priorityid,
      priority: { ...PRIORITY, name: ticket.priority ?? PRIORITY.name },
      agent_id: 1,
      agent: { id: 1, name: 'Unassigned' },
    },
  };
  for (const { name } of variablesOf(template)) fillIn(values, name.split('^'), emptyFor(name));
  return values;
}

/** The usual priority of a test ticket, which the payload may include. */
export const testPriority = PRIORITY.name;

/** Unset, as on many tickets. 0 for numbers and unknown types: the payload may allow neither quotes nor `null`. */
function emptyFor(name: string): null | 0 {
  return variableType(name) === 'text' ? null : 0;
}

/** Adds a value for a variable that the test ticket lacks. */
function fillIn(values: object, [first, ...rest]: readonly string[], empty: null | 0): void {
  if (first === undefined || first === '') return;
  const own = Object.hasOwn(values, first) ? fieldsOf(values)[first] : undefined;
  if (rest.length === 0) {
    if (own === undefined) setOwn(values, first, empty);
    return;
  }
  const within = typeof own === 'object' && own !== null ? own : {};
  setOwn(values, first, within);
  fillIn(within, rest, empty);
}

/** Sets a field even if it is called `__proto__`, which an assignment would not. */
function setOwn(values: object, name: string, value: unknown): void {
  Object.defineProperty(values, name, { value, enumerable: true, writable: true, configurable: true });
}
