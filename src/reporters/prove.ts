import { ExitCode } from '../errors/cli-error.ts';
import type { Verdict } from '../facts/evidence.ts';
import { byAnswer, countAnswers, type ProvenFact } from '../prove/answers.ts';
import type { Remaining } from '../prove/clean-up.ts';
import { KINDS } from '../prove/lab/kinds.ts';
import { durationInWords } from '../text/duration.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { exitCodeOf } from './error.ts';
import type { ResultOf } from './result.ts';

/** The headings of reports. */
export const ANSWER_TITLES: Readonly<Record<Verdict['answer'], string>> = {
  contradicted: 'Contradicted',
  'not observed': 'Not observed',
  confirmed: 'Confirmed',
};

/** Shows what experiments have shown, contradicted facts first. Pure. */
export function renderProve(result: ResultOf<'prove'>, style: Style): string {
  const { facts, left } = result;
  const colors = { contradicted: style.bad, 'not observed': style.changed, confirmed: style.good };
  const sections = byAnswer(facts).map(({ answer, facts: those }) => {
    const title = colors[answer](`${ANSWER_TITLES[answer]} (${those.length})`);
    return [title, ...those.map((each) => lineOf(each, style))].join('\n');
  });
  const summary = [`${answersInWords(facts)}.`, ...consequence(result), ...unprovableInWords(facts)];
  return [...sections, ...leftBlock(left), summary.join('\n'), endInWords(result)].join('\n\n');
}

function lineOf({ fact, answer, claim, sentence, remedy }: ProvenFact, style: Style): string {
  return [
    `  ${style.strong(fact)}: ${sentence}`,
    ...(answer === 'contradicted' ? [style.faint(`    Assumed: ${claim}`)] : []),
    ...(remedy === undefined ? [] : [`    ${remedy}`]),
  ].join('\n');
}

/** How many facts have each answer. Pure. */
export function answersInWords(facts: readonly ProvenFact[]): string {
  const { confirmed, contradicted, 'not observed': notObserved } = countAnswers(facts);
  return `${confirmed} confirmed, ${contradicted} contradicted, ${notObserved} not observed`;
}

/** What contradicted facts mean; nothing if there are none. Pure. */
export function consequence({ facts, product }: Pick<ResultOf<'prove'>, 'facts' | 'product'>): string[] {
  if (countAnswers(facts).contradicted === 0) return [];
  return [`Here ${product} or ilert behaves differently from what this program assumes. Please report it.`];
}

/** Mentions facts that no experiment can show; nothing if there are none. Pure. */
export function unprovableInWords(facts: readonly ProvenFact[]): string[] {
  const { unprovable } = countAnswers(facts);
  if (unprovable === 0) return [];
  return [`${unprovable} fact${unprovable === 1 ? '' : 's'} can't be shown by experiments; see docs/prove.md.`];
}

/** Says what has become of what was created, and what the run took. Pure. */
export function endInWords({ left, failure, requests, elapsed }: ResultOf<'prove'>): string {
  // Any other failure may be one of the clean-up.
  const isCleanedUp = left.length === 0 && (failure === undefined || exitCodeOf(failure) === ExitCode.interrupted);
  const removed = isCleanedUp ? 'Everything that was created has been removed; resolved alerts stay in ilert. ' : '';
  return `${removed}${requests} request${requests === 1 ? '' : 's'} in ${durationInWords(elapsed)}.`;
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
export function remainingInWords({ kind, id, name, openAlerts = 0, because }: Remaining): string {
  const alerts = openAlerts === 0 ? '' : ` and its ${openAlerts} open alert${openAlerts === 1 ? '' : 's'}`;
  const why = because === undefined ? '' : `: ${plainName(because)}`;
  return `${KINDS[kind].title} "${plainName(name)}" (ID ${id})${alerts}${why}`;
}
