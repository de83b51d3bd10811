// Counts the requests of whole runs against the sandbox, and the longest chain of them one after another,
// through proxies that add the latency of a real network.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/ilert-haloitsm.js', import.meta.url));
const LATENCY = 30;
const LIMITS = { freshChain: 9, freshTotal: 20, thereChain: 4 };

/** Every request of the run that is measured: when it came and when its answer had gone out. */
let seen = [];

/** Passes everything on to a service and answers in its place, so that every URL it tells leads here. */
async function startProxy(target) {
  let own = '';
  const server = createServer(async (incoming, outgoing) => {
    const entry = { what: `${incoming.method} ${incoming.url}`, start: performance.now(), end: 0 };
    seen.push(entry);
    const body = await bytesOf(incoming);
    await wait(LATENCY);
    const passed = send(target + incoming.url, { method: incoming.method, headers: incoming.headers });
    passed.end(body);
    const [answer] = await once(passed, 'response');
    const text = (await bytesOf(answer)).toString('utf8').replaceAll(target, own);
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers;
    entry.end = performance.now();
    outgoing.writeHead(answer.statusCode, headers).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  own = `http://127.0.0.1:${server.address().port}`;
  return { own, close: () => server.close().closeAllConnections() };
}

async function bytesOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** The most requests of which each starts after the one before has ended. */
function longestChain(requests) {
  let chain = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const each of [...requests].sort((one, other) => one.end - other.end)) {
    if (each.start < end) continue;
    chain += 1;
    end = each.end;
  }
  return chain;
}

async function startSandbox() {
  const child = spawn(process.execPath, [bin, 'sandbox', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const part of child.stdout.setEncoding('utf8')) {
    text += part;
    if (text.endsWith('}\n')) break;
  }
  return { child, variables: JSON.parse(text).variables };
}

/** Runs a command through the proxies and gives back what it cost. */
async function measure(argv, variables, home) {
  seen = [];
  const { PATH } = process.env;
  const env = { PATH, ...variables, ILERT_HALOITSM_HOME: home };
  const child = spawn(process.execPath, [bin, ...argv, '--json'], {
    env,
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => {
      printed += part;
    });
  }
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}:\n${printed}`);
  return { total: seen.length, chain: longestChain(seen), requests: seen };
}

const home = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-bench-'));
const { child, variables } = await startSandbox();
const proxies = { ilert: await startProxy(variables.ILERT_ENDPOINT), halo: await startProxy(variables.HALO_URL) };
try {
  const through = { ...variables, ILERT_ENDPOINT: proxies.ilert.own, HALO_URL: proxies.halo.own };
  const elsewhere = await mkdtemp(join(home, 'without-'));
  const { freshChain, freshTotal, thereChain } = LIMITS;
  const cases = [
    { name: 'apply, fresh tenant', argv: ['apply'], home, most: { chain: freshChain, total: freshTotal } },
    { name: 'apply, all is there, saved profile', argv: ['apply'], home, most: { chain: thereChain } },
    { name: 'apply, all is there, no profile', argv: ['apply'], home: elsewhere, most: { chain: thereChain } },
    { name: 'plan, all is there', argv: ['plan'], home, most: { chain: thereChain } },
    { name: 'destroy', argv: ['destroy', '--yes'], home, most: {} },
  ];
  for (const { name, argv, home: folder, most } of cases) {
    const { total, chain, requests } = await measure(argv, through, folder);
    const verdict = (value, limit) => {
      if (limit === undefined) return String(value);
      if (value > limit) process.exitCode = 1;
      return `${value} (limit ${limit}: ${value > limit ? 'BROKEN' : 'met'})`;
    };
    console.log(`${name}: ${verdict(total, most.total)} requests, ${verdict(chain, most.chain)} one after another`);
    if (process.argv.includes('--verbose')) {
      const first = requests[0]?.start ?? 0;
      for (const { what, start } of requests) console.log(`  ${(start - first).toFixed(0).padStart(5)} ms ${what}`);
    }
  }
} finally {
  child.kill('SIGKILL');
  for (const { close } of Object.values(proxies)) close();
  await rm(home, { recursive: true, force: true });
}
