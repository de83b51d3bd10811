import { expect, test } from 'vitest';
import { readBackOf, sharedList } from '../../../src/providers/lookups.ts';
import { fc } from '../../support/property.ts';

/** Creates a list whose readings end when the test says so; each returns its number. */
function list() {
  const ends: ((fails?: boolean) => void)[] = [];
  const { now: read, ...more } = sharedList(
    () =>
      new Promise<number>((resolve, reject) => {
        const number = ends.length + 1;
        ends.push((fails = false) => (fails ? reject(new Error(`no ${number}`)) : resolve(number)));
      }),
  );
  return { read, ...more, ends };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('who asks gets a list whose reading began after he asked', async () => {
  const { read, ends } = list();
  const first = read();
  const second = read();
  ends[0]?.();
  expect(await first).toBe(1);
  await settled();
  ends[1]?.();
  expect(await second).toBe(2);
});

test('all who ask while one is read share the next', async () => {
  const { read, ends } = list();
  const first = read();
  const others = [read(), read(), read()];
  ends[0]?.();
  await first;
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
});

test('one that fails fails for those who asked for it, and the next is read all the same', async () => {
  const { read, ends } = list();
  const first = read();
  const second = read();
  ends[0]?.(true);
  await expect(first).rejects.toThrow('no 1');
  await settled();
  ends[1]?.();
  expect(await second).toBe(2);
});

test('in whatever order people ask and lists end, nobody gets one that began before he asked, and no two are read at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('ask', 'end', 'fail'), { maxLength: 40 }), async (steps) => {
      const { read, ends } = list();
      const asked: { begun: number; got: Promise<number | string> }[] = [];
      let ended = 0;
      for (const step of steps) {
        if (step === 'ask') asked.push({ begun: ends.length, got: read().catch((error: Error) => error.message) });
        else if (ended < ends.length) ends[ended++]?.(step === 'fail');
        await settled();
        expect(ends.length - ended).toBeLessThanOrEqual(1);
      }
      for (; ended < ends.length; await settled()) ends[ended++]?.();
      for (const { begun, got } of asked) expect(Number(String(await got).replace('no ', ''))).toBeGreaterThan(begun);
    }),
  );
});

test('who has written is given what another has begun to read since then, and else a new one', async () => {
  const { read, begun, after, ends } = list();
  const early = read();
  const written = begun();
  const mine = after(written);
  ends[0]?.();
  expect(await early).toBe(1);
  await settled();
  ends[1]?.();
  expect(await mine).toBe(2);
  expect(await after(written)).toBe(2);
  expect(ends).toHaveLength(2);
});

test('one that another has begun to read, and that fails, is read again', async () => {
  const { read, begun, after, ends } = list();
  const written = begun();
  const theirs = read();
  const mine = after(written);
  ends[0]?.(true);
  await expect(theirs).rejects.toThrow('no 1');
  await settled();
  ends[1]?.();
  expect(await mine).toBe(2);
});

test('what is read back began after the last write, and whoever reads it twice is given another', async () => {
  let readings = 0;
  const all = sharedList(async () => ++readings);
  const [own, other] = [readBackOf(all), readBackOf(all)];
  expect(await own.read()).toBe(1);
  expect(await own.read()).toBe(2);
  expect(await other.read()).toBe(2);
  other.noteWrite();
  expect(await own.read()).toBe(3);
  expect(await other.read()).toBe(3);
  other.noteWrite();
  expect(await other.read()).toBe(4);
});
