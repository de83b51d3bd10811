import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedSeeds } from './failed-seeds.ts';
import { closeLanes, type Lane, startLanes } from './matrix.ts';
import { wrongInSchedule } from './run-schedule.ts';
import { scheduleOf } from './schedule.ts';

let lanes: Lane[] = [];
beforeAll(async () => {
  lanes = await startLanes(1);
});
afterAll(() => closeLanes(lanes));

describe('a random schedule', () => {
  it.each(failedSeeds)('keeps every promise where it once did not: seed %i', async (seed) => {
    for (const lane of lanes) expect(await wrongInSchedule(lane, scheduleOf(seed))).toEqual([]);
  });

  it('is the same for the same seed', () => {
    expect(scheduleOf(7)).toEqual(scheduleOf(7));
    expect(scheduleOf(7)).not.toEqual(scheduleOf(8));
  });
});
