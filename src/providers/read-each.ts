/** The number of rows that are read at the same time. */
const PARALLEL_READS = 8;

/**
 * Reads rows one by one, since no list shows enough of them, several at a time.
 *
 * @param listen called with the number of rows read so far, and the total
 * @returns the results in the order of the items
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
