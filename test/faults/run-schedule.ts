import { disturbed, finished, pendingIn } from './cases.ts';
import { inWords } from './faults.ts';
import type { Lane } from './matrix.ts';
import { missingIn, wrongInRows } from './oracle.ts';
import { storedIn } from './rows.ts';
import type { Schedule } from './schedule.ts';

/** Runs a schedule, then apply and destroy without faults. @returns what does not hold, with the act that caused it */
export async function wrongInSchedule({ world, by }: Lane, schedule: Schedule): Promise<string[]> {
  world.become(schedule.state, schedule.remembering);
  const start = storedIn(world.sandbox);
  const wrong: string[] = [];
  for (const [index, { command, drift, misfortunes }] of schedule.acts.entries()) {
    if (drift && missingIn(storedIn(world.sandbox)).length === 0) world.drift();
    const { wrong: found } = await disturbed(world, command, misfortunes, by);
    const where = `act ${index + 1}, ${command}, ${misfortunes.map(inWords).join(', ')}`;
    wrong.push(...found.map((each) => `${where}: ${each}`));
  }
  wrong.push(...(await finished(world, 'apply', false)), ...(await pendingIn(world)));
  wrong.push(...(await finished(world, 'destroy', false)));
  return [...wrong, ...wrongInRows(start, storedIn(world.sandbox)).map((each) => `in the end: ${each}`)];
}
