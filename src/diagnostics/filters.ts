import { bindingsIn } from '../providers/halo/event-bindings.ts';
import { filterInWords } from '../providers/halo/filter-in-words.ts';
import type { EventRow } from '../providers/halo/schemas.ts';
import { conditionsIn, isFilteredByOthers } from '../providers/halo/ticket-filter.ts';
import type { IntegrationState } from '../providers/integration.ts';

/** Filters of an alert source, by their names in ilert's API. */
const SOURCE_FILTERS = [
  'eventFilter',
  'eventTypeFilterCreate',
  'eventTypeFilterAccept',
  'eventTypeFilterResolve',
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

/** The filter of an event in words; undefined where it lets all tickets through. */
export function filterOfEvent(row: EventRow): string | undefined {
  const otherKind = isFilteredByOthers(row) ? `a filter of another kind (filter_type ${row.filter_type})` : undefined;
  return filterInWords(conditionsIn(row)) ?? otherKind;
}

/** Filters of the alert source in ilert, in words. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: IntegrationState): string[] {
  return SOURCE_FILTERS.flatMap((name) => (source?.[name] ? [`alert source: ${name} ${source[name]}`] : []));
}
