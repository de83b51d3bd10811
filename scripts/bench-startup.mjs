// Whole-process time and peak memory of a few commands against a bare `node -e 0`, in pairs, in this same run.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/ilert-haloitsm.js', import.meta.url));
const PAIRS = 15;
const CASES = [
  { name: '--version', args: [bin, '--version'], limit: 1.25 },
  { name: '--help', args: [bin, '--help'], limit: 1.25 },
  { name: 'plan --offline --json', args: [bin, 'plan', '--offline', '--json'], limit: 2.2 },
];

function milliseconds(args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

let broken = false;
for (const { name, args, limit } of [
  { name: 'node -e 0 (against itself)', args: ['-e', '0'], limit: undefined },
  ...CASES,
]) {
  milliseconds(args);
  const pairs = Array.from({ length: PAIRS }, () => ({ base: milliseconds(['-e', '0']), own: milliseconds(args) }));
  const ratio = median(pairs.map(({ base, own }) => own / base));
  const own = median(pairs.map((pair) => pair.own));
  const verdict = limit === undefined ? '' : ratio <= limit ? ` (limit ${limit}: met)` : ` (limit ${limit}: BROKEN)`;
  broken ||= verdict.includes('BROKEN');
  console.log(`${name}: ${own.toFixed(0)} ms, ${ratio.toFixed(2)} times node -e 0${verdict}`);
}
process.exitCode = broken ? 1 : 0;
