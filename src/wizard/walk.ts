import { type Answer, BACK } from './prompter.ts';

/** One stop of the walk. What it answers is laid over the answers so far. */
export interface Stop<Answers> {
  readonly id: string;
  /** Whether it has to be asked, after what was answered before. Without it: always. */
  readonly when?: (answers: Answers) => boolean;
  readonly ask: (answers: Answers) => Promise<Answer<Partial<Answers>>>;
}

/**
 * Walks from stop to stop. Going back leads to the stop that was asked before this one, and loses no
 * answer: each stop is asked again with what was answered, and those after it too. Back from the
 * first stop asks it again.
 *
 * @param from `end` to come back to a walk that was at its end: the last stop is asked first
 */
export async function walk<Answers>(
  stops: readonly Stop<Answers>[],
  start: Answers,
  from: 'start' | 'end' = 'start',
): Promise<Answers> {
  let answers = start;
  const asked = from === 'start' ? [] : [...stops.keys()].filter((at) => stops[at]?.when?.(start) ?? true);
  let at = asked.pop() ?? 0;
  while (at < stops.length) {
    const stop = stops[at] as Stop<Answers>;
    if (stop.when && !stop.when(answers)) {
      at += 1;
      continue;
    }
    const answer = await stop.ask(answers);
    if (answer === BACK) {
      at = asked.pop() ?? at;
    } else {
      answers = { ...answers, ...answer };
      asked.push(at);
      at += 1;
    }
  }
  return answers;
}
