import { bindingsIn } from '../providers/halo/event-bindings.ts';
import { filterInWords } from '../providers/halo/filter-in-words.ts';
import type { EventRow } from '../providers/halo/schemas.ts';
import { conditionInWords } from '../providers/halo/ticket-condition.ts';
import { conditionsIn, isFilteredByOthers } from '../providers/halo/ticket-filter.ts';
import type { IntegrationState } from '../providers/integration.ts';

/** Filters of an alert source, by their names in ilert's API, in words. */
const SOURCE_FILTERS = [
  ['eventFilter', 'event filter'],
  ['eventTypeFilterCreate', 'creates alerts for'],
  ['eventTypeFilterAccept', 'accepts alerts for'],
  ['eventTypeFilterResolve', 'resolves alerts for'],
] as const;

/**
 * Filters of the runbook's events, ours and others', in words, a line for each binding; they decide which tickets become
 * alerts. Pure.
 */
export function eventFiltersOf(live: IntegrationState): string[] {
  return bindingsIn(live).flatMap(({ row, event }) => {
    const filter = filterOfEvent(row);
    return filter === undefined ? [] : [`event "${row.name ?? event.title}": ${filter}`];
  });
}

/**
 * Which tickets may open an alert: the filters of all events for new tickets together, such as `priority is Critical or
 * High`; undefined where one has none. Pure.
 */
export function ticketFilterOf(live: IntegrationState): string | undefined {
  const events = bindingsIn(live).filter(({ event }) => event.key === 'new-ticket-event');
  const filters = events.map(({ row }) => filterOfEvent(row));
  if (filters.length === 0 || filters.includes(undefined)) return undefined;
  return (
    combined(events.map(({ row }) => conditionsIn(row).map((each) => conditionInWords(each)))) ?? filters.join(', or ')
  );
}

const EQUALITY = /^(.+?) is (?!not )(.+)$/;

/**
 * One sentence for conditions of several events, where they are all combinations of some values of each column.
 *
 * @returns undefined where they are something else
 */
function combined(events: readonly (readonly string[])[]): string | undefined {
  const values = new Map<string, Set<string>>();
  for (const condition of events.flat()) {
    const [, column, value] = EQUALITY.exec(condition) ?? [];
    if (column === undefined || value === undefined) return undefined;
    values.set(column, (values.get(column) ?? new Set()).add(value));
  }
  const combinations = [...values.values()].reduce((count, { size }) => count * size, 1);
  const areDistinct = new Set(events.map((conditions) => conditions.join())).size === combinations;
  if (values.size === 0 || !areDistinct || events.some(({ length }) => length !== values.size)) return undefined;
  return [...values].map(([column, all]) => `${column} is ${[...all].join(' or ')}`).join(' and ');
}

/** The filter of an event in words; undefined where it lets all tickets through. */
export function filterOfEvent(row: EventRow): string | undefined {
  const otherKind = isFilteredByOthers(row) ? `a filter of another kind (filter_type ${row.filter_type})` : undefined;
  return filterInWords(conditionsIn(row)) ?? otherKind;
}

/** Filters of the alert source in ilert, in words. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: IntegrationState): string[] {
  return SOURCE_FILTERS.flatMap(([name, words]) => (source?.[name] ? [`${words} ${source[name]}`] : []));
}
