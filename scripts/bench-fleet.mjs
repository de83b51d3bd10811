// Sets up many simulated tenants that share one ilert account, with its real limit of requests a minute and the
// latency of a real network, and compares the time with what the limit itself allows.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { sourceModule } from './bundle.mjs';

const { values: asked } = parseArgs({ options: { targets: { type: 'string' }, parallel: { type: 'string' } } });
const TARGETS = Number(asked.targets ?? 200);
const PARALLEL = Number(asked.parallel ?? 8);
const LATENCY = 100;
const PER_MINUTE = 120;
const LIMITS = { ratio: 1.15, refused: 0, megabytes: 200 };

const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'ilert-haloitsm-bench-fleet-'));

/** One ilert account, that of the first; every tenant answers after the latency of a network. */
async function startTenants() {
  const { startSandbox } = await sourceModule('sandbox/sandbox.ts');
  const intercept = () => ({ kind: 'delay', ms: LATENCY });
  return Promise.all(
    Array.from({ length: TARGETS }, () => startSandbox({ intercept, ilertRequestsPerMinute: PER_MINUTE })),
  );
}

function settingsOf(sandboxes) {
  const target = ({ halo }, index) => [
    `  customer-${index + 1}:`,
    `    halo: { url: "${halo.url}", clientId: ${halo.clientId}, clientSecret: "env:SECRET_${index + 1}" }`,
  ];
  return [
    `ilert: { endpoint: "${sandboxes[0].ilert.url}" }`,
    'alertSource: { escalationPolicy: Default }',
    'targets:',
    ...sandboxes.flatMap(target),
    '',
  ].join('\n');
}

/** Runs the built command and tells how long it took and how much memory it had at most. */
async function measure(argv, env) {
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
      env: { PATH: process.env.PATH, ILERT_HALOITSM_HOME: home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    printed += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part) => {
    if (process.stderr.isTTY) process.stderr.write(part);
  });
  const [exitCode] = await once(child, 'close');
  const seconds = (performance.now() - start) / 1000;
  return { exitCode, seconds, megabytes: Number(readFileSync(file, 'utf8')) / 1024, document: JSON.parse(printed) };
}

/** Seconds until the limit lets the last of so many requests be sent, the first minute's at once. */
function allowed(requests) {
  return (Math.ceil(requests / PER_MINUTE) - 1) * 60;
}

const sandboxes = await startTenants();
try {
  writeFileSync(join(home, 'fleet.yaml'), settingsOf(sandboxes));
  const env = { ILERT_API_TOKEN: sandboxes[0].ilert.token };
  for (const [index, { halo }] of sandboxes.entries()) env[`SECRET_${index + 1}`] = halo.clientSecret;
  const argv = ['apply', '--all', '--config', 'fleet.yaml', '--parallel', String(PARALLEL)];
  const { exitCode, seconds, megabytes, document } = await measure(argv, env);
  const toIlert = sandboxes[0].requests.filter(({ service }) => service === 'ilert');
  const throttled = toIlert.filter(({ status }) => status === 429).length;
  const verdict = (value, limit) => {
    if (value > limit) process.exitCode = 1;
    return `(limit ${limit}: ${value > limit ? 'BROKEN' : 'met'})`;
  };
  console.log(`apply --all: ${TARGETS} targets, ${PARALLEL} at a time, ${LATENCY} ms a request: exit ${exitCode}`);
  console.log(
    `  ${document.counts.done} done, ${document.counts.failed} refused for good ${verdict(document.counts.failed, LIMITS.refused)}`,
  );
  console.log(`  ${toIlert.length} requests to ilert, ${throttled} of them answered with 429`);
  const least = allowed(toIlert.length);
  const ratio = seconds / least;
  const against = `${ratio.toFixed(3)} times the ${least} s that ${PER_MINUTE} requests a minute allow`;
  console.log(
    `  ${seconds.toFixed(1)} s${least === 0 ? ': the limit was not reached' : `, ${against} ${verdict(ratio, LIMITS.ratio)}`}`,
  );
  console.log(`  ${megabytes.toFixed(0)} MB of memory at most ${verdict(megabytes, LIMITS.megabytes)}`);
  if (exitCode !== 0 || document.counts.done !== TARGETS) process.exitCode = 1;
} finally {
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  rmSync(home, { recursive: true, force: true });
}
