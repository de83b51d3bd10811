import { isTrouble, type TargetReport } from '../fleet/report.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Streams } from '../ui/streams.ts';
import { ownWordsOf } from './alike.ts';
import { endingOf, problemOf, summaryOf, targetInWords } from './fleet.ts';
import { isSameButForOwnWords, type MarkedText, markedTexts } from './own-words.ts';
import type { CommandResult } from './result.ts';

type Report = TargetReport<CommandResult>;

/** The first failures with a known reason get a line each, up to this many; later ones share lines of this many. */
const NAMES = 10;

/**
 * Reports targets as they end: all of them with `verbose`, otherwise those that failed, with a reason only if it is
 * new. Many with the same reason share lines, since the result lists them all again.
 */
export function reportEnded(
  streams: Streams,
  verbose: boolean,
): (report: Report, position: number, count: number) => void {
  const reasons: MarkedText[][] = [];
  const untold: string[] = [];
  let lines = 0;
  return (report, position, count) => {
    const say = (text: string) => streams.info(`[${position}/${count}] ${text}`);
    const reason = markedTexts(summaryOf(report), ownWordsOf(report));
    const isKnown = !verbose && reasons.some((each) => isSameButForOwnWords(each, reason));
    if (verbose || (isTrouble(report) && !isKnown)) say(endedInWords(report, verbose));
    if (isTrouble(report)) {
      if (isKnown) untold.push(`${targetInWords(report)} ${endingOf(report)}`);
      else reasons.push(reason);
    }
    if (untold.length === 0 || !(lines < NAMES || untold.length === NAMES || position === count)) return;
    lines += 1;
    say(untold.splice(0).join(', '));
  };
}

function endedInWords(report: Report, verbose: boolean): string {
  const whose = targetInWords(report);
  if (!isTrouble(report)) return `${whose}: ${plainName(summaryOf(report))}`;
  const { message, hint } = problemOf(report);
  return `${whose} ${endingOf(report)}: ${message}${verbose && hint !== undefined ? `\n    ${hint}` : ''}`;
}
