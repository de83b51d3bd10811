// Whole-process time and peak memory of a few commands against a bare `node -e 0`, in pairs, in this same run; and the
// time until the wizard's first question is on the screen of a real terminal. Ends with 1 where a limit is broken.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { root } from '../bundle.mjs';
import { verdict } from './limit.mjs';

const bin = join(root, 'bin', 'ilert-haloitsm.js');
const home = mkdtempSync(join(tmpdir(), 'bench-startup-'));
// The machine's own environment, as the peers were measured: what node itself spends on it counts for both sides.
const env = { ...process.env, ILERT_HALOITSM_HOME: home, CI: '' };
const PAIRS = 21;
const peakMemory = fileURLToPath(new URL('peak-memory.cjs', import.meta.url));

/** What is measured of a process that runs Node with these arguments. @typedef {(args: string[]) => number | Promise<number>} Measure */

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {Measure} measure
 * @property {string[]} args
 * @property {number} [limit] times `node -e 0`
 * @property {string} [unit]
 */

/** @type {readonly Case[]} */
const CASES = [
  { name: 'node -e 0 (against itself)', measure: untilExit, args: ['-e', '0'] },
  { name: '--version', measure: untilExit, args: [bin, '--version'], limit: 1.25 },
  { name: '--help', measure: untilExit, args: [bin, '--help'], limit: 1.25 },
  { name: 'apply --help', measure: untilExit, args: [bin, 'apply', '--help'], limit: 1.25 },
  { name: 'plan --offline --json', measure: untilExit, args: [bin, 'plan', '--offline', '--json'], limit: 2.5 },
  { name: 'first question of the wizard', measure: untilFirstQuestion, args: [bin], limit: 3 },
  { name: 'peak memory of --help', measure: memoryOf, args: [bin, '--help'], limit: 1.2, unit: 'MB' },
];

for (const { name, measure, args, limit, unit = 'ms' } of CASES) {
  await measure(args);
  const pairs = [];
  for (let pair = 0; pair < PAIRS; pair += 1)
    pairs.push({ base: await measure(['-e', '0']), own: await measure(args) });
  const ratio = median(pairs.map(({ base, own }) => own / base));
  const amount = median(pairs.map(({ own }) => own));
  console.log(`${name}: ${amount.toFixed(0)} ${unit}, ${ratio.toFixed(2)} times node -e 0${verdict(ratio, limit)}`);
}
rmSync(home, { recursive: true, force: true });

/** @param {readonly number[]} numbers */
function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** @type {Measure} */
function untilExit(args) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore', env });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}

/** The most memory that it has held, in megabytes. @type {Measure} */
function memoryOf(args) {
  const { status, output } = spawnSync(process.execPath, ['--require', peakMemory, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(output[3]) / 1024;
}

/** Milliseconds until the first question is on a terminal, or until a program that asks nothing ends. @type {Measure} */
function untilFirstQuestion(args) {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { cols: 80, rows: 30, env: { ...env, TERM: 'xterm-256color' } });
    let shown = '';
    /** @type {number | undefined} */
    let asked;
    child.onData((data) => {
      shown += data;
      if (asked !== undefined || !shown.includes('Enter ? for help')) return;
      asked = performance.now() - start;
      child.write('\u0003');
    });
    child.onExit(() => resolve(asked ?? performance.now() - start));
  });
}
