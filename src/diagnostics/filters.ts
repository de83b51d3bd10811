import type { FieldChange } from '../engine/resource.ts';
import { objectsIn, type Value } from '../engine/values.ts';
import { bindingsIn } from '../providers/halo/event-bindings.ts';
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

/** Filters of the runbook's events, in words, a line for each event; they decide which tickets become alerts. Pure. */
export function eventFiltersOf(live: IntegrationState): string[] {
  return bindingsIn(live).flatMap(({ row, event }) => {
    const filter = filterInWords(conditionsIn(row));
    return filter === undefined ? [] : [`event "${row.name ?? event.title}": ${filter}`];
  });
}

/** Filters of the alert source in ilert, in words. Pure. */
export function sourceFiltersOf({ 'alert-source': source }: IntegrationState): string[] {
  return SOURCE_FILTERS.flatMap((name) => (source?.[name] ? [`alert source: ${name} ${source[name]}`] : []));
}

/** The fields in which Halo stores the filter of an event (fact `binding-filter`). */
const FILTER_FIELDS = ['filter_type', 'condition_count', 'conditions'];

/** Differences as people read them: those of an event's filter are one, in words. Pure. */
export function withFilterInWords(fields: readonly FieldChange[]): readonly FieldChange[] {
  const conditions = fields.find(({ field }) => field === 'conditions');
  if (!conditions) return fields;
  const filter = { field: 'filter', before: filterInWords(conditions.before), after: filterInWords(conditions.after) };
  return [...fields.filter(({ field }) => !FILTER_FIELDS.includes(field)), filter];
}

/** Conditions in words; undefined where there are none. */
function filterInWords(conditions: Value): string | undefined {
  const all = objectsIn(conditions).map(conditionInWords);
  return all.length === 0 ? undefined : all.join(' and ');
}
