// Counts the ilert requests of whole runs for many targets that share one ilert account: requests beyond the rate limit
// make a run wait.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../bundle.mjs';
import { verdict } from './limit.mjs';
import { startFleet } from './simulated-fleet.mjs';

const TARGETS = 60;
/**
 * The list of 60 alert sources takes five requests, the escalation policies one. `verify` requests each key. Halo's
 * response times vary, so a run that creates shares more or fewer lists to read back. Here `destroy` reads and removes
 * half of the targets, since all of them take more than a minute.
 */
const RUNS = [
  { argv: ['apply', '--all'], title: 'apply, fresh tenants', most: 109 },
  { argv: ['plan', '--all'], title: 'plan, no changes', most: 6 },
  { argv: ['apply', '--all'], title: 'apply, no changes', most: 6 },
  { argv: ['status', '--all'], title: 'status', most: 6 },
  { argv: ['verify', '--all', '--no-alert'], title: 'verify --no-alert', most: 66 },
  { argv: ['destroy', '--target', 'east-*', '--yes'], title: 'destroy, half of them', most: 65 },
];

const fleet = await startFleet(
  TARGETS,
  { ilertRequestsPerMinute: 10_000, haloRequestsPerFiveMinutes: 10_000 },
  (number) => `${number % 2 === 1 ? 'east' : 'west'}-${number}`,
);
try {
  console.log(`${TARGETS} targets with one ilert account:`);
  for (const { argv, title, most } of RUNS) {
    const count = await requestsOf(argv);
    console.log(`  ${title}: ${count}${verdict(count, most)} requests to ilert`);
  }
} finally {
  await fleet.close();
}

/**
 * Runs a command, and counts its requests to ilert.
 *
 * @param {readonly string[]} argv
 */
async function requestsOf(argv) {
  const { account, env, home } = fleet;
  const before = account.requests.length;
  const child = spawn(
    process.execPath,
    [join(root, 'bin', 'ilert-haloitsm.js'), ...argv, '--config', 'fleet.yaml', '--json'],
    { env, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (part) => {
    printed += part;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}:\n${printed}`);
  return account.requests.slice(before).filter(({ service }) => service === 'ilert').length;
}
