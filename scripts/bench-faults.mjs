// Disturbs whole runs of the program at every request, in every way, and then by thousands of random schedules, and
// counts what did not hold. `--count N` and `--first SEED` choose the schedules, `--seed N` runs one of them alone;
// `--json` prints each result as it comes, for the test that reads them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROCESSES = 2;
/** A run leaves much behind that is soon forgotten: room for it spares a tenth of the time. */
const ROOM = '--max-semi-space-size=64';
const own = '--share';
/** So many cases were told of on standard error. */
let told = 0;

const [, , first, ...rest] = process.argv;
if (first === own) await share(rest);
else await all(process.argv.slice(2));

/** One process of the bench: a line of JSON for each result. */
async function share([file, ...argv]) {
  const { bench, shareOf } = await import(pathToFileURL(file).href);
  await bench(shareOf(argv), (result) => process.stdout.write(`${JSON.stringify(result)}\n`));
  // Timers of runs that were never answered would keep it alive.
  process.stdout.write('', () => process.exit(0));
}

async function all(argv) {
  // Beside the packages, so that they are found.
  const folder = join(root, 'node_modules', '.cache', `faults-${process.pid}`);
  const file = join(folder, 'bench.mjs');
  const started = performance.now();
  await mkdir(folder, { recursive: true });
  try {
    await build({
      ...{ entryPoints: [join(root, 'test', 'faults', 'bench.ts')], outfile: file, bundle: true, packages: 'external' },
      ...{ platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    });
    const results = new Map();
    let done = 0;
    const take = (result) => {
      if (argv.includes('--json')) {
        console.log(JSON.stringify(result));
        return;
      }
      const { cases, broken } = results.get(result.kind) ?? { cases: 0, broken: [] };
      results.set(result.kind, { cases: cases + result.cases, broken: [...broken, ...result.broken] });
      done += result.cases;
      for (const { where, wrong } of result.broken) process.stderr.write(`\n${where}\n  ${wrong.join('\n  ')}\n`);
      progress(done, started);
    };
    await Promise.all(Array.from({ length: PROCESSES }, (_, index) => work(file, argv, index, take)));
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (!argv.includes('--json')) print(results, argv);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** On a terminal one line that changes; elsewhere a line now and then. */
function progress(done, started) {
  const text = `${done} cases, ${Math.round((performance.now() - started) / 1000)} s`;
  if (process.stderr.isTTY) process.stderr.write(`\r${text} `);
  else if (done - told >= 500) {
    told = done;
    process.stderr.write(`${text}\n`);
  }
}

/** Starts a process and hands on what it finds. */
async function work(file, argv, index, take) {
  const args = [ROOM, fileURLToPath(import.meta.url), own, file, ...argv, '--process', index, '--processes', PROCESSES];
  const env = { ...process.env, FAULTS_PACKAGE: root };
  const child = spawn(process.execPath, args.map(String), { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) take(JSON.parse(line));
  const [status] = await ended;
  if (status !== 0) throw new Error(`a process of the bench ended with ${status}`);
}

function print(results, argv) {
  let [cases, broken] = [0, 0];
  const width = Math.max(...[...results.keys()].map((kind) => kind.length));
  const line = (kind, all, failed) => console.log(`${kind.padEnd(width)}  ${all} cases, ${all - failed} held`);
  for (const [kind, { cases: all, broken: failed }] of results) {
    line(kind, all, failed.length);
    cases += all;
    broken += failed.length;
  }
  line('in all', cases, broken);
  const seeds = (results.get('random schedules')?.broken ?? []).map(({ where }) => where);
  if (seeds.length > 0)
    console.log(`To run one alone: ${seeds.map((seed) => `npm run bench:faults -- ${seed}`).join('; ')}`);
  if (cases === 0) console.log(`Nothing was run: ${argv.join(' ')}`);
  if (broken > 0 || cases === 0) process.exitCode = 1;
}
