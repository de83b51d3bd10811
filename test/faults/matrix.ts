import { requestsOf, type Story, wrongIn } from './cases.ts';
import { type Fault, inWords, type Misfortune } from './faults.ts';
import { answerDisturber, type Disturber } from './inject.ts';
import { startWorld, type World } from './world.ts';

/** A world to disturb, by one case at a time. */
export interface Lane {
  readonly world: World;
  readonly by: Disturber;
}

/** Starts lanes, one for each case at a time. @param flags of the runs that are disturbed */
export function startLanes(count: number, flags: readonly string[] = []): Promise<Lane[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const world = await startWorld();
      return { world, by: answerDisturber(world.sandbox, flags) };
    }),
  );
}

export async function closeLanes(lanes: readonly Lane[]): Promise<void> {
  await Promise.all(lanes.map(({ world }) => world.close()));
}

/** A case that failed. */
export interface Broken {
  readonly where: string;
  readonly wrong: readonly string[];
}

/** The results of all cases of a fault in a story. */
export interface Tally {
  readonly cases: number;
  readonly broken: readonly Broken[];
}

/** Applies a fault to every request of a story: once, and to all later ones as well. */
export async function disturbAll(lanes: readonly Lane[], story: Story, fault: Fault): Promise<Tally> {
  const [first] = lanes;
  if (!first) throw new TypeError('there is no lane');
  const requests = await requestsOf(first.world, story, first.by);
  const misfortunes = [false, true].flatMap((forGood) =>
    requests.map((_, at): Misfortune => ({ at, fault, forGood, chance: ((at + 1) * 0.618) % 1 })),
  );
  const broken: Broken[] = [];
  await inLanes(lanes, misfortunes, async ({ world, by }, misfortune) => {
    const wrong = await wrongIn(world, story, misfortune, by);
    const { method, path } = requests[misfortune.at] ?? { method: '', path: '' };
    if (wrong.length > 0) broken.push({ where: `${story.name}, ${inWords(misfortune)}, ${method} ${path}`, wrong });
  });
  return { cases: misfortunes.length, broken };
}

/** Works through a list, one item at a time in each lane. */
export async function inLanes<T>(
  lanes: readonly Lane[],
  list: readonly T[],
  work: (lane: Lane, each: T) => Promise<void>,
): Promise<void> {
  const left = list.values();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const each of left) await work(lane, each);
    }),
  );
}
