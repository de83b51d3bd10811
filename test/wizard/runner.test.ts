import { describe, expect, it } from 'vitest';
import { type Answer, BACK } from '../../src/ui/prompter.ts';
import { type Question, runQuestions } from '../../src/wizard/runner.ts';
import { fc } from '../support/property.ts';

interface Letters {
  readonly a?: string;
  readonly b?: string;
  readonly c?: string;
  readonly d?: string;
}
type Letter = keyof Letters;
type Result = Answer<Letters> | undefined;

/** Creates questions that answer from a list, and record what each was asked with. */
function questionsOf(
  scripted: Partial<Record<Letter, Result[]>>,
  when: Partial<Record<Letter, Question<Letters>['when']>> = {},
) {
  const asked: [Letter, Letters][] = [];
  const questions = (['a', 'b', 'c', 'd'] as const).map((id): Question<Letters> => {
    const condition = when[id];
    return {
      id,
      ...(condition && { when: condition }),
      ask: async (answers) => {
        asked.push([id, answers]);
        const list = scripted[id];
        return list && list.length > 0 ? list.shift() : { [id]: `${id}!` };
      },
    };
  });
  return { questions, asked: () => asked.map(([id]) => id).join(''), askedWith: asked };
}

describe('the runner', () => {
  it('asks one question after the other, and returns all answers', async () => {
    const { questions, asked } = questionsOf({});
    expect(await runQuestions(questions, {})).toEqual({ a: 'a!', b: 'b!', c: 'c!', d: 'd!' });
    expect(asked()).toBe('abcd');
  });

  it('goes back twice, and asks again with what was answered', async () => {
    const { questions, asked, askedWith } = questionsOf({
      a: [{ a: 'first' }, { a: 'second' }],
      b: [{ b: 'kept' }, BACK],
      c: [BACK],
    });
    expect(await runQuestions(questions, {})).toEqual({ a: 'second', b: 'b!', c: 'c!', d: 'd!' });
    expect(asked()).toBe('abcbabcd');
    expect(askedWith[4]?.[1]).toEqual({ a: 'first', b: 'kept' });
  });

  it('asks the first question again when going back from it', async () => {
    const { questions, asked } = questionsOf({ a: [BACK, BACK] });
    await runQuestions(questions, {});
    expect(asked()).toBe('aaabcd');
  });

  it('does not go back to a question that was skipped', async () => {
    const { questions, asked } = questionsOf({ c: [BACK] }, { b: () => false });
    await runQuestions(questions, {});
    expect(asked()).toBe('acacd');
  });

  it('does not go back to a question that had nothing to ask', async () => {
    const { questions, asked } = questionsOf({ b: [undefined, undefined, undefined], c: [BACK] });
    expect(await runQuestions(questions, {})).toEqual({ a: 'a!', c: 'c!', d: 'd!' });
    expect(asked()).toBe('abcabcd');
  });

  it('starts from the end with the last question, and goes back from there', async () => {
    const answers = { a: '1', b: '2', c: '3', d: '4' };
    const { questions, asked } = questionsOf({ d: [undefined], c: [BACK], b: [{ b: 'new' }] });
    expect(await runQuestions(questions, answers, { from: 'end' })).toEqual({ ...answers, b: 'new', c: 'c!', d: 'd!' });
    expect(asked()).toBe('dcbcd');
  });

  it('continues where the first question has nothing to ask', async () => {
    const { questions, asked } = questionsOf({ a: [undefined, undefined], b: [BACK] });
    await runQuestions(questions, {});
    expect(asked()).toBe('abbcd');
  });

  it('ends, and loses no answer, in whatever order one goes back', async () => {
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
          const questions = (['a', 'b', 'c', 'd'] as const).map(
            (id): Question<Letters> => ({
              id,
              when: ({ a }) => id !== 'c' || !skipsC || a === undefined,
              ask: async (answers) => {
                // All answers so far are there when something is asked again.
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
          expect(await runQuestions<Letters>(questions, {}, { from: from as 'start' | 'end' })).toEqual(given);
        },
      ),
    );
  });
});
