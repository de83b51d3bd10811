/** The entries of a list that are on the screen, from `first` up to but not including `end`. */
export interface ListPage {
  readonly first: number;
  readonly end: number;
}

/**
 * Returns as many entries as fit, always including the highlighted one, in the middle if possible.
 *
 * @param heights how many lines each entry takes
 * @param active index of the highlighted entry
 * @param rows how many lines are available
 */
export function pageOf(heights: readonly number[], active: number, rows: number): ListPage {
  const heightOf = (index: number) => heights[index] ?? 0;
  let first = Math.max(0, Math.min(active, heights.length - 1));
  let end = Math.min(heights.length, first + 1);
  let left = rows - heightOf(first);
  let leftAbove = Math.floor(rows / 2);
  const isRoomFor = (index: number) => index >= 0 && index < heights.length && heightOf(index) <= left;
  const addAbove = () => {
    first -= 1;
    left -= heightOf(first);
    leftAbove -= heightOf(first);
  };
  while (isRoomFor(first - 1) && heightOf(first - 1) <= leftAbove) addAbove();
  while (isRoomFor(end)) {
    left -= heightOf(end);
    end += 1;
  }
  while (isRoomFor(first - 1)) addAbove();
  return { first, end };
}
