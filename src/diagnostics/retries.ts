import type { Delivery, NextRetry, Run } from '../providers/halo/run-history.ts';
import type { Finding } from './finding.ts';
import { deliveryOf, runFinding } from './run-findings.ts';

/** A run that Halo will retry. */
export type WaitingRun = Run & { readonly retry: NextRetry };

/** Returns the runs that wait for a retry and whose ticket no later run has delivered, newest first. Pure. */
export function waitingRuns(runs: readonly Run[]): WaitingRun[] {
  const isDeliveredLater = ({ ticketId }: Run, index: number) =>
    ticketId !== undefined &&
    runs.slice(0, index).some((later) => later.done && String(later.ticketId) === String(ticketId));
  return runs.filter((run, index): run is WaitingRun => isWaiting(run) && !isDeliveredLater(run, index));
}

/** Whether Halo will retry a run. Pure. */
export function isWaiting(run: Run): run is WaitingRun {
  return run.state === 'waiting-to-retry' && run.retry !== undefined;
}

/** Whether the same request may succeed later: ilert did not respond, failed, or applied its rate limit. Pure. */
export function isTransient(delivery: Delivery | undefined): boolean {
  if (!delivery) return true;
  return [0, 408, 429].includes(delivery.status) || delivery.status >= 500;
}

/**
 * Reports tickets that wait for a retry: nothing is lost yet, and nothing has arrived. Pure.
 * @param isFixed whether the cause of a run's failure is gone
 */
export function pendingFinding(
  waiting: readonly [WaitingRun, ...WaitingRun[]],
  deliveries: readonly Delivery[],
  isFixed: (run: Run) => boolean = () => false,
): Finding {
  const next = waiting.reduce((one, other) => (other.retry.at < one.retry.at ? other : one));
  const cause = runFinding(next, deliveryOf(next, deliveries));
  const tickets = waiting.map(({ ticketId }) => ticketId ?? '?').join(', ');
  const late =
    waiting.length === 1
      ? `Ticket ${tickets} has not reached ilert yet. The next attempt is at ${nextRetryInWords(next.retry)}.`
      : `${waiting.length} tickets have not reached ilert yet: ${tickets}. The next attempt is at ${nextRetryInWords(next.retry)}.`;
  const fixed = isFixed(next) ? ' The cause has since been fixed.' : '';
  return {
    code: 'retry-pending',
    component: 'delivery',
    severity: 'pending',
    message: cause ? `${late} Last attempt: ${cause.message}${fixed}` : late,
    hint: cause?.hint ?? 'Run ilert-haloitsm status again after that time.',
    fixableByApply: false,
  };
}

/** Formats a retry, such as `2026-05-04 08:15:30 UTC (2 attempts left)`. */
export function nextRetryInWords({ at, attemptsLeft }: NextRetry): string {
  const time = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  return `${time} (${attemptsLeft} ${attemptsLeft === 1 ? 'attempt' : 'attempts'} left)`;
}
