import { openPlace, wrongIn } from './journey.ts';

/** How much of the bench one process does. */
export interface Share {
  readonly seeds: readonly number[];
}

/** An account in which something did not hold. */
export interface Broken {
  readonly seed: number;
  readonly wrong: readonly string[];
}

/** Makes the journey in each account of a share, and tells how it went as soon as it is over. */
export async function bench({ seeds }: Share, tell: (result: Broken) => void): Promise<void> {
  const place = await openPlace();
  for (const seed of seeds) tell({ seed, wrong: await wrongIn(place, seed) });
  await place.close();
}
