/** A row of `GET /Lookup` with `lookupid` 64; its id is the event's number. */
export interface CatalogueRow {
  readonly id: number;
  readonly lookupid?: number | undefined;
  readonly name?: string | undefined;
}

/** An event's number, and whether it had to be assumed because the tenant's catalogue does not name the event. */
export interface EventNumber {
  readonly number: number;
  readonly assumed: boolean;
}

/** The catalogue's lookupid. */
export const EVENT_CATALOGUE = 64;

/**
 * The events that start the runbook, as ilert's guide names them: a further one is an entry here. Catalogue names are
 * after `normalised`; the numbers are those of the tenants seen (fact `event-numbers`), used only where no name fits;
 * `isFiltered`: whether it is for the tickets that may open an alert alone. "Closed"
 * is for all tickets, so that one whose priority or team has changed resolves its alert all the same (fact `event-closed`).
 */
export const EVENTS = [
  {
    key: 'new-ticket-event',
    title: 'New Ticket Logged',
    catalogueName: 'new ticket logged - all',
    seen: 3,
    isFiltered: true,
  },
  {
    key: 'status-changed-event',
    title: 'Ticket Status Changed',
    catalogueName: 'ticket status changed - all',
    seen: 76,
    isFiltered: true,
  },
  {
    key: 'closed-event',
    title: 'Closed',
    catalogueName: 'closed - all',
    seen: 39,
    isFiltered: false,
  },
] as const;

export type RunbookEvent = (typeof EVENTS)[number];

export type EventKey = RunbookEvent['key'];

/**
 * Finds an event in the tenant's catalogue. Only the "- All" row counts: the row for assigned
 * recipients shares its other values and never fires (fact `events-by-name`).
 */
export function findEvent({ catalogueName, seen }: RunbookEvent, catalogue: readonly CatalogueRow[]): EventNumber {
  const row = catalogue.find(({ name }) => normalised(name ?? '') === catalogueName);
  return row ? { number: row.id, assumed: false } : { number: seen, assumed: true };
}

/** Whether a list names all events. */
export function namesEvents(rows: readonly CatalogueRow[]): boolean {
  return EVENTS.every((event) => !findEvent(event, rows).assumed);
}

/** Something for each event, by its key. */
export function forEachEvent<T>(read: (event: RunbookEvent) => T): Readonly<Record<EventKey, T>> {
  return Object.fromEntries(EVENTS.map((event) => [event.key, read(event)])) as Record<EventKey, T>;
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
