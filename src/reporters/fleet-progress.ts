import type { TargetReport } from '../fleet/report.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Streams } from '../ui/streams.ts';
import { withoutOwnNames } from './alike.ts';
import { endingOf, isTrouble, problemOf, summaryOf, targetInWords } from './fleet.ts';
import type { CommandResult } from './result.ts';

type Report = TargetReport<CommandResult>;

/**
 * Tells of targets as they end: with `verbose` of each; else of those that did not end well, the first of those with the
 * same reason, since the result has them all.
 */
export function tellOfEnded(
  streams: Streams,
  verbose: boolean,
): (report: Report, position: number, count: number) => void {
  const reasons = new Set<string>();
  return (report, position, count) => {
    const reason = withoutOwnNames(summaryOf(report), report);
    const isNew = isTrouble(report) && !reasons.has(reason);
    reasons.add(reason);
    if (verbose || isNew) streams.info(`[${position}/${count}] ${endedInWords(report, verbose)}`);
  };
}

function endedInWords(report: Report, verbose: boolean): string {
  const whose = targetInWords(report);
  if (!isTrouble(report)) return `${whose}: ${plainName(summaryOf(report))}`;
  const { message, hint } = problemOf(report);
  return `${whose} ${endingOf(report)}: ${message}${verbose && hint !== undefined ? `\n    ${hint}` : ''}`;
}
