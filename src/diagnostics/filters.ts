import type { Live } from '../engine/resource.ts';
import { conditionInWords } from '../providers/halo/ticket-condition.ts';
import { conditionsIn } from '../providers/halo/ticket-filter.ts';

/** Filters of an alert source, by their names in ilert's API. */
const SOURCE_FILTERS = ['eventFilter', 'eventTypeFilterCreate', 'eventTypeFilterAccept', 'eventTypeFilterResolve'];

/** Filters of the runbook's events, in words; they decide which tickets become alerts. Pure. */
export function eventFiltersOf(live: Live): string[] {
  return (['new-ticket-binding', 'status-changed-binding'] as const).flatMap((key) => {
    const row = live[key];
    return conditionsIn(row).map((condition) => `event "${row?.name ?? key}": ${conditionInWords(condition)}`);
  });
}

/** Filters of the alert source in ilert, in words. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: Live): string[] {
  return SOURCE_FILTERS.flatMap((name) => (source?.[name] ? [`alert source: ${name} ${source[name]}`] : []));
}
