import { expect, test } from 'vitest';
import { createRateLimiter, timeUntilRoom, type Wait } from '../../../src/http/rate-limiter.ts';
import { fc } from '../../support/property.ts';

const MINUTE = 60_000;

const at = (...times: (number | undefined)[]) => times.map((endedAt) => ({ endedAt }));

test.each([
  ['nothing sent yet', at(), 2, 0],
  ['fewer than fit', at(5), 2, 0],
  ['as many as fit', at(5, 9), 2, 5 + MINUTE - 10],
  ['responses in another order', at(9, 5), 2, 5 + MINUTE - 10],
  ['one in flight, which counts until a minute after its response', at(undefined), 1, MINUTE],
])('with %s one more request waits until there is room', (_, counted, max, wait) => {
  expect(timeUntilRoom(counted, max, MINUTE, 10)).toBe(wait);
});

test('whatever the timing and duration of requests, the service never counts more in a minute than its limit', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 40_000 }),
          fc.integer({ min: 0, max: 30_000 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
        { maxLength: 60 },
      ),
      fc.integer({ min: 1, max: 8 }),
      (requests, max) => {
        const requestsSoFar: { endedAt: number }[] = [];
        const countedAt: number[] = [];
        let time = 0;
        for (const [gap, takes, part] of requests) {
          time += gap;
          const current = () => requestsSoFar.filter(({ endedAt }) => endedAt + MINUTE > time);
          const wait = () => timeUntilRoom(current(), max, MINUTE, time);
          for (let next = wait(); next > 0; next = wait()) time += next;
          // The service counts it at some time between sending and response.
          countedAt.push(time + takes * part);
          requestsSoFar.push({ endedAt: time + takes });
        }
        for (const end of countedAt)
          expect(countedAt.filter((at) => at > end - MINUTE && at <= end).length).toBeLessThanOrEqual(max);
      },
    ),
  );
});

const timeScale = 0.001;
const signal = () => new AbortController().signal;

test('requests within the limit are admitted immediately, in their order', async () => {
  const limiter = createRateLimiter({ perMinute: 3, now: () => performance.now(), timeScale: 1 });
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((number) => limiter.acquire(signal()).then(() => order.push(number))));
  expect(order).toEqual([1, 2, 3]);
});

test('one more waits until a minute after the first response', async () => {
  const limiter = createRateLimiter({ perMinute: 2, now: () => performance.now(), timeScale });
  const [first] = await Promise.all([limiter.acquire(signal()), limiter.acquire(signal())]);
  const third = limiter.acquire(signal()).then(() => performance.now());
  const answered = performance.now();
  first();
  expect((await third) - answered).toBeGreaterThanOrEqual(MINUTE * timeScale);
});

test('after a 429 nothing is sent before the pause is over', async () => {
  const limiter = createRateLimiter({ perMinute: 100, now: () => performance.now(), timeScale });
  const start = performance.now();
  limiter.pauseFor(30_000);
  await limiter.acquire(signal());
  expect(performance.now() - start).toBeGreaterThanOrEqual(30_000 * timeScale - 1);
});

test('Ctrl-C ends the wait of all requests in the queue', async () => {
  const limiter = createRateLimiter({ perMinute: 1, now: () => performance.now(), timeScale: 1 });
  const interrupt = new AbortController();
  await limiter.acquire(interrupt.signal);
  const waiting = [limiter.acquire(interrupt.signal), limiter.acquire(interrupt.signal)];
  interrupt.abort(new Error('stopped'));
  const ends = await Promise.allSettled(waiting);
  expect(ends.map((end) => end.status === 'rejected' && end.reason.message)).toEqual(['stopped', 'stopped']);
});

/** Creates a rate limiter whose clock advances at each reading, and the list of waits it reports, in seconds. */
function reportingLimiter(perMinute = 100, step = 1) {
  const reported: number[] = [];
  let time = 0;
  const now = () => (time += step * 1_000 * timeScale);
  const onWait = ({ milliseconds, followsRecentReport }: Wait) =>
    followsRecentReport || reported.push(Math.round(milliseconds / 1_000));
  return { reported, limiter: createRateLimiter({ perMinute, now, timeScale, onWait }) };
}

test('a wait for the limit is reported once, before it begins, with its duration', async () => {
  const { limiter, reported } = reportingLimiter(1, 20);
  (await limiter.acquire(signal()))();
  expect(reported).toEqual([]);
  const second = limiter.acquire(signal());
  await expect.poll(() => reported, { interval: 1 }).toEqual([40]);
  await second;
  expect(reported).toEqual([40]);
});

test('a wait of less than two seconds is not reported', async () => {
  const { limiter, reported } = reportingLimiter();
  limiter.pauseFor(2_900);
  await limiter.acquire(signal());
  expect(reported).toEqual([]);
  limiter.pauseFor(3_000);
  await limiter.acquire(signal());
  expect(reported).toEqual([2]);
});

test('requests that wait together are reported once', async () => {
  const { limiter, reported } = reportingLimiter();
  limiter.pauseFor(15_000);
  await Promise.all([1, 2, 3].map(() => limiter.acquire(signal())));
  expect(reported).toEqual([14]);
});

test('of consecutive waits, one in ten seconds is reported', async () => {
  const { limiter, reported } = reportingLimiter();
  const counts: number[] = [];
  for (let number = 0; number < 5; number += 1) {
    limiter.pauseFor(5_000);
    await limiter.acquire(signal());
    counts.push(reported.length);
  }
  expect(counts).toEqual([1, 1, 2, 2, 3]);
});

test('a wait of unknown length is reported once, with its maximum', async () => {
  const waits: Wait[] = [];
  let time = 0;
  const limiter = createRateLimiter({
    now: () => time,
    timeScale,
    onWait: (wait: Wait) => waits.push(wait),
  });
  const stop = new AbortController();
  // Each request sleeps until the pause is over by this clock.
  const throttledAgain = async (milliseconds: number, atMost: number) => {
    limiter.pauseFor(milliseconds, atMost);
    const admitted = limiter.acquire(stop.signal);
    await new Promise(setImmediate);
    time += milliseconds * timeScale;
    await admitted;
  };
  let left = 304_000;
  for (const wait of [5_000, 10_000, 20_000, 40_000, 60_000]) {
    await throttledAgain(wait, left);
    left -= wait;
  }
  expect(waits.map(({ milliseconds, isAtMost }) => [Math.round(milliseconds / 1_000), isAtMost])).toEqual([
    [304, true],
  ]);
});

test('pauseFor returns the longer pause that another request has caused', () => {
  const limiter = createRateLimiter({ now: () => 0, timeScale });
  expect(limiter.pauseFor(40_000)).toBe(40_000);
  expect(limiter.pauseFor(5_000)).toBe(40_000);
});
