import { isTrouble, type TargetReport } from '../fleet/report.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Streams } from '../ui/streams.ts';
import { withoutOwnNames } from './alike.ts';
import { endingOf, problemOf, summaryOf, targetInWords } from './fleet.ts';
import type { CommandResult } from './result.ts';

type Report = TargetReport<CommandResult>;

/** So many failures with a known reason have a line of their own each, and later ones so many together. */
const NAMES = 10;

/**
 * Tells of targets as they end: with `verbose` of each; else of those that did not end well, with a reason only where it is
 * new. Many with the same reason share lines: the result has them all again.
 */
export function tellOfEnded(
  streams: Streams,
  verbose: boolean,
): (report: Report, position: number, count: number) => void {
  const reasons = new Set<string>();
  const untold: string[] = [];
  let lines = 0;
  return (report, position, count) => {
    const say = (text: string) => streams.info(`[${position}/${count}] ${text}`);
    const reason = withoutOwnNames(summaryOf(report), report);
    const isKnown = !verbose && reasons.has(reason);
    if (verbose || (isTrouble(report) && !isKnown)) say(endedInWords(report, verbose));
    if (isTrouble(report)) {
      reasons.add(reason);
      if (isKnown) untold.push(`${targetInWords(report)} ${endingOf(report)}`);
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
