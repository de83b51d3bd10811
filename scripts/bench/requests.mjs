// Counts the requests of whole runs against the sandbox, and their longest sequential chain, through proxies that add
// the latency of a real network. `-- --verbose` lists the requests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { root, sourceModule } from '../bundle.mjs';
import { verdict } from './limit.mjs';

const bin = join(root, 'bin', 'ilert-haloitsm.js');
const LATENCY = 120;
/** Other people's rows in each list of a crowded account. */
const CROWD = 500;
/**
 * If Halo truncates its lists, their pages can only be requested after the first response: one more step. Without a
 * profile, a long list of alert sources shows late that ours exists. Only then can the runbooks that tickets start be
 * requested, one of which is someone else's: one more step.
 */
const LIMITS = { freshChain: 9, freshChainOfCutLists: 10, freshTotal: 20, thereChain: 4, thereChainLate: 5 };
/** On a busy machine, requests of one round may arrive one after another, so the best of several tries counts. */
const TRIES = 3;

/**
 * A request: when it arrived, and when its response was sent.
 *
 * @typedef {{ what: string, start: number, end: number }} Request
 */

/**
 * What a command cost, and the limit.
 *
 * @typedef {{ name: string, chain: number, requests: readonly Request[], most: { chain?: number, total?: number } }}
 *   Result
 */

/** Ways in which an account may be full of other people's rows, and in which Halo may return its lists. */
const ACCOUNTS = [
  { title: 'an account with a few rows of others', rows: 0, lists: {}, withoutProfile: true },
  { title: `${CROWD} rows of others in each list`, rows: CROWD, lists: {}, withoutProfile: true },
  {
    title: `${CROWD} rows of others in each list, Halo's cut to 50 and counted`,
    rows: CROWD,
    lists: { wrapped: true, counts: true, usualPage: 50 },
    withoutProfile: false,
  },
  {
    title: `${CROWD} rows of others in each list, Halo's cut to 50 without a count`,
    rows: CROWD,
    lists: { wrapped: false, usualPage: 50 },
    withoutProfile: false,
  },
];

const { startSandbox } = await sourceModule('sandbox/sandbox.ts');
/** The requests of the measured run. @type {Request[]} */
let seen = [];

for (const account of ACCOUNTS) {
  console.log(`${account.title}:`);
  for (const result of await bestOf(account)) print(result);
}

/** @param {Result} result */
function print({ name, chain, most, requests }) {
  // The account determines how many further pages there are.
  const pages = requests.filter(({ what }) => /start-index=[1-9]|page_no=/.test(what)).length;
  const total = requests.length - pages;
  const further = pages > 0 ? ` and ${pages} for further pages of lists` : '';
  const counted = `${total}${verdict(total, most.total)} requests${further}`;
  console.log(`  ${name}: ${counted}, ${chain}${verdict(chain, most.chain)} one after another`);
  if (!process.argv.includes('--verbose')) return;
  const first = requests[0]?.start ?? 0;
  for (const { what, start } of requests) console.log(`  ${(start - first).toFixed(0).padStart(5)} ms ${what}`);
}

/** @param {typeof ACCOUNTS[number]} account */
async function bestOf(account) {
  let best = await runAll(account);
  const isOver = (/** @type {Result} */ { chain, most }) => chain > (most.chain ?? Number.POSITIVE_INFINITY);
  for (let tries = 1; tries < TRIES && best.some(isOver); tries += 1) {
    const again = await runAll(account);
    best = best.map((each, index) => [each, ...again.slice(index, index + 1)].sort(byChain)[0] ?? each);
  }
  return best;
}

/**
 * @param {Result} one
 * @param {Result} other
 */
function byChain(one, other) {
  return one.chain - other.chain;
}

/**
 * Runs every command in an account of its own, and returns what each cost.
 *
 * @param {typeof ACCOUNTS[number]} account
 */
async function runAll(account) {
  const home = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-bench-'));
  const sandbox = await startAccount(account);
  const { ilert, halo } = sandbox;
  const proxies = [await startProxy(ilert.url), await startProxy(halo.url)];
  const [ilertUrl = '', haloUrl = ''] = proxies.map(({ url }) => url);
  try {
    const variables = {
      ILERT_ENDPOINT: ilertUrl,
      ILERT_API_TOKEN: ilert.token,
      ILERT_ESCALATION_POLICY: 'Default',
      HALO_URL: haloUrl,
      HALO_CLIENT_ID: halo.clientId,
      HALO_CLIENT_SECRET: halo.clientSecret,
    };
    const elsewhere = await mkdtemp(join(home, 'without-'));
    const isCut = 'usualPage' in account.lists;
    const chain = isCut ? LIMITS.freshChainOfCutLists : LIMITS.freshChain;
    const fresh = { chain, total: LIMITS.freshTotal };
    const there = { chain: LIMITS.thereChain };
    const cases = [
      { name: 'apply, fresh tenant', argv: ['apply'], folder: home, most: fresh },
      { name: 'apply, all is there, saved profile', argv: ['apply'], folder: home, most: there },
      {
        name: 'apply, all is there, no profile',
        argv: ['apply'],
        folder: elsewhere,
        most: account.withoutProfile ? { chain: account.rows > 0 ? LIMITS.thereChainLate : LIMITS.thereChain } : {},
      },
      { name: 'plan, all is there', argv: ['plan'], folder: home, most: there },
      { name: 'destroy', argv: ['destroy', '--yes'], folder: home, most: {} },
    ];
    /** @type {Result[]} */
    const results = [];
    for (const { name, argv, folder, most } of cases) {
      const requests = await requestsOf(argv, variables, folder);
      results.push({ name, requests, chain: longestChain(requests), most });
    }
    return results;
  } finally {
    await sandbox.close();
    for (const proxy of proxies) proxy.close();
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * Starts a sandbox whose account is crowded.
 *
 * @param {typeof ACCOUNTS[number]} account
 */
async function startAccount({ rows, lists }) {
  const sandbox = await startSandbox({ ilertRequestsPerMinute: 10_000, haloRequestsPerFiveMinutes: 10_000 });
  const { ilert, halo } = sandbox;
  const ids = Array.from({ length: rows }, (_, index) => 70_000_000 + index);
  for (const [list, others] of Object.entries(ilert.state.others))
    if (list !== 'alerts') others.push(...ids.map((id) => ({ id, name: `Theirs ${id}` })));
  for (const list of ['CustomIntegration', 'Webhook', 'TicketType', 'Status', 'Priority']) {
    const idOf = (/** @type {number} */ id) => (list === 'Webhook' ? `aaaaaaaa-0000-4000-8000-0000${id}` : id);
    halo.state.others[list]?.push(...ids.map((id) => ({ id: idOf(id), name: `Theirs ${id}` })));
  }
  Object.assign(halo.state.lists, lists);
  return sandbox;
}

/**
 * Forwards everything to a service and answers in its place, so that every URL in a response leads here.
 *
 * @param {string} target
 */
async function startProxy(target) {
  let url = '';
  const server = createServer(async (incoming, outgoing) => {
    const entry = { what: `${incoming.method} ${incoming.url}`, start: performance.now(), end: 0 };
    seen.push(entry);
    const body = await buffer(incoming);
    await wait(LATENCY);
    const passed = send(target + incoming.url, { method: incoming.method, headers: incoming.headers });
    passed.end(body);
    const [answer] = await once(passed, 'response');
    const text = (await buffer(answer)).toString('utf8').replaceAll(target, url);
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers;
    entry.end = performance.now();
    outgoing.writeHead(answer.statusCode, headers).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port');
  url = `http://127.0.0.1:${address.port}`;
  return { url, close: () => server.close().closeAllConnections() };
}

/**
 * Runs a command through the proxies and returns its requests.
 *
 * @param {readonly string[]} argv
 * @param {Readonly<Record<string, string>>} variables
 * @param {string} home
 */
async function requestsOf(argv, variables, home) {
  seen = [];
  const child = spawn(process.execPath, [bin, ...argv, '--json'], {
    env: { PATH: process.env.PATH, ...variables, ILERT_HALOITSM_HOME: home },
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
  return seen;
}

/**
 * Returns the length of the longest chain of requests that each start after the previous one has ended.
 *
 * @param {readonly Request[]} requests
 */
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
