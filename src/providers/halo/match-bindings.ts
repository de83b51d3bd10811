import { MOST_BINDINGS } from './event-bindings.ts';
import type { EventRow } from './schemas.ts';
import { type Combination, fits, hasSameFilter, isFilteredByOthers } from './ticket-filter.ts';

/**
 * Matches the rows of one event to its bindings. Rows whose conditions are wanted stay what they are; the others take
 * what is free, in the order of their ids, to be changed in place; and what is left over comes after those that are wanted.
 * Where filters are not managed each row stays as it is, and rows with the same filter share a place. Pure.
 *
 * @param wanted the filter of each binding; undefined where filters are not managed
 * @param isChosen whether a person has named the row: then it comes first
 * @returns the rows that could be each binding, by its index; several only where a person has to say which one is ours
 */
export function matchBindings(
  rows: readonly EventRow[],
  wanted: readonly Combination[] | undefined,
  isChosen: (row: EventRow) => boolean,
): EventRow[][] {
  const byId = rows.toSorted((one, other) => Number(one.id) - Number(other.id));
  const places = wanted ? inPlaces(byId.toSorted(before), wanted) : twinsIn(byId);
  const last = places.slice(MOST_BINDINGS - 1).flat();
  return last.length > 0 ? [...places.slice(0, MOST_BINDINGS - 1), last] : places;

  /** Those of others' conditions come last: they let fewer tickets through than are wanted. */
  function before(one: EventRow, other: EventRow): number {
    const rank = (row: EventRow) => (isChosen(row) ? 0 : isFilteredByOthers(row) ? 2 : 1);
    return rank(one) - rank(other);
  }
}

function inPlaces(rows: readonly EventRow[], wanted: readonly Combination[]): EventRow[][] {
  const left = new Set(rows);
  const take = (isRight: (row: EventRow) => boolean) => {
    const row = [...left].find(isRight);
    if (row) left.delete(row);
    return row;
  };
  const fitting = wanted.map((combination) => take((row) => fits(row, combination)));
  const filled = fitting.map((row) => row ?? take(() => true));
  return [...filled.map((row) => (row ? [row] : [])), ...[...left].map((row) => [row])];
}

function twinsIn(rows: readonly EventRow[]): EventRow[][] {
  const groups: EventRow[][] = [];
  for (const row of rows) {
    const group = groups.find(([first]) => first && hasSameFilter(first, row));
    if (group) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
