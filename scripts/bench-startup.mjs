// Whole-process time and peak memory of a few commands against a bare `node -e 0`, in pairs, in this same run; and the
// time until the wizard's first question is on the screen of a real terminal. Ends with 1 where a limit is broken.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';

const bin = fileURLToPath(new URL('../bin/ilert-haloitsm.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'bench-startup-'));
// The machine's own environment, as the peers were measured: what node itself spends on it counts for both sides.
const env = { ...process.env, ILERT_HALOITSM_HOME: home, CI: '' };
const PAIRS = 21;
const peakMemory = fileURLToPath(new URL('peak-memory.cjs', import.meta.url));

function untilExit(args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore', env });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The most memory that it has held, in megabytes. */
function memoryOf(args) {
  const stdio = ['ignore', 'ignore', 'inherit', 'pipe'];
  const { status, output } = spawnSync(process.execPath, ['--require', peakMemory, ...args], { stdio, env });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(output[3]) / 1024;
}

/** Milliseconds until a text is on the terminal; without one, until the process ends. */
function inTerminal(args, text) {
  return new Promise((resolve) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, args, { cols: 80, rows: 30, env: { ...env, TERM: 'xterm-256color' } });
    let shown = '';
    let at;
    const stop = () => {
      at ??= Number(process.hrtime.bigint() - start) / 1e6;
    };
    child.onData((data) => {
      shown += data;
      if (at !== undefined || text === undefined || !shown.includes(text)) return;
      stop();
      child.write('\u0003');
    });
    child.onExit(() => {
      stop();
      resolve(at);
    });
  });
}

const CASES = [
  { name: 'node -e 0 (against itself)', own: () => untilExit(['-e', '0']) },
  { name: '--version', own: () => untilExit([bin, '--version']), limit: 1.25 },
  { name: '--help', own: () => untilExit([bin, '--help']), limit: 1.25 },
  { name: 'apply --help', own: () => untilExit([bin, 'apply', '--help']), limit: 1.25 },
  { name: 'plan --offline --json', own: () => untilExit([bin, 'plan', '--offline', '--json']), limit: 2.2 },
  {
    name: 'first question of the wizard',
    own: () => inTerminal([bin], '1/9'),
    base: () => inTerminal(['-e', '0']),
    limit: 2.5,
  },
  {
    name: 'peak memory of --help',
    own: () => memoryOf([bin, '--help']),
    base: () => memoryOf(['-e', '0']),
    ...{ limit: 1.2, unit: 'MB' },
  },
];

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

let broken = false;
for (const { name, own, base = () => untilExit(['-e', '0']), limit, unit = 'ms' } of CASES) {
  await own();
  const pairs = [];
  for (let pair = 0; pair < PAIRS; pair += 1) pairs.push({ base: await base(), own: await own() });
  const ratio = median(pairs.map((pair) => pair.own / pair.base));
  const amount = median(pairs.map((pair) => pair.own));
  const verdict = limit === undefined ? '' : ratio <= limit ? ` (limit ${limit}: met)` : ` (limit ${limit}: BROKEN)`;
  broken ||= verdict.includes('BROKEN');
  console.log(`${name}: ${amount.toFixed(0)} ${unit}, ${ratio.toFixed(2)} times node -e 0${verdict}`);
}
rmSync(home, { recursive: true, force: true });
process.exitCode = broken ? 1 : 0;
