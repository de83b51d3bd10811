import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { loopback } from '../../support/loopback.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { haloAt, httpOfTest, ilertAt } from '../../support/wire.ts';

const throttled = (headers: Record<string, string> = {}) => ({
  status: 429,
  headers,
  body: 'API calls quota exceeded.',
});
const NOTICE = /'s rate limit reached \(/g;

/** Time passes a thousand times as fast, for the service and for the program. */
const timeScale = 0.001;
const fast = () => Date.now() / timeScale;

describe("Halo's five-minute rate limit is waited out (F7)", () => {
  it.each([true, false])(
    'by a whole apply, whether or not Halo says how long (Retry-After: %s)',
    async (retryAfter) => {
      const sandbox = await sandboxOfTest({ haloRequestsPerFiveMinutes: 12, retryAfter, now: fast });
      const { exitCode, stdout, stderr } = await run(['apply'], { env: pointedAt(sandbox) });
      expect(stderr).toMatch(/^HaloITSM's rate limit reached \(five-minute window\); continuing (in|within) /m);
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Done: 6 created')]);
      expect(sandbox.requests.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
      expect(sandbox.halo.state.integrations.filter(({ name }) => name === 'ilert integration')).toHaveLength(1);
    },
  );

  it('with Retry-After: 90 after the first attempt', async () => {
    const { http, events } = httpOfTest();
    const { origin } = await loopback((_, number) =>
      number === 1 ? throttled({ 'retry-after': '90' }) : { body: { id: 1, firstName: 'Ada', lastName: 'Admin' } },
    );
    await expect(ilertAt(origin, http).currentUser()).resolves.toMatchObject({ id: 1 });
    expect(events).toContainEqual(expect.objectContaining({ type: 'retrying', isThrottled: true }));
  });

  it('and given up with the number of attempts and the time if it never ends', async () => {
    const { origin, received } = await loopback(({ url }) =>
      url === '/api/Status' ? throttled() : { body: { auth_url: '/auth', access_token: 'token' } },
    );
    const error = await haloAt(origin)
      .statuses()
      .catch((reason: Error) => reason);
    const attempts = received.filter(({ url }) => url === '/api/Status').length;
    expect(attempts).toBeGreaterThanOrEqual(8);
    expect(error).toMatchObject({
      message: `Still rate-limited by HaloITSM after ${attempts} attempts in 5 min 4 s (GET /api/Status).`,
      hint: expect.stringContaining('Try again in a few minutes.'),
      exitCode: ExitCode.failed,
      status: 429,
    });
  });

  it('unless Halo asks for more: then it fails at once, naming the requested wait', async () => {
    const { origin, received } = await loopback(() => throttled({ 'retry-after': '3600' }));
    await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({
      message: 'Rate-limited by ilert (GET /api/users/current).',
      hint: expect.stringContaining('asks to wait 60 min'),
    });
    expect(received).toHaveLength(1);
  });

  it('with one message for all waiting requests', async () => {
    const sandbox = await sandboxOfTest();
    let until = 0;
    sandbox.intercept = ({ service, path }) => {
      if (service !== 'halo' || !path.startsWith('/api/') || path === '/api/AuthInfo') return undefined;
      until ||= fast() + 30_000;
      return fast() < until
        ? { kind: 'respond', status: 429, body: 'Too many requests.', headers: { 'retry-after': '30' } }
        : undefined;
    };
    const { exitCode, stderr } = await run(['plan'], { env: pointedAt(sandbox) });
    expect(exitCode).toBe(0);
    expect(stderr.match(NOTICE)).toHaveLength(1);
    expect(stderr).not.toContain('retrying in');
  });

  it('until Ctrl-C, which ends it at once; unsent requests are not reported as unknown', async () => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ path, method }) => {
      if (path !== '/api/CustomIntegration' || method !== 'POST') return undefined;
      setTimeout(interrupt, 20);
      return { kind: 'respond', status: 429, body: 'Too many requests.', headers: { 'retry-after': '300' } };
    };
    const started = Date.now();
    const { exitCode, stdout } = await run(['apply', '--json'], {
      env: pointedAt(sandbox),
      timeScale: 1,
      onStart: (callback) => (interrupt = callback),
    });
    expect(exitCode).toBe(130);
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(JSON.parse(stdout).unknown).toEqual([]);
    expect(
      sandbox.requests.filter(({ path, method }) => method === 'POST' && path === '/api/CustomIntegration'),
    ).toHaveLength(1);
  });
});

it("ilert's minute is waited out without Retry-After", async () => {
  const sandbox = await sandboxOfTest();
  let refused = 0;
  sandbox.intercept = ({ service, path }) => {
    if (service !== 'ilert' || !path.endsWith('/alert-sources') || refused === 2) return undefined;
    refused += 1;
    return { kind: 'respond', status: 429, body: { status: 429, message: 'Too many requests', code: 'LIMIT' } };
  };
  const { exitCode, stderr } = await run(['apply'], { env: pointedAt(sandbox) });
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^ilert's rate limit reached \(.*\); /m)]);
});
