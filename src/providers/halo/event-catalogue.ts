/** The events that start the runbook, as ilert's guide names them. */
export type EventKey = 'newTicket' | 'statusChanged';

/** A row of `GET /Lookup` with `lookupid` 64; its id is the event's number. */
export interface CatalogueRow {
  readonly id: number;
  readonly lookupid?: number | undefined;
  readonly name?: string | undefined;
}

/** An event's number, and whether the tenant's catalogue told it or it had to be assumed. */
export interface EventNumber {
  readonly number: number;
  readonly assumed: boolean;
}

/** The catalogue's lookupid. */
export const EVENT_CATALOGUE = 64;

/** Names after `normalised`; the numbers are those of the tenants seen (fact `event-numbers`), used only where no name fits. */
const EVENTS: Readonly<Record<EventKey, { readonly name: string; readonly seen: number; readonly inWords: string }>> = {
  newTicket: { name: 'new ticket logged - all', seen: 3, inWords: 'New Ticket Logged' },
  statusChanged: { name: 'ticket status changed - all', seen: 76, inWords: 'Ticket Status Changed' },
};

/**
 * Finds an event in the tenant's catalogue. Only the "- All" row counts: the row for assigned
 * recipients shares its other values and never fires (fact `events-by-name`).
 */
export function findEvent(event: EventKey, catalogue: readonly CatalogueRow[]): EventNumber {
  const row = catalogue.find(({ name }) => normalised(name ?? '') === EVENTS[event].name);
  return row ? { number: row.id, assumed: false } : { number: EVENTS[event].seen, assumed: true };
}

/** Whether a list names both events. */
export function namesEvents(rows: readonly CatalogueRow[]): boolean {
  return (['newTicket', 'statusChanged'] as const).every((event) => !findEvent(event, rows).assumed);
}

/** The event's name as the guide has it. */
export function eventInWords(event: EventKey): string {
  return EVENTS[event].inWords;
}

/** `$#request Status Changed  - All` is `ticket status changed - all`. */
function normalised(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('$#request', 'ticket')
    .replaceAll('$#technician', 'agent')
    .replace(/\s+/g, ' ')
    .trim();
}
