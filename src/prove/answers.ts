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

/** Facts that have the same answer. */
export interface Answered {
  readonly answer: Verdict['answer'];
  readonly facts: readonly ProvenFact[];
}

/** The facts that experiments were to show, by their answer; without answers that no fact has. Pure. */
export function byAnswer(report: readonly ProvenFact[]): Answered[] {
  return ANSWERS.map((answer) => ({
    answer,
    facts: report.filter((each) => isProvable(each) && each.answer === answer),
  })).filter(({ facts }) => facts.length > 0);
}

/** How many facts have each answer, and how many no experiment can show: those count as none of the answers. Pure. */
export function countAnswers(
  report: readonly ProvenFact[],
): Readonly<Record<Verdict['answer'] | 'unprovable', number>> {
  const count = (answer: Verdict['answer']) =>
    report.filter((each) => isProvable(each) && each.answer === answer).length;
  return {
    confirmed: count('confirmed'),
    contradicted: count('contradicted'),
    'not observed': count('not observed'),
    unprovable: report.filter((each) => !isProvable(each)).length,
  };
}

function isProvable({ experiment }: ProvenFact): boolean {
  return experiment !== undefined;
}
