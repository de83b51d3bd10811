import { parseArgs } from 'node:util';
import { openPlace, wrongIn } from './journey.ts';

/** The part of the bench that one process runs: the accounts that it generates. */
export interface Share {
  readonly seeds: readonly number[];
}

/** The result for one account; without a message if everything held. */
export interface Result {
  readonly seed: number;
  readonly wrong: readonly string[];
}

/** Runs every command in each account of a share, and reports each result immediately. */
export async function bench({ seeds }: Share, tell: (result: Result) => void): Promise<void> {
  const place = await openPlace();
  for (const seed of seeds) tell({ seed, wrong: await wrongIn(place, seed) });
  await place.close();
}

/** Returns the share that a process's command line asks for. */
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
