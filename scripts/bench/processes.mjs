import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { root } from '../bundle.mjs';

const PROCESSES = 2;
/** A run leaves a lot of short-lived garbage: room for it saves a tenth of the time. */
const ROOM = '--max-semi-space-size=64';

/**
 * Runs a bench of test/ in several processes, each with its share of the work, and passes on results as they arrive.
 *
 * @template Result
 * @param {'accounts' | 'faults'} name the folder of the bench; its `bench.ts` has `bench(shareOf(argv), tell)`
 * @param {readonly string[]} argv the arguments of the bench
 * @param {(result: Result) => void} take
 */
export async function inProcesses(name, argv, take) {
  // Beside the packages, so that they are found.
  const folder = join(root, 'node_modules', '.cache', `${name}-${process.pid}`);
  const file = join(folder, 'bench.mjs');
  await mkdir(folder, { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      stdin: { contents: entryOf(name), resolveDir: root },
      outfile: file,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
    });
    const shares = Array.from({ length: PROCESSES }, (_, index) => [
      ...argv,
      ...['--process', String(index), '--processes', String(PROCESSES)],
    ]);
    await Promise.all(shares.map((share) => run([ROOM, file, ...share], take)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} name */
function entryOf(name) {
  return `
    import { bench, shareOf } from './test/${name}/bench.ts';
    const { stdout } = process;
    await bench(shareOf(process.argv.slice(2)), (result) => stdout.write(JSON.stringify(result) + '\\n'));
    // Timers of runs that were never answered would keep it alive.
    stdout.write('', () => process.exit(0));
  `;
}

/**
 * @template Result
 * @param {readonly string[]} args
 * @param {(result: Result) => void} take
 */
async function run(args, take) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, FAULTS_PACKAGE: root },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) take(JSON.parse(line));
  const [status] = await ended;
  if (status !== 0) throw new Error(`a process of the bench ended with ${status}`);
}

/**
 * Shows a bench's progress on standard error: on a terminal in one changing line, elsewhere in occasional lines.
 *
 * @param {string} unit
 */
export function progress(unit) {
  const started = performance.now();
  let printed = 0;
  return (/** @type {number} */ done) => {
    const text = `${done} ${unit}, ${Math.round((performance.now() - started) / 1000)} s`;
    if (process.stderr.isTTY) process.stderr.write(`\r${text} `);
    else if (done - printed >= 500) {
      printed = done;
      process.stderr.write(`${text}\n`);
    }
  };
}
