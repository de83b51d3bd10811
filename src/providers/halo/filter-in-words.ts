import type { FieldChange } from '../../engine/resource.ts';
import { objectsIn, type Value } from '../../engine/values.ts';
import { conditionInWords } from './ticket-condition.ts';

/** The fields in which Halo stores the filter of an event (fact `binding-filter`). */
const FILTER_FIELDS = ['filter_type', 'condition_count', 'conditions'];

/** Differences as people read them: those of an event's filter are one, in words. Pure. */
export function withFilterInWords(fields: readonly FieldChange[]): readonly FieldChange[] {
  const conditions = fields.find(({ field }) => field === 'conditions');
  if (!conditions) return fields;
  const filter = { field: 'filter', before: filterInWords(conditions.before), after: filterInWords(conditions.after) };
  return [...fields.filter(({ field }) => !FILTER_FIELDS.includes(field)), filter];
}

/** Conditions in words; undefined where there are none. Pure. */
export function filterInWords(conditions: Value): string | undefined {
  const all = objectsIn(conditions).map(conditionInWords);
  return all.length === 0 ? undefined : all.join(' and ');
}
