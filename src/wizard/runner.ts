import { type Answer, BACK } from '../ui/prompter.ts';

/** One stop of the walk. What it answers is laid over the answers so far. */
export interface Stop<Answers> {
  readonly id: string;
  /** Whether it has to be asked, after what was answered before. Without it: always. */
  readonly when?: (answers: Answers) => boolean;
  /** Undefined where there turned out to be nothing to ask: then going back does not lead here. */
  readonly ask: (answers: Answers) => Promise<Answer<Partial<Answers>> | undefined>;
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
  const asked = from === 'start' ? [] : [...stops.keys()].filter((at) => isAsked(stops[at] as Stop<Answers>, start));
  let isGoingBack = asked.length > 0;
  let at = asked.pop() ?? 0;
  while (at < stops.length) {
    const stop = stops[at] as Stop<Answers>;
    const answer = isAsked(stop, answers) ? await stop.ask(answers) : undefined;
    const isBack = answer === BACK || (answer === undefined && isGoingBack);
    const before = isBack ? asked.pop() : undefined;
    isGoingBack = before !== undefined;
    if (before !== undefined) {
      at = before;
      continue;
    }
    // Back from the first stop asks it again; where that has nothing to ask, the walk goes on.
    if (answer === BACK) continue;
    if (answer !== undefined) {
      answers = { ...answers, ...answer };
      asked.push(at);
    }
    at += 1;
  }
  return answers;
}

function isAsked<Answers>({ when }: Stop<Answers>, answers: Answers): boolean {
  return when?.(answers) ?? true;
}
