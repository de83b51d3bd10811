import type { Live } from '../resources/resource.ts';
import { filterOf } from '../resources/ticket-filter.ts';

/** Filters of the alert source, as ilert's API document names them. */
const OF_THE_SOURCE = ['eventFilter', 'eventTypeFilterCreate', 'eventTypeFilterAccept', 'eventTypeFilterResolve'];

/** `type` of a condition, in words (facts: "A filter on the binding"). */
const COMPARISONS: Readonly<Record<number, string>> = { 0: '=', 1: '≠', 5: '>', 6: '≥', 7: '<', 8: '≤' };

/** Filters that an admin has put on the events, in words; they decide which tickets become alerts. Pure. */
export function eventFiltersOf(live: Live): string[] {
  return (['new-ticket-binding', 'status-changed-binding'] as const).flatMap((key) => {
    const row = live[key];
    const conditions = row && filterOf(row).conditions;
    if (!Array.isArray(conditions)) return [];
    return conditions.map((condition) => {
      const { fieldname, type, value_display, value_string, value_int } = condition as Record<string, unknown>;
      const compared = COMPARISONS[Number(type ?? 0)] ?? '?';
      return `event "${row?.name ?? key}": ${fieldname} ${compared} ${value_display ?? value_string ?? value_int}`;
    });
  });
}

/** Filters of the alert source in ilert, in words. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: Live): string[] {
  return OF_THE_SOURCE.flatMap((name) => (source?.[name] ? [`alert source: ${name} ${source[name]}`] : []));
}
