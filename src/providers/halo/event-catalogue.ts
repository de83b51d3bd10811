/** A row of `GET /Lookup` with `lookupid` 64. Its ID is the event's number. */
export interface CatalogueRow {
  readonly id: number;
  readonly lookupid?: number | undefined;
  readonly name?: string | undefined;
}

/** An event's number. It is assumed if the tenant's catalogue does not name the event. */
export interface EventNumber {
  readonly number: number;
  readonly assumed: boolean;
}

/** The `lookupid` of the event catalogue. */
export const EVENT_CATALOGUE = 64;

/**
 * The events that start the runbook, named as in ilert's guide. To add one, add an entry. Catalogue names are
 * `normalised`. The numbers come from tenants seen so far (fact `event-numbers`) and are used only if no name matches.
 * `isFiltered`: whether the event is only for tickets that may open an alert. "Closed" is for all tickets, so that one
 * whose priority or team has changed still resolves its alert (fact `event-closed`).
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
 * Finds an event in the tenant's catalogue. Only the "- All" row counts: the row for assigned recipients shares its
 * other values and never fires (fact `events-by-name`).
 */
export function findEvent({ catalogueName, seen }: RunbookEvent, catalogue: readonly CatalogueRow[]): EventNumber {
  const row = catalogue.find(({ name }) => normalised(name ?? '') === catalogueName);
  return row ? { number: row.id, assumed: false } : { number: seen, assumed: true };
}

/** Whether a list names all events. */
export function namesEvents(rows: readonly CatalogueRow[]): boolean {
  return EVENTS.every((event) => !findEvent(event, rows).assumed);
}

/** Builds an object with a value for each event, by its key. */
export function forEachEvent<T>(read: (event: RunbookEvent) => T): Readonly<Record<EventKey, T>> {
  return Object.fromEntries(EVENTS.map((event) => [event.key, read(event)])) as Record<EventKey, T>;
}

/** Turns `$#request Status Changed  - All` into `ticket status changed - all`. */
function normalised(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('$#request', 'ticket')
    .replaceAll('$#technician', 'agent')
    .replace(/\s+/g, ' ')
    .trim();
}
