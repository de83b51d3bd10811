import { parseArgs } from 'node:util';
import { stories } from './cases.ts';
import { type Fault, moreFaults, moreNetworkFaults, networkFaults, quickFaults, slowFaults } from './faults.ts';
import { type Broken, closeLanes, disturbAll, inLanes, type Lane, startLanes } from './matrix.ts';
import { networkDisturber } from './network.ts';
import { wrongInSchedule } from './run-schedule.ts';
import { scheduleOf } from './schedule.ts';

/** The part of the bench that one process runs. */
export interface Share {
  /** The number of random schedules, from the first seed on. */
  readonly count: number;
  readonly first: number;
  readonly withMatrix: boolean;
  /** Whether to omit faults that closely resemble another. */
  readonly isShort: boolean;
  /** The index of this process, from 0, and the number of processes. */
  readonly process: number;
  readonly processes: number;
}

/** A result, as a process reports it to its parent. */
export interface Result {
  readonly kind: string;
  readonly story?: string;
  readonly cases: number;
  readonly broken: readonly Broken[];
  readonly seed?: number;
}

const LANES = 4;
/** Waiting costs nothing. */
const WAITING_LANES = 20;
const IMPATIENT = ['--timeout', '1'];

/** Runs a share, and reports each result immediately. */
export async function bench(share: Share, tell: (result: Result) => void): Promise<void> {
  const isMine = (index: number) => index % share.processes === share.process;
  const matrix = share.withMatrix ? benchMatrix(isMine, share.isShort, tell) : undefined;
  const seeds = Array.from({ length: share.count }, (_, index) => share.first + index);
  const lanes = await startLanes(LANES);
  await inLanes(
    lanes,
    seeds.filter((_, index) => isMine(index)),
    async (lane, seed) => {
      const wrong = await wrongInSchedule(lane, scheduleOf(seed));
      const broken = wrong.length > 0 ? [{ where: `--seed ${seed}`, wrong }] : [];
      tell({ kind: 'random schedules', cases: 1, broken, seed });
    },
  );
  await closeLanes(lanes);
  await matrix;
}

async function benchMatrix(
  isMine: (index: number) => boolean,
  isShort: boolean,
  tell: (result: Result) => void,
): Promise<void> {
  const more = (faults: readonly Fault[]) => (isShort ? [] : faults);
  const cells = (faults: readonly Fault[]) =>
    stories.flatMap((story) => faults.map((fault) => ({ story, fault }))).filter((_, index) => isMine(index));
  const through = async (lanes: readonly Lane[], faults: readonly Fault[]) => {
    for (const { story, fault } of cells(faults)) {
      tell({ kind: fault.name, story: story.name, ...(await disturbAll(lanes, story, fault)) });
    }
  };
  // While many wait for a timeout, the others work.
  const slow = startLanes(WAITING_LANES, IMPATIENT).then(async (lanes) => {
    await through(lanes, slowFaults);
    await closeLanes(lanes);
  });
  const quick = await startLanes(LANES);
  await through(quick, [...quickFaults, ...more(moreFaults)]);
  const [first] = quick;
  if (first) {
    const by = await networkDisturber(first.world.sandbox);
    await through([{ world: first.world, by }], [...networkFaults, ...more(moreNetworkFaults)]);
    await by.close();
  }
  await closeLanes(quick);
  await slow;
}

/** Parses the command line of a process. */
export function shareOf(argv: readonly string[]): Share {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      count: { type: 'string', default: '3000' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
      process: { type: 'string', default: '0' },
      processes: { type: 'string', default: '1' },
      'no-matrix': { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const one = values.seed !== undefined;
  return {
    count: one ? 1 : Number(values.count),
    first: Number(values.seed ?? values.first),
    withMatrix: !one && !values['no-matrix'],
    isShort: values.short,
    process: Number(values.process),
    processes: Number(values.processes),
  };
}
