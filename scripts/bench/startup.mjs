// Measures a few commands, as whole processes, in pairs with a bare `node -e 0` from the same run; the time until the
// wizard's first question is on a real terminal; and peak memory. Uses this Node and those from npm's registry, with an
// empty environment. Exits with 1 if a limit is broken or a Node is unavailable.
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
// Nothing from the calling shell: NODE_EXTRA_CA_CERTS alone takes Node longer than the program.
const env = { PATH: process.env.PATH ?? '', HOME: home };
const PAIRS = 21;
const VERSIONS = ['20', '22', '24', '26'];
const peakMemory = fileURLToPath(new URL('peak-memory.cjs', import.meta.url));

/**
 * Measures a process that runs a Node with these arguments.
 * @typedef {(node: string, args: string[], more?: Record<string, string>) => number | Promise<number>} Measure
 */

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {Measure} measure
 * @property {string[]} args
 * @property {Record<string, string>} [more] variables
 * @property {number} [limit] times `node -e 0`
 * @property {string} [unit]
 */

const PLAN = [bin, 'plan', '--offline', '--json'];
const NOTHING_KEPT = { NODE_DISABLE_COMPILE_CACHE: '1' };

/** @type {readonly Case[]} */
const CASES = [
  { name: 'node -e 0 (against itself)', measure: untilExit, args: ['-e', '0'] },
  { name: '--version', measure: untilExit, args: [bin, '--version'], limit: 1.2 },
  { name: '--help', measure: untilExit, args: [bin, '--help'], limit: 1.2 },
  { name: 'apply --help', measure: untilExit, args: [bin, 'apply', '--help'], limit: 1.2 },
  { name: 'plan --offline --json', measure: untilExit, args: PLAN, limit: 2.5 },
  { name: 'plan --offline --json, nothing compiled', measure: untilExit, args: PLAN, more: NOTHING_KEPT },
  { name: 'first question of the wizard', measure: untilFirstQuestion, args: [bin], limit: 3 },
  {
    name: 'first question of the wizard, nothing compiled',
    measure: untilFirstQuestion,
    args: [bin],
    more: NOTHING_KEPT,
  },
  { name: 'peak memory of --help', measure: memoryOf, args: [bin, '--help'], limit: 1.2, unit: 'MB' },
];

const wanted = process.argv.length > 2 ? process.argv.slice(2) : VERSIONS;
for (const version of wanted) {
  const node = executable(version);
  if (node === undefined) {
    console.log(`Node ${version}: NOT MEASURED, since npm's registry did not bring it`);
    process.exitCode = 1;
  } else {
    console.log(`Node ${spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim()}`);
    for (const each of CASES) console.log(`  ${await measured(node, each)}`);
  }
}
rmSync(home, { recursive: true, force: true });

/**
 * @param {string} node
 * @param {Case} one
 */
async function measured(node, { name, measure, args, more, limit, unit = 'ms' }) {
  // The first run caches compiled code.
  for (let warmUp = 0; warmUp < 2; warmUp += 1) await measure(node, args, more);
  const pairs = [];
  for (let pair = 0; pair < PAIRS; pair += 1)
    pairs.push({ base: await measure(node, ['-e', '0']), own: await measure(node, args, more) });
  const ratio = median(pairs.map(({ base, own }) => own / base));
  const amount = median(pairs.map(({ own }) => own));
  return `${name}: ${amount.toFixed(0)} ${unit}, ${ratio.toFixed(2)} times node -e 0${verdict(ratio, limit)}`;
}

/**
 * Returns the newest Node of a major version: this one if it matches, or else from npm's registry.
 *
 * @param {string} version
 */
function executable(version) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const { status, stdout } = spawnSync(
    'npx',
    ['--yes', '--package', `node@${version}`, 'node', '-p', 'process.execPath'],
    {
      cwd: tmpdir(),
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  return status === 0 ? stdout.trim() : undefined;
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** @type {Measure} */
function untilExit(node, args, more) {
  const start = performance.now();
  const { status } = spawnSync(node, args, { stdio: 'ignore', cwd: home, env: { ...env, ...more } });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}

/** Returns the peak memory in megabytes. @type {Measure} */
function memoryOf(node, args) {
  const { status, output } = spawnSync(node, ['--require', peakMemory, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    cwd: home,
    env,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(output[3]) / 1024;
}

/** Returns the milliseconds until a terminal shows the first question, or until the program ends. @type {Measure} */
function untilFirstQuestion(node, args, more) {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(node, args, {
      cols: 80,
      rows: 30,
      cwd: home,
      env: { ...env, ...more, TERM: 'xterm-256color' },
    });
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
