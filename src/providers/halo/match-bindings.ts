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
  const chosenFirst = byId.toSorted((one, other) => Number(isChosen(other)) - Number(isChosen(one)));
  const places = wanted ? inPlaces(chosenFirst, wanted) : twinsIn(byId);
  const last = places.slice(MOST_BINDINGS - 1).flat();
  return last.length > 0 ? [...places.slice(0, MOST_BINDINGS - 1), last] : places;
}

function inPlaces(rows: readonly EventRow[], wanted: readonly Combination[]): EventRow[][] {
  const free = new Set(usableFor(wanted, rows));
  const take = (isRight: (row: EventRow) => boolean) => {
    const row = [...free].find(isRight);
    if (row) free.delete(row);
    return row;
  };
  const fitting = wanted.map((combination) => take((row) => fits(row, combination)));
  const filled = fitting.map((row) => row ?? take(() => true));
  const left = rows.filter((row) => !filled.includes(row));
  return [...filled.map((row) => (row ? [row] : [])), ...left.map((row) => [row])];
}

/**
 * The rows that may take a place. Those with others' conditions let fewer tickets through than are wanted: they do only
 * where they are all there is, and enough for every place.
 */
function usableFor(wanted: readonly Combination[], rows: readonly EventRow[]): readonly EventRow[] {
  const unfiltered = rows.filter((row) => !isFilteredByOthers(row));
  return unfiltered.length > 0 || rows.length < wanted.length ? unfiltered : rows;
}

/** Rows that let the same tickets through, together. Pure. */
export function twinsIn(rows: readonly EventRow[]): EventRow[][] {
  const groups: EventRow[][] = [];
  for (const row of rows) {
    const group = groups.find(([first]) => first && hasSameFilter(first, row));
    if (group) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
