import type { Story } from './cases.ts';
import { chancesOf } from './chance.ts';
import { type Misfortune, moreFaults, quickFaults } from './faults.ts';
import type { State } from './world.ts';

/** One run of a schedule, and what happens to it. */
export interface Act {
  readonly command: Story['command'];
  /** Whether somebody changes our rows by hand before it, if they are complete. */
  readonly drift: boolean;
  readonly misfortunes: readonly Misfortune[];
}

/** Several runs in sequence, each disturbed. */
export interface Schedule {
  readonly seed: number;
  readonly state: State;
  /** Whether the first run has a profile that remembers our rows. */
  readonly remembering: boolean;
  readonly acts: readonly Act[];
}

const FAULTS = [...quickFaults, ...moreFaults];
const MOST_ACTS = 4;
const MOST_MISFORTUNES = 3;
/** A run has about 20 requests, and more if it is disturbed. */
const LAST_REQUEST = 28;

/** Returns the schedule for a seed. Pure. */
export function scheduleOf(seed: number): Schedule {
  const chance = chancesOf(seed);
  const below = (count: number) => Math.floor(chance() * count);
  const one = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const misfortune = (): Misfortune => ({
    at: below(LAST_REQUEST),
    fault: one(FAULTS),
    forGood: chance() < 0.3,
    chance: chance(),
  });
  const act = (): Act => ({
    command: one(['apply', 'apply', 'destroy'] as const),
    drift: chance() < 0.3,
    misfortunes: Array.from({ length: 1 + below(MOST_MISFORTUNES) }, misfortune),
  });
  return {
    seed,
    state: one(['fresh', 'applied', 'drifted'] as const),
    remembering: chance() < 0.5,
    acts: Array.from({ length: 1 + below(MOST_ACTS) }, act),
  };
}
