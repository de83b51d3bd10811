import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { closedPort, freePort, loopback, type Reply } from '../../support/loopback.ts';
import { httpOfTest, ilertAt } from '../../support/wire.ts';

const failing: Reply = { status: 503, body: { message: 'down for maintenance' } };
const throttled: Reply = { status: 429, headers: { 'retry-after': '7' }, body: { message: 'slow down' } };
const user = { id: 1, firstName: 'Ada', lastName: 'Admin' };
const source = { id: 5, name: 'x', integrationType: 'HALOITSM', integrationUrl: 'https://a.example/api/key' };
const create = { service: 'ilert', method: 'POST', path: '/alert-sources', body: { name: 'x' } } as const;

describe('reading', () => {
  it.each<[string, Reply]>([
    ['a broken connection', 'reset'],
    ['status 503', failing],
    ['status 500', { status: 500 }],
    ['status 429', throttled],
  ])('is retried after %s', async (_, trouble) => {
    const { origin, received } = await loopback((_, number) => (number < 3 ? trouble : { body: user }));
    await expect(ilertAt(origin).currentUser()).resolves.toMatchObject({ id: user.id });
    expect(received).toHaveLength(3);
  });

  it("is given up after five attempts, with the service's message", async () => {
    const { origin, received } = await loopback(() => failing);
    await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({
      message: 'ilert returned HTTP 503 for GET /api/users/current (“down for maintenance”) after 5 attempts.',
      exitCode: ExitCode.failed,
    });
    expect(received).toHaveLength(5);
  });

  it.each([400, 403, 404, 501])('is not tried again after status %i', async (status) => {
    const { origin, received } = await loopback(() => ({ status, body: { message: 'no' } }));
    await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({ status });
    expect(received).toHaveLength(1);
  });
});

describe('waiting between two attempts', () => {
  it('takes as long as Retry-After says, and up to a quarter longer', async () => {
    const { http, events } = httpOfTest();
    const { origin } = await loopback((_, number) => (number === 1 ? throttled : { body: user }));
    await ilertAt(origin, http).currentUser();
    const [retry] = events.filter(({ type }) => type === 'retrying');
    expect(retry).toMatchObject({
      method: 'GET',
      why: 'HTTP 429',
      isThrottled: true,
      url: `${origin}/api/users/current`,
    });
    const waitMs = retry?.type === 'retrying' ? retry.waitMs : 0;
    expect(waitMs).toBeGreaterThanOrEqual(7_000);
    expect(waitMs).toBeLessThanOrEqual(8_750);
  });

  it('doubles without Retry-After', async () => {
    const { http, events } = httpOfTest();
    const { origin } = await loopback(() => failing);
    await expect(ilertAt(origin, http).currentUser()).rejects.toThrow();
    const waits = events.flatMap((event) => (event.type === 'retrying' ? [event.waitMs] : []));
    expect(waits).toHaveLength(4);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(1_000 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(1_250 * 2 ** index);
    }
  });

  it('does not happen if the service asks for an hour', async () => {
    const { origin, received } = await loopback(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({ status: 429, exitCode: ExitCode.failed });
    expect(received).toHaveLength(1);
  });
});

describe('creating', () => {
  it.each<[string, Reply]>([
    ['a broken connection', 'reset'],
    ['status 500', { status: 500 }],
    ['status 503', failing],
  ])('is never repeated blindly after %s', async (_, trouble) => {
    const { origin, received } = await loopback(() => trouble);
    await expect(ilertAt(origin).write(create)).rejects.toMatchObject({ maybeDone: true, exitCode: ExitCode.failed });
    expect(received).toHaveLength(1);
  });

  it('is retried after 429, since nothing was done', async () => {
    const { origin, received } = await loopback((_, number) =>
      number < 3 ? throttled : { status: 201, body: source },
    );
    await expect(ilertAt(origin).write(create)).resolves.toMatchObject({ id: 5 });
    expect(received.map(({ body }) => body)).toEqual(Array(3).fill('{"name":"x"}'));
  });

  it('is retried after a refused connection', async () => {
    const port = await freePort();
    let late: ReturnType<typeof loopback> | undefined;
    const { http } = httpOfTest({
      timeScale: 0.01,
      listen: () => {
        late ??= loopback(() => ({ status: 201, body: source }), port);
      },
    });
    await expect(ilertAt(`http://127.0.0.1:${port}`, http).write(create)).resolves.toMatchObject({ id: 5 });
    expect((await late)?.received).toHaveLength(1);
  });

  it('says that nothing was done if every connection is refused', async () => {
    const port = await closedPort();
    await expect(ilertAt(`http://127.0.0.1:${port}`).write(create)).rejects.toMatchObject({
      message: `Cannot connect to http://127.0.0.1:${port} (connection refused) after 5 attempts.`,
      maybeDone: false,
    });
  });
});

describe('changing and removing', () => {
  it.each(['PUT', 'DELETE'] as const)('by %s is repeated, since twice is as good as once', async (method) => {
    const { origin, received } = await loopback((_, number) => (number < 3 ? 'reset' : { body: source }));
    await ilertAt(origin).write({ ...create, method, path: '/alert-sources/5' });
    expect(received).toHaveLength(3);
  });
});
