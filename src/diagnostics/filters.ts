import { bindingsIn } from '../providers/halo/event-bindings.ts';
import { combinationsInWords, filterInWords } from '../providers/halo/filter-in-words.ts';
import type { EventRow } from '../providers/halo/schemas.ts';
import { conditionsIn, hasForeignFilter } from '../providers/halo/ticket-filter.ts';
import { SOURCE_FILTERS } from '../providers/ilert/alert-source-labels.ts';
import type { IntegrationState } from '../providers/integration.ts';
import type { Names } from '../providers/names.ts';

/**
 * Describes the filters of the runbook's events, ours and others', one line per binding. They decide which tickets
 * become alerts. Pure.
 */
export function eventFiltersOf(live: IntegrationState): string[] {
  return bindingsIn(live).flatMap(({ row, event }) => {
    const filter = filterOfEvent(row);
    return filter === undefined ? [] : [`event "${row.name ?? event.title}": ${filter}`];
  });
}

/**
 * Describes which tickets may open an alert: the combined filters of all events for new tickets, such as `priority is
 * Critical or High`. Undefined if one of them has no filter. Pure. @param names names of values, if known
 */
export function ticketFilterOf(live: IntegrationState, names: Names = {}): string | undefined {
  const events = bindingsIn(live).flatMap(({ event, row }) => (event.key === 'new-ticket-event' ? [row] : []));
  const filters = events.map((row) => filterOfEvent(row, names));
  if (filters.length === 0 || filters.includes(undefined)) return undefined;
  return (
    combinationsInWords(
      events.map((row) => conditionsIn(row)),
      names,
    ) ?? filters.join(', or ')
  );
}

/** Describes the filter of an event. Undefined if it lets all tickets through. */
export function filterOfEvent(row: EventRow, names: Names = {}): string | undefined {
  const otherKind = hasForeignFilter(row) ? `a filter of another kind (filter_type ${row.filter_type})` : undefined;
  return filterInWords(conditionsIn(row), names) ?? otherKind;
}

/** Describes the filters of the alert source in ilert. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: IntegrationState): string[] {
  return SOURCE_FILTERS.flatMap(([field, label]) => (source?.[field] ? [`${label}: ${source[field]}`] : []));
}
