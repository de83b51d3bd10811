import type { LookupRow } from '../rows.ts';

/** `lookupid` of the events that can start a runbook. */
export const EVENT_LOOKUP = 64;

/** Names of the events that the simulated tenant raises. Those "Assigned to Recipient" never fire for a runbook. */
export const RaisedEvent = {
  newTicket: 'New $#request Logged - All',
  statusChanged: '$#request Status Changed - All',
  closed: 'Closed - All',
} as const;

/** Returns an event's number on a tenant, ignoring the spacing of its name; undefined if it has none. */
export function eventNumber(lookups: readonly LookupRow[], name: string): number | undefined {
  const row = lookups.find((one) => one.lookupid === EVENT_LOOKUP && one.name.replaceAll(/\s+/g, ' ') === name);
  return row?.id;
}

/** The rows whose number, name and spacing are proven. The two for a new ticket share their `value2`. */
const PROVEN: readonly LookupRow[] = [
  event(1, 'New $#request Logged - Assigned to Recipient', 'New $#request Logged'),
  event(3, 'New $#request Logged - All', 'New $#request Logged'),
  event(39, 'Closed - All', 'Closed'),
  event(76, '$#request Status Changed  - All', '$#request Status Changed'),
];

const CATALOGUE_SIZE = 205;

const HAPPENINGS = `
  $#request Updated; $#request Status Changed; $#request Reassigned; $#request Reopened; Closed;
  New $#request Logged by $#technician; Private Note added; Public Note added; SLA Hold; SLA Release;
  Response Target Missed; Fix Target Missed; Response Target Warning; Fix Target Warning; Approval Needed;
  Approval Accepted; Approval Rejected; Attachment added; Child $#request Logged; Child $#request Closed;
  Priority Changed; Category Changed; Survey Returned; Appointment Created; Appointment Changed;
  Appointment Cancelled; Project Task Due; Contract Expiring; Licence Expiring; Asset Created; Asset Changed;
  Purchase Order Approved; Quotation Accepted; Invoice Created; Chat Started; Call Received; Email Received;
  Major Incident Declared; Change Scheduled; Release Published; Article Published; Article Due for Review;
  Stock Level Low; Service Status Changed; $#technician Mentioned`
  .split(';')
  .map((name) => name.trim());

const AUDIENCES = ['Assigned to Recipient', "Assigned to Recipient's Team", 'Unassigned', 'Following', 'All'];

/** 205 rows, the number counted on a tenant. All except the proven ones have made-up names. */
export const eventCatalogue: readonly LookupRow[] = completed();

function completed(): LookupRow[] {
  const proven = new Map(PROVEN.map((row) => [row.id, row]));
  // An event whose name differs from a proven one only in its spacing would be a trap that no tenant sets.
  const names = HAPPENINGS.flatMap((happening) => AUDIENCES.map((audience) => ({ happening, audience }))).filter(
    ({ happening, audience }) => audience !== 'All' || !PROVEN.some(({ value2 }) => value2 === happening),
  );
  const rows = names.map(({ happening, audience }) => ({ name: `${happening} - ${audience}`, value2: happening }));
  return Array.from({ length: CATALOGUE_SIZE }, (_, index) => {
    const id = index + 1;
    const filler = rows[index] ?? { name: `Event ${id}`, value2: `Event ${id}` };
    return proven.get(id) ?? event(id, filler.name, filler.value2);
  });
}

function event(id: number, name: string, value2: string): LookupRow {
  return { id, lookupid: EVENT_LOOKUP, name, value2 };
}
