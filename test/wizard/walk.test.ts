import { describe, expect, it } from 'vitest';
import { type Answer, BACK } from '../../src/ui/prompter.ts';
import { type Stop, walk } from '../../src/wizard/runner.ts';
import { fc } from '../support/property.ts';

interface Letters {
  readonly a?: string;
  readonly b?: string;
  readonly c?: string;
  readonly d?: string;
}
type Letter = keyof Letters;
type Said = Answer<Letters> | undefined;

/** Stops that answer from a list, and note what each was asked with. */
function stopsOf(said: Partial<Record<Letter, Said[]>>, when: Partial<Record<Letter, Stop<Letters>['when']>> = {}) {
  const asked: [Letter, Letters][] = [];
  const stops = (['a', 'b', 'c', 'd'] as const).map((id): Stop<Letters> => {
    const condition = when[id];
    return {
      id,
      ...(condition && { when: condition }),
      ask: async (answers) => {
        asked.push([id, answers]);
        const list = said[id];
        return list && list.length > 0 ? list.shift() : { [id]: `${id}!` };
      },
    };
  });
  return { stops, asked: () => asked.map(([id]) => id).join(''), askedWith: asked };
}

describe('the walk', () => {
  it('asks one question after the other, and knows all answers at the end', async () => {
    const { stops, asked } = stopsOf({});
    expect(await walk(stops, {})).toEqual({ a: 'a!', b: 'b!', c: 'c!', d: 'd!' });
    expect(asked()).toBe('abcd');
  });

  it('goes back twice, and asks again with what was answered', async () => {
    const { stops, asked, askedWith } = stopsOf({
      a: [{ a: 'first' }, { a: 'second' }],
      b: [{ b: 'kept' }, BACK],
      c: [BACK],
    });
    expect(await walk(stops, {})).toEqual({ a: 'second', b: 'b!', c: 'c!', d: 'd!' });
    expect(asked()).toBe('abcbabcd');
    expect(askedWith[4]?.[1]).toEqual({ a: 'first', b: 'kept' });
  });

  it('asks the first question again where there is none before it', async () => {
    const { stops, asked } = stopsOf({ a: [BACK, BACK] });
    await walk(stops, {});
    expect(asked()).toBe('aaabcd');
  });

  it('does not lead back to what was not asked', async () => {
    const { stops, asked } = stopsOf({ c: [BACK] }, { b: () => false });
    await walk(stops, {});
    expect(asked()).toBe('acacd');
  });

  it('does not lead back to where there was nothing to ask, which would lead forth again', async () => {
    const { stops, asked } = stopsOf({ b: [undefined, undefined, undefined], c: [BACK] });
    expect(await walk(stops, {})).toEqual({ a: 'a!', c: 'c!', d: 'd!' });
    expect(asked()).toBe('abcabcd');
  });

  it('comes back to its end: the last question first, and from there back', async () => {
    const answers = { a: '1', b: '2', c: '3', d: '4' };
    const { stops, asked } = stopsOf({ d: [undefined], c: [BACK], b: [{ b: 'new' }] });
    expect(await walk(stops, answers, 'end')).toEqual({ ...answers, b: 'new', c: 'c!', d: 'd!' });
    expect(asked()).toBe('dcbcd');
  });

  it('goes on where the first question has nothing to ask', async () => {
    const { stops, asked } = stopsOf({ a: [undefined, undefined], b: [BACK] });
    await walk(stops, {});
    expect(asked()).toBe('abbcd');
  });

  it('ends, and loses no answer, whatever the order of forth and back', async () => {
    const kinds = fc.constantFrom('answer', 'back', 'nothing');
    await fc.assert(
      fc.asyncProperty(
        fc.array(kinds, { maxLength: 60 }),
        fc.boolean(),
        fc.constantFrom('start', 'end'),
        async (keys, skipsC, from) => {
          const left = [...keys];
          const given: Record<string, string> = {};
          let count = 0;
          const stops = (['a', 'b', 'c', 'd'] as const).map(
            (id): Stop<Letters> => ({
              id,
              when: ({ a }) => id !== 'c' || !skipsC || a === undefined,
              ask: async (answers) => {
                // Whatever was answered is there when something is asked again.
                expect(answers).toEqual(given);
                const kind = left.shift() ?? 'answer';
                if (kind === 'back') return BACK;
                if (kind === 'nothing') return undefined;
                count += 1;
                given[id] = String(count);
                return { [id]: String(count) };
              },
            }),
          );
          expect(await walk<Letters>(stops, {}, from as 'start' | 'end')).toEqual(given);
        },
      ),
    );
  });
});
