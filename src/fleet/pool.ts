/**
 * Works on several things at once, each as soon as one before it has ended. What is not begun when the signal is
 * given is not begun at all.
 *
 * @param work must not reject: what fails is its own affair
 */
export async function inParallel<T>(
  things: readonly T[],
  most: number,
  signal: AbortSignal,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const left = [...things];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined && !signal.aborted; next = left.shift()) {
      await work(next);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, lane));
}
