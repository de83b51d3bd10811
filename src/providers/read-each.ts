/** So many rows are read at the same time. */
const PARALLEL_READS = 8;

/**
 * Reads what no list shows, one row after another, several at the same time.
 *
 * @param listen is told how many have been read, and how many there are
 * @returns what was read, in the order of the items
 */
export async function readEach<Item, T>(
  items: readonly Item[],
  read: (item: Item) => Promise<T>,
  listen: (read: number, total: number) => void = () => undefined,
): Promise<T[]> {
  const left = items.entries();
  const found: T[] = [];
  let count = 0;
  const reader = async () => {
    for (const [index, item] of left) {
      found[index] = await read(item);
      listen(++count, items.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
  return found;
}
