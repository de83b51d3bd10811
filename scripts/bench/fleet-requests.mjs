// Counts the requests to ilert of whole runs for many targets that share one ilert account: what is sent beyond the limit
// of requests a minute makes a run wait.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, sourceModule } from '../bundle.mjs';
import { verdict } from './limit.mjs';

/** @typedef {import('../../sandbox/sandbox.ts').Sandbox} Sandbox */

const TARGETS = 60;
/**
 * The list of 60 alert sources takes five requests, the escalation policies one. `verify` asks for each key. Halo may answer at any time, so a run that creates
 * shares more or fewer lists to read back. `destroy` reads and removes half of the targets here: all of them take more
 * than a minute.
 */
const RUNS = [
  { argv: ['apply', '--all'], title: 'apply, fresh tenants', most: 109 },
  { argv: ['plan', '--all'], title: 'plan, no changes', most: 6 },
  { argv: ['apply', '--all'], title: 'apply, no changes', most: 6 },
  { argv: ['status', '--all'], title: 'status', most: 6 },
  { argv: ['verify', '--all', '--no-alert'], title: 'verify --no-alert', most: 66 },
  { argv: ['destroy', '--target', 'east-*', '--yes'], title: 'destroy, half of them', most: 65 },
];

const { startSandbox } = await sourceModule('sandbox/sandbox.ts');
const home = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-bench-'));
const account = await startTenant();
const tenants = [account, ...(await Promise.all(Array.from({ length: TARGETS - 1 }, startTenant)))];
try {
  await writeFile(join(home, 'fleet.yaml'), settingsFile());
  console.log(`${TARGETS} targets with one ilert account:`);
  for (const { argv, title, most } of RUNS) {
    const count = await requestsOf(argv);
    console.log(`  ${title}: ${count}${verdict(count, most)} requests to ilert`);
  }
} finally {
  await Promise.all(tenants.map((tenant) => tenant.close()));
  await rm(home, { recursive: true, force: true });
}

/** @returns {Promise<Sandbox>} */
function startTenant() {
  return startSandbox({ ilertRequestsPerMinute: 10_000, haloRequestsPerFiveMinutes: 10_000 });
}

function settingsFile() {
  const targets = tenants.map(
    ({ halo }, index) =>
      `  ${index % 2 === 0 ? 'east' : 'west'}-${index + 1}:\n` +
      `    halo: { url: "${halo.url}", clientId: ${halo.clientId}, clientSecret: "env:HALO_SECRET_${index + 1}" }\n`,
  );
  return [
    `ilert: { endpoint: "${account.ilert.url}" }\n`,
    'alertSource: { escalationPolicy: Default }\n',
    'targets:\n',
    ...targets,
  ].join('');
}

/**
 * Runs a command, and counts what it asks ilert.
 *
 * @param {readonly string[]} argv
 */
async function requestsOf(argv) {
  const before = account.requests.length;
  const secrets = tenants.map(({ halo }, index) => [`HALO_SECRET_${index + 1}`, halo.clientSecret]);
  const child = spawn(
    process.execPath,
    [join(root, 'bin', 'ilert-haloitsm.js'), ...argv, '--config', 'fleet.yaml', '--json'],
    {
      env: {
        PATH: process.env.PATH,
        ILERT_HALOITSM_HOME: home,
        ILERT_API_TOKEN: account.ilert.token,
        ...Object.fromEntries(secrets),
      },
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (part) => {
    printed += part;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}:\n${printed}`);
  return account.requests.slice(before).filter(({ service }) => service === 'ilert').length;
}
