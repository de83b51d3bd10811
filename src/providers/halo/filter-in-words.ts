import type { Fields, Value } from '../../engine/values.ts';
import { objectsIn } from '../../engine/values.ts';
import type { Desired } from '../integration.ts';
import type { Names } from '../names.ts';
import { conditionInWords } from './ticket-condition.ts';
import { isFilteredByOthers } from './ticket-filter.ts';

/** The fields in which Halo stores the filter of an event (fact `binding-filter`). */
export const FILTER_FIELDS = ['filter_type', 'condition_count', 'conditions'];

/** Which tickets an event is for: `all`, `Priority is Critical`. Pure. */
export function ticketsInWords(
  { conditions, filter_type }: Fields,
  { references }: Pick<Desired, 'references'>,
): string {
  const filter = filterInWords(conditions, references.names);
  if (filter !== undefined) return filter.charAt(0).toUpperCase() + filter.slice(1);
  return isFilteredByOthers({ conditions, filter_type }) ? 'filtered in another way' : 'all';
}

/** Conditions in words; undefined where there are none. Pure. @param names what the values are called, as far as it is known */
export function filterInWords(conditions: Value, names: Names = {}): string | undefined {
  const all = objectsIn(conditions).map((condition) => conditionInWords(condition, names));
  return all.length === 0 ? undefined : all.join(' and ');
}
