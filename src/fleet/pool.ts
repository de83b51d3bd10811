/**
 * Works on several items at the same time, each as soon as one before it has ended. Once the signal is aborted, no
 * further item is begun.
 *
 * @param work must not reject
 */
export async function inParallel<T>(
  items: readonly T[],
  parallel: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) {
      if (signal.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}
