import { EVENTS } from '../providers/halo/event-catalogue.ts';
import { conditionInWords } from '../providers/halo/ticket-condition.ts';
import { conditionsIn } from '../providers/halo/ticket-filter.ts';
import type { IntegrationState } from '../providers/integration.ts';

/** Filters of an alert source, by their names in ilert's API. */
const SOURCE_FILTERS = [
  'eventFilter',
  'eventTypeFilterCreate',
  'eventTypeFilterAccept',
  'eventTypeFilterResolve',
] as const;

/** Filters of the runbook's events, in words; they decide which tickets become alerts. Pure. */
export function eventFiltersOf(live: IntegrationState): string[] {
  return EVENTS.flatMap(({ key }) => {
    const row = live[key];
    return conditionsIn(row).map((condition) => `event "${row?.name ?? key}": ${conditionInWords(condition)}`);
  });
}

/** Filters of the alert source in ilert, in words. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: IntegrationState): string[] {
  return SOURCE_FILTERS.flatMap((name) => (source?.[name] ? [`alert source: ${name} ${source[name]}`] : []));
}
