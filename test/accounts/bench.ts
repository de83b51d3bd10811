import { parseArgs } from 'node:util';
import { openPlace, wrongIn } from './journey.ts';

/** How much of the bench one process does: the accounts that it generates. */
export interface Share {
  readonly seeds: readonly number[];
}

/** How it went in one account; without a word where everything held. */
export interface Result {
  readonly seed: number;
  readonly wrong: readonly string[];
}

/** Runs every command in each account of a share, and tells how it went as soon as it is over. */
export async function bench({ seeds }: Share, tell: (result: Result) => void): Promise<void> {
  const place = await openPlace();
  for (const seed of seeds) tell({ seed, wrong: await wrongIn(place, seed) });
  await place.close();
}

/** The share that the command line of a process asks for. */
export function shareOf(argv: readonly string[]): Share {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      count: { type: 'string', default: '2000' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
      process: { type: 'string', default: '0' },
      processes: { type: 'string', default: '1' },
    },
  });
  const count = values.seed === undefined ? Number(values.count) : 1;
  const first = Number(values.seed ?? values.first);
  const all = Array.from({ length: count }, (_, index) => first + index);
  return { seeds: all.filter((_, index) => index % Number(values.processes) === Number(values.process)) };
}
