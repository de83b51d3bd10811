import type { Live } from '../engine/resource.ts';
import { conditionInWords } from '../providers/halo/ticket-condition.ts';
import { conditionsIn } from '../providers/halo/ticket-filter.ts';

/** Filters of the alert source, as ilert's API document names them. */
const OF_THE_SOURCE = ['eventFilter', 'eventTypeFilterCreate', 'eventTypeFilterAccept', 'eventTypeFilterResolve'];

/** Filters that an admin has put on the events, in words; they decide which tickets become alerts. Pure. */
export function eventFiltersOf(live: Live): string[] {
  return (['new-ticket-binding', 'status-changed-binding'] as const).flatMap((key) => {
    const row = live[key];
    return conditionsIn(row).map((condition) => `event "${row?.name ?? key}": ${conditionInWords(condition)}`);
  });
}

/** Filters of the alert source in ilert, in words. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: Live): string[] {
  return OF_THE_SOURCE.flatMap((name) => (source?.[name] ? [`alert source: ${name} ${source[name]}`] : []));
}
