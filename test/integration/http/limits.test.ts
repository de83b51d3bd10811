import { expect, test } from 'vitest';
import { createRateLimiter } from '../../../src/http/rate-limiter.ts';
import { createIlertClient } from '../../../src/providers/ilert/api.ts';
import { createIlertLimits } from '../../../src/providers/ilert/rate-limits.ts';
import { createContext, type RunOptions } from '../../../src/runtime/context.ts';
import type { System } from '../../../src/runtime/system.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { packageRoot } from '../../support/cli.ts';
import { loopback } from '../../support/loopback.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { httpOfTest } from '../../support/wire.ts';

/** Time passes a hundred times as fast, for the service and for the program. */
const timeScale = 0.01;
const fast = () => Date.now() / timeScale;

test('however many requests are made at once, the service never has to refuse one', async () => {
  const sandbox = await sandboxOfTest({ ilertRequestsPerMinute: 50, now: fast });
  const limiter = createRateLimiter({ perMinute: 50, now: Date.now, timeScale });
  const token = new Secret(sandbox.ilert.token);
  const ilert = createIlertClient(httpOfTest({ timeScale }).http, {
    endpoint: sandbox.ilert.url,
    token,
    limiters: [limiter],
  });
  await Promise.all(Array.from({ length: 170 }, () => ilert.currentUser()));
  expect(sandbox.requests.map(({ status }) => status)).toEqual(Array.from({ length: 170 }, () => 200));
});

test('without the rate limiter the same requests are refused', async () => {
  const sandbox = await sandboxOfTest({ ilertRequestsPerMinute: 50, now: fast });
  const ilert = createIlertClient(httpOfTest({ timeScale }).http, {
    endpoint: sandbox.ilert.url,
    token: new Secret(sandbox.ilert.token),
  });
  await Promise.all(Array.from({ length: 60 }, () => ilert.currentUser()));
  expect(sandbox.requests.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
});

test('one 429 pauses all requests until Retry-After is over', async () => {
  const arrivals: number[] = [];
  const { origin } = await loopback((_, number) => {
    arrivals.push(Date.now());
    return number === 1
      ? { status: 429, headers: { 'retry-after': '20' }, body: {} }
      : { body: { id: 1, firstName: 'a', lastName: 'b', email: 'c' } };
  });
  const limiter = createRateLimiter({ perMinute: 1000, now: Date.now, timeScale });
  const ilert = createIlertClient(httpOfTest({ timeScale }).http, {
    endpoint: origin,
    token: new Secret('key'),
    limiters: [limiter],
  });
  const first = ilert.currentUser();
  await expect.poll(() => arrivals.length).toBe(1);
  await Promise.all([first, ...Array.from({ length: 5 }, () => ilert.currentUser())]);
  const [refused = 0, ...later] = arrivals;
  // Requests that were on their way before the refusal are not called back.
  expect(later.filter((at) => at - refused >= 20_000 * timeScale - 2).length).toBeGreaterThanOrEqual(1);
  expect(arrivals).toHaveLength(7);
});

test('each key has its own limit, and all together that of the address', () => {
  const limits = createIlertLimits({ now: Date.now, timeScale: 1 }, () => undefined);
  const [one, two] = [new Secret('one'), new Secret('two')];
  const [keyOne, address] = limits.of('https://api.ilert.com', one);
  const [keyTwo, sameAddress] = limits.of('https://api.ilert.com', two);
  const [again] = limits.of('https://api.ilert.com', new Secret('one'));
  const [, elsewhere] = limits.of('https://eu.ilert.com', one);
  expect(keyOne).not.toBe(keyTwo);
  expect(again).toBe(keyOne);
  expect(sameAddress).toBe(address);
  expect(elsewhere).not.toBe(address);
});

test('a wait for ilert is reported with the limit and its duration', async () => {
  const said: [string, string, number][] = [];
  const limits = createIlertLimits({ now: Date.now, timeScale: 1 }, (service, limit, { milliseconds }) =>
    said.push([service, limit, Math.ceil(milliseconds / 1000)]),
  );
  const stop = new AbortController();
  const turns = limits.of('https://api.ilert.com', new Secret('key')).map((limiter) => {
    limiter.pauseFor(41_000);
    return limiter.acquire(stop.signal);
  });
  await expect.poll(() => said.length).toBe(2);
  stop.abort();
  await Promise.allSettled(turns);
  expect(said).toEqual([
    ['ilert', '120 requests a minute per API key', 41],
    ['ilert', '700 requests a minute per IP address', 41],
  ]);
});

test('a run that has to wait says so on standard error, and nothing on standard output', async () => {
  const printed = { stdout: '', stderr: '' };
  const host = {
    env: {},
    platform: 'linux',
    packageRoot,
    stdin: {},
    now: Date.now,
    timeScale: 1,
    stdout: { write: (text: string) => (printed.stdout += text) },
    stderr: { write: (text: string) => (printed.stderr += text) },
  } as unknown as System;
  const stop = new AbortController();
  const options = { document: true, quiet: false, verbose: false, color: true } as RunOptions;
  const { limits } = createContext(host, options, stop.signal);
  const [limiter] = limits.of('https://api.ilert.com', new Secret('key'));
  limiter?.pauseFor(5_000);
  const turn = limiter?.acquire(stop.signal);
  await expect.poll(() => printed.stderr).not.toBe('');
  stop.abort();
  await expect(turn).rejects.toThrow();
  expect(printed).toEqual({
    stdout: '',
    stderr: "ilert's rate limit reached (120 requests a minute per API key); continuing in 5 s\n",
  });
});
