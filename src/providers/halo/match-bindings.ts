import { MAX_BINDINGS } from './event-bindings.ts';
import type { EventRow } from './schemas.ts';
import { type Combination, fits, hasForeignFilter, hasSameFilter } from './ticket-filter.ts';

/**
 * Matches the rows of one event to its bindings. Rows with wanted conditions keep their place. Other rows, in the order
 * of their IDs, fill the free places and are changed there. The rest follows the wanted bindings. If filters are not
 * managed, each row stays as it is, and rows with the same filter share a place. Pure.
 *
 * @param wanted the filter of each binding; undefined if filters are not managed
 * @param isChosen whether a person has named the row; it then comes first
 * @returns the candidate rows for each binding, by its index; several only if a person has to choose ours
 */
export function matchBindings(
  rows: readonly EventRow[],
  wanted: readonly Combination[] | undefined,
  isChosen: (row: EventRow) => boolean,
): EventRow[][] {
  const byId = rows.toSorted((one, other) => Number(one.id) - Number(other.id));
  const chosenFirst = byId.toSorted((one, other) => Number(isChosen(other)) - Number(isChosen(one)));
  const places = wanted ? inPlaces(chosenFirst, wanted) : groupByFilter(byId);
  const last = places.slice(MAX_BINDINGS - 1).flat();
  return last.length > 0 ? [...places.slice(0, MAX_BINDINGS - 1), last] : places;
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
 * The rows that may take a place. Rows with conditions of others let fewer tickets through than wanted, so they count
 * only if there are no other rows and enough of them for every place.
 */
function usableFor(wanted: readonly Combination[], rows: readonly EventRow[]): readonly EventRow[] {
  const unfiltered = rows.filter((row) => !hasForeignFilter(row));
  return unfiltered.length > 0 || rows.length < wanted.length ? unfiltered : rows;
}

/** Groups rows that let the same tickets through. Pure. */
export function groupByFilter(rows: readonly EventRow[]): EventRow[][] {
  const groups: EventRow[][] = [];
  for (const row of rows) {
    const group = groups.find(([first]) => first && hasSameFilter(first, row));
    if (group) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
