import type { Fields, Value } from '../../engine/values.ts';
import { objectsIn } from '../../engine/values.ts';
import type { Desired } from '../integration.ts';
import type { Names } from '../names.ts';
import { COLUMNS, conditionInWords, equalityInWords, isOnColumnOf } from './ticket-condition.ts';
import { hasForeignFilter } from './ticket-filter.ts';

/** The fields of an event's filter (fact `binding-filter`). */
export const FILTER_FIELDS = ['filter_type', 'condition_count', 'conditions'];

/** Describes which tickets an event is for: `all`, `Priority is Critical`. Pure. */
export function ticketsInWords(
  { conditions, filter_type }: Fields,
  { references }: Pick<Desired, 'references'>,
): string {
  const filter = filterInWords(conditions, references.names);
  if (filter !== undefined) return capitalised(filter);
  return hasForeignFilter({ conditions, filter_type }) ? 'filtered in another way' : 'all';
}

/** Capitalises a filter that stands alone: `Priority is Critical`. Pure. */
export function capitalised(filter: string): string {
  return filter.charAt(0).toUpperCase() + filter.slice(1);
}

/** Describes conditions; undefined if there are none. Pure. @param names names of values, if known */
export function filterInWords(conditions: Value, names: Names = {}): string | undefined {
  const all = inOrder(objectsIn(conditions)).map((condition) => conditionInWords(condition, names));
  return all.length === 0 ? undefined : all.join(' and ');
}

/** In the order of the settings. Conditions on other columns come last. */
function inOrder(conditions: readonly Fields[]): Fields[] {
  const columns = Object.values(COLUMNS);
  const placeOf = (condition: Fields) => {
    const place = columns.findIndex((fieldname) => isOnColumnOf(condition, { fieldname }));
    return place < 0 ? columns.length : place;
  };
  return conditions.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/**
 * Describes which tickets several events cover: `priority is Critical or High and team is Service Desk`. Pure.
 *
 * @param filters the conditions of each event
 * @param names names of values, if known
 * @returns undefined unless they are all combinations of some values of each column
 */
export function combinationsInWords(filters: readonly (readonly Fields[])[], names: Names = {}): string | undefined {
  const equalities = filters.map((all) => inOrder(all).flatMap((each) => equalityInWords(each, names) ?? []));
  const values = new Map<string, Set<string>>();
  for (const { column, value } of equalities.flat()) values.set(column, (values.get(column) ?? new Set()).add(value));
  const combinations = [...values.values()].reduce((count, { size }) => count * size, 1);
  const different = new Set(equalities.map((all) => JSON.stringify(all)));
  const isWhole = filters.every(({ length }, index) => length === values.size && equalities[index]?.length === length);
  if (values.size === 0 || different.size !== combinations || !isWhole) return undefined;
  return [...values].map(([column, all]) => `${column} is ${[...all].join(' or ')}`).join(' and ');
}
