import type { Verdict } from '../facts/evidence.ts';
import type { Certainty } from '../facts/fact.ts';

/** One fact and what an account shows about it. Contains no text of the account. */
export interface ProvenFact extends Verdict {
  readonly fact: string;
  readonly claim: string;
  readonly certainty: Certainty;
  /** The experiment that was to show it; undefined if none can. */
  readonly experiment?: string | undefined;
  /** What to do about it, if it is contradicted. */
  readonly remedy?: string | undefined;
}

/** The answers in the order in which reports show them. */
export const ANSWERS = ['contradicted', 'not observed', 'confirmed'] as const satisfies readonly Verdict['answer'][];

/** How many facts have each answer. Pure. */
export function countAnswers(report: readonly ProvenFact[]): Readonly<Record<Verdict['answer'], number>> {
  const count = (answer: Verdict['answer']) => report.filter((each) => each.answer === answer).length;
  return {
    confirmed: count('confirmed'),
    contradicted: count('contradicted'),
    'not observed': count('not observed'),
  };
}
