import { dateWithoutZone, preciseDate } from '../dates.ts';
import type { BindingRow, RunRow, WebhookRow } from '../rows.ts';
import type { HaloState } from '../state.ts';

/** Halo's placeholder for a date that is not set. */
const UNSET_DATE = '1899-12-30T00:00:00';

/** The number of runs to keep; older ones are dropped. */
const MAX_RUNS = 60;

/**
 * Creates a run that was just started. Its dates are in Halo's formats: seven fraction digits, with and without `Z`.
 *
 * @param retries attempts after the first one
 */
export function createRun(
  state: HaloState,
  runbook: WebhookRow,
  binding: BindingRow,
  ticketId: number,
  retries: number,
): RunRow {
  const startedAt = state.instant();
  return {
    id: state.nextId('run'),
    runbook_id: runbook.id,
    runbook_name: runbook.name,
    ticket_id: ticketId,
    status: 1,
    error: null,
    steps_executed: 0,
    timestamp: dateWithoutZone(state, startedAt),
    executionStartTime: preciseDate(startedAt),
    date_processed: UNSET_DATE,
    last_attempt_date: UNSET_DATE,
    retry_attempts_remaining: retries,
    next_retry_date: UNSET_DATE,
    notification_id: binding.id,
    trace: [],
  };
}

/** Adds a run and drops the oldest beyond the limit. */
export function keepRun(runs: RunRow[], run: RunRow): void {
  runs.push(run);
  runs.splice(0, runs.length - MAX_RUNS);
}

/** The row of a run's next attempt: the same one (fact `run-retry-row`), which otherwise ends here. */
export function rowOfRetry(state: HaloState, run: RunRow): RunRow {
  run.next_retry_date = UNSET_DATE;
  if (!state.contradicts('run-retry-row')) return run;
  run.date_processed = state.instant();
  const retry = { ...run, id: state.nextId('run'), date_processed: UNSET_DATE };
  keepRun(state.runs, retry);
  return retry;
}
