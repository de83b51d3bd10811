import type { Verdict } from '../facts/evidence.ts';
import { ANSWERS, countAnswers, type ProvenFact } from '../prove/answers.ts';
import type { Remaining } from '../prove/clean-up.ts';
import { KINDS } from '../prove/lab/kinds.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import type { ResultOf } from './result.ts';

/** The headings of reports. */
export const ANSWER_TITLES: Readonly<Record<Verdict['answer'], string>> = {
  contradicted: 'Contradicted',
  'not observed': 'Not observed',
  confirmed: 'Confirmed',
};

/** Shows what experiments have shown, contradicted facts first. Pure. */
export function renderProve({ facts, left, product }: ResultOf<'prove'>, style: Style): string {
  const colors = { contradicted: style.bad, 'not observed': style.changed, confirmed: style.good };
  const sections = ANSWERS.flatMap((answer) => {
    const those = facts.filter((each) => each.answer === answer);
    if (those.length === 0) return [];
    return [
      [colors[answer](`${ANSWER_TITLES[answer]} (${those.length})`), ...those.map((each) => lineOf(each, style))].join(
        '\n',
      ),
    ];
  });
  const toRemove = left.length > 0 ? ['Remove it with: ilert-haloitsm prove --clean-up'] : [];
  return [...sections, ...leftBlock(left), ...toRemove, summaryOf(facts, product)].join('\n\n');
}

function lineOf({ fact, answer, claim, sentence, remedy }: ProvenFact, style: Style): string {
  return [
    `  ${style.strong(fact)}: ${sentence}`,
    ...(answer === 'contradicted' ? [style.faint(`    Assumed: ${claim}`)] : []),
    ...(remedy === undefined ? [] : [`    ${remedy}`]),
  ].join('\n');
}

/** Sums up a report. Pure. */
export function summaryOf(facts: readonly ProvenFact[], product: string): string {
  const { confirmed, contradicted, 'not observed': notObserved } = countAnswers(facts);
  const counts = `${confirmed} confirmed, ${contradicted} contradicted, ${notObserved} not observed.`;
  return contradicted > 0
    ? `${counts} Here ${product} or ilert behaves differently from what this program assumes. Please report it.`
    : counts;
}

/** Shows what a clean-up has removed, and what remains. Pure. */
export function renderCleanUp({ removed, left }: ResultOf<'clean-up'>): string {
  if (removed.length === 0 && left.length === 0) return 'Nothing to clean up.';
  const lines =
    removed.length === 0 ? [] : [['Removed:', ...removed.map((each) => `  ${remainingInWords(each)}`)].join('\n')];
  return [...lines, ...leftBlock(left)].join('\n\n');
}

function leftBlock(left: readonly Remaining[]): string[] {
  if (left.length === 0) return [];
  return [['Could not be removed:', ...left.map((each) => `  ${remainingInWords(each)}`)].join('\n')];
}

/** Names something that `prove` has created. Pure. */
export function remainingInWords({ kind, id, name }: Remaining): string {
  return `${KINDS[kind].title} "${plainName(name)}" (ID ${id})`;
}
