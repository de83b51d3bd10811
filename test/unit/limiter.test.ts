import { expect, test } from 'vitest';
import { createLimiter, roomIn, type Wait } from '../../src/http/rate-limiter.ts';
import { fc } from '../support/property.ts';

const MINUTE = 60_000;

const at = (...times: (number | undefined)[]) => times.map((over) => ({ over }));

test.each([
  ['nothing sent yet', at(), 2, 0],
  ['fewer than fit', at(5), 2, 0],
  ['as many as fit', at(5, 9), 2, 5 + MINUTE - 10],
  ['answers in another order', at(9, 5), 2, 5 + MINUTE - 10],
  ['one on its way, it counts from its answer on', at(undefined), 1, MINUTE],
])('with %s one more has to wait as long as it must', (_, counting, most, wait) => {
  expect(roomIn(counting, most, MINUTE, 10)).toBe(wait);
});

test('whenever requests come, and however long they take, a service never counts more in a minute than fit', () => {
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
      (requests, most) => {
        const counting: { over: number }[] = [];
        const counted: number[] = [];
        let time = 0;
        for (const [gap, takes, part] of requests) {
          time += gap;
          const current = () => counting.filter(({ over }) => over + MINUTE > time);
          for (let wait = roomIn(current(), most, MINUTE, time); wait > 0; wait = roomIn(current(), most, MINUTE, time))
            time += wait;
          // Somewhere between sending and answer the service counts it.
          counted.push(time + takes * part);
          counting.push({ over: time + takes });
        }
        for (const end of counted)
          expect(counted.filter((at) => at > end - MINUTE && at <= end).length).toBeLessThanOrEqual(most);
      },
    ),
  );
});

const timeScale = 0.001;
const signal = () => new AbortController().signal;

test('as many as fit go at once, in the order in which they came', async () => {
  const limiter = createLimiter({ perMinute: 3, now: () => performance.now(), timeScale: 1 });
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((number) => limiter.turn(signal()).then(() => order.push(number))));
  expect(order).toEqual([1, 2, 3]);
});

test('one more waits until a minute after the first answer', async () => {
  const limiter = createLimiter({ perMinute: 2, now: () => performance.now(), timeScale });
  const [first] = await Promise.all([limiter.turn(signal()), limiter.turn(signal())]);
  const third = limiter.turn(signal()).then(() => performance.now());
  const answered = performance.now();
  first();
  expect((await third) - answered).toBeGreaterThanOrEqual(MINUTE * timeScale);
});

test('after a refusal nothing goes before the service wants to be asked again', async () => {
  const limiter = createLimiter({ perMinute: 100, now: () => performance.now(), timeScale });
  const start = performance.now();
  limiter.holdOff(30_000);
  await limiter.turn(signal());
  expect(performance.now() - start).toBeGreaterThanOrEqual(30_000 * timeScale - 1);
});

test('Ctrl-C ends the wait, and whoever came after it is not let in either', async () => {
  const limiter = createLimiter({ perMinute: 1, now: () => performance.now(), timeScale: 1 });
  const interrupt = new AbortController();
  await limiter.turn(interrupt.signal);
  const waiting = [limiter.turn(interrupt.signal), limiter.turn(interrupt.signal)];
  interrupt.abort(new Error('stopped'));
  const ends = await Promise.allSettled(waiting);
  expect(ends.map((end) => end.status === 'rejected' && end.reason.message)).toEqual(['stopped', 'stopped']);
});

/** A limiter whose clock goes on by some seconds with each look at it, and the seconds it has told of. */
function telling(perMinute = 100, step = 1) {
  const told: number[] = [];
  let time = 0;
  const now = () => (time += step * 1_000 * timeScale);
  const waiting = ({ milliseconds }: Wait) => told.push(Math.round(milliseconds / 1_000));
  return { told, limiter: createLimiter({ perMinute, now, timeScale, waiting }) };
}

test('a wait for the limit is told before it begins, once, with how long it is', async () => {
  const { limiter, told } = telling(1, 20);
  (await limiter.turn(signal()))();
  expect(told).toEqual([]);
  const second = limiter.turn(signal());
  await expect.poll(() => told, { interval: 1 }).toEqual([40]);
  await second;
  expect(told).toEqual([40]);
});

test('a wait of less than two seconds is not worth a word', async () => {
  const { limiter, told } = telling();
  limiter.holdOff(2_900);
  await limiter.turn(signal());
  expect(told).toEqual([]);
  limiter.holdOff(3_000);
  await limiter.turn(signal());
  expect(told).toEqual([2]);
});

test('those that wait together are told of once', async () => {
  const { limiter, told } = telling();
  limiter.holdOff(15_000);
  await Promise.all([1, 2, 3].map(() => limiter.turn(signal())));
  expect(told).toEqual([14]);
});

test('of waits that follow each other one in ten seconds is told', async () => {
  const { limiter, told } = telling();
  const counts: number[] = [];
  for (let number = 0; number < 5; number += 1) {
    limiter.holdOff(5_000);
    await limiter.turn(signal());
    counts.push(told.length);
  }
  expect(counts).toEqual([1, 1, 2, 2, 3]);
});

test('a wait of unknown length is told of as the longest that it can be, and again each minute', async () => {
  const waits: Wait[] = [];
  let time = 0;
  const limiter = createLimiter({
    now: () => time,
    timeScale,
    waiting: (wait: Wait) => waits.push(wait),
  });
  const stop = new AbortController();
  // Each turn sleeps until the hold is over by this clock.
  const throttledAgain = async (milliseconds: number, atMost: number) => {
    limiter.holdOff(milliseconds, atMost);
    const turn = limiter.turn(stop.signal);
    await new Promise(setImmediate);
    time += milliseconds * timeScale;
    await turn;
  };
  let left = 304_000;
  for (const wait of [5_000, 10_000, 20_000, 40_000, 60_000]) {
    await throttledAgain(wait, left);
    left -= wait;
  }
  expect(waits.map(({ milliseconds, isAtMost }) => [Math.round(milliseconds / 1_000), isAtMost])).toEqual([
    [304, true],
    [229, true],
  ]);
});

test('a request that is throttled while another one waits longer is told how long it will wait', () => {
  const limiter = createLimiter({ now: () => 0, timeScale });
  expect(limiter.holdOff(40_000)).toBe(40_000);
  expect(limiter.holdOff(5_000)).toBe(40_000);
});
