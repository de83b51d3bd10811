// Disturbs whole runs of the program at every request, in every way, and then by thousands of random schedules, and
// counts the failed guarantees. `--count N` and `--first SEED` choose the schedules, `--seed N` runs a single one;
// `--json` prints each result as it arrives, for the test that reads them.
import { inProcesses, progress } from './processes.mjs';

/** @typedef {import('../../test/faults/bench.ts').Result} Result */

const argv = process.argv.slice(2);
if (argv.includes('--json'))
  await inProcesses('faults', argv, (/** @type {Result} */ result) => console.log(JSON.stringify(result)));
else print(await results());

/** Collects all results, summed up by kind of fault. */
async function results() {
  const show = progress('cases');
  /** @type {Map<string, { cases: number, broken: Result['broken'] }>} */
  const kinds = new Map();
  let done = 0;
  await inProcesses('faults', argv, (/** @type {Result} */ result) => {
    const { cases, broken } = kinds.get(result.kind) ?? { cases: 0, broken: [] };
    kinds.set(result.kind, { cases: cases + result.cases, broken: [...broken, ...result.broken] });
    for (const { where, wrong } of result.broken) process.stderr.write(`\n${where}\n  ${wrong.join('\n  ')}\n`);
    done += result.cases;
    show(done);
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  return kinds;
}

/** @param {Awaited<ReturnType<typeof results>>} kinds */
function print(kinds) {
  const width = Math.max(...[...kinds.keys()].map((kind) => kind.length));
  const line = (/** @type {string} */ kind, /** @type {number} */ cases, /** @type {number} */ broken) =>
    console.log(`${kind.padEnd(width)}  ${cases} cases, ${cases - broken} held`);
  let allCases = 0;
  let allBroken = 0;
  for (const [kind, { cases, broken }] of kinds) {
    line(kind, cases, broken.length);
    allCases += cases;
    allBroken += broken.length;
  }
  line('in all', allCases, allBroken);
  const seeds = (kinds.get('random schedules')?.broken ?? []).map(({ where }) => where);
  if (seeds.length > 0)
    console.log(`To run one alone: ${seeds.map((seed) => `npm run bench:faults -- ${seed}`).join('; ')}`);
  if (allCases === 0) console.log(`Nothing was run: ${argv.join(' ')}`);
  if (allBroken > 0 || allCases === 0) process.exitCode = 1;
}
