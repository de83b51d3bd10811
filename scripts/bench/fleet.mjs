// Sets up many simulated tenants that share one ilert account, with its real rate limit and the latency of a real
// network, and compares the time with what the limit itself allows.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from '../bundle.mjs';
import { verdict } from './limit.mjs';
import { startFleet } from './simulated-fleet.mjs';

const { values } = parseArgs({
  options: { targets: { type: 'string', default: '200' }, parallel: { type: 'string', default: '8' } },
});
const TARGETS = Number(values.targets);
const PARALLEL = Number(values.parallel);
const LATENCY = 100;
const PER_MINUTE = 120;
const LIMITS = { ratio: 1.15, refused: 0, megabytes: 200 };

/** Every tenant responds with the latency of a network. */
const fleet = await startFleet(
  TARGETS,
  { intercept: () => ({ kind: 'delay', ms: LATENCY }), ilertRequestsPerMinute: PER_MINUTE },
  (number) => `customer-${number}`,
);
try {
  await benchApply();
} finally {
  await fleet.close();
}

async function benchApply() {
  const argv = ['apply', '--all', '--config', 'fleet.yaml', '--parallel', String(PARALLEL)];
  const run = await measure(argv);
  const { done, failed } = run.document.counts;
  const requests = fleet.account.requests.filter(({ service }) => service === 'ilert');
  const throttled = requests.filter(({ status }) => status === 429).length;
  console.log(`apply --all: ${TARGETS} targets, ${PARALLEL} at a time, ${LATENCY} ms a request: exit ${run.exitCode}`);
  console.log(`  ${done} done, ${failed} refused for good${verdict(failed, LIMITS.refused)}`);
  console.log(`  ${requests.length} requests to ilert, ${throttled} of them answered with 429`);
  console.log(`  ${run.seconds.toFixed(1)} s: ${againstLimit(run.seconds, requests.length)}`);
  console.log(`  ${run.megabytes.toFixed(0)} MB of memory at most${verdict(run.megabytes, LIMITS.megabytes)}`);
  if (run.exitCode !== 0 || done !== TARGETS) process.exitCode = 1;
}

/**
 * Compares with the seconds until the limit allows the last of the requests, if the first minute's are sent at once.
 *
 * @param {number} seconds
 * @param {number} requests
 */
function againstLimit(seconds, requests) {
  const least = (Math.ceil(requests / PER_MINUTE) - 1) * 60;
  if (least === 0) return 'the limit was not reached';
  const ratio = seconds / least;
  const met = verdict(ratio, LIMITS.ratio);
  return `${ratio.toFixed(3)} times the ${least} s that ${PER_MINUTE} requests a minute allow${met}`;
}

/**
 * Runs the built command and returns its run time and peak memory.
 *
 * @param {readonly string[]} argv
 */
async function measure(argv) {
  const { env, home } = fleet;
  const file = join(home, 'memory');
  const hook = join(home, 'memory.mjs');
  writeFileSync(
    hook,
    `import { writeFileSync } from 'node:fs';
     process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`,
  );
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(hook).href, join(root, 'bin', 'ilert-haloitsm.js'), ...argv, '--json'],
    {
      cwd: home,
      env,
      stdio: ['ignore', 'pipe', process.stderr.isTTY ? 'inherit' : 'ignore'],
    },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    printed += part;
  });
  const [exitCode] = await once(child, 'close');
  const seconds = (performance.now() - start) / 1000;
  /** @type {{ counts: { done: number, failed: number } }} */
  const document = JSON.parse(printed);
  return { exitCode, seconds, megabytes: Number(readFileSync(file, 'utf8')) / 1024, document };
}
