import { haloDate } from '../../../../providers/halo/date.ts';
import type { AnyRow } from '../../../../providers/halo/schemas.ts';
import { confirmed, contradicted, notObserved, type Verdict } from '../../../experiment.ts';

/** When Halo says that it retries a run. */
interface Announced {
  readonly attemptsLeft: number;
  /** Seconds between the last attempt and the next. */
  readonly seconds: number;
}

/** What happened to a run that ended with "Failed (retry from the start)". */
export interface Retry {
  readonly announced: Announced | undefined;
  /** Whether its row says how many attempts are left, if any. */
  readonly showsAttempts: boolean;
  readonly wasDone: boolean;
  /** The row of a further attempt; undefined if there was none. */
  readonly attempt: 'same row' | 'another row' | undefined;
  /** Whether it sent the ticket as it was by then; undefined if Halo does not list that. */
  readonly sentCurrent: boolean | undefined;
}

/** Seconds to wait for a retry at most. */
export const LONGEST_INTERVAL = 300;

/** When Halo will retry the run of a row (fact `run-retry`); undefined if it does not say so. Pure. */
export function announcedRetry(row: AnyRow | undefined): Announced | undefined {
  const attemptsLeft = Number(row?.retry_attempts_remaining ?? 0);
  const next = haloDate(row?.next_retry_date);
  if (!(attemptsLeft > 0) || next === undefined) return undefined;
  const last = [row?.last_attempt_date, row?.executionstarttime, row?.timestamp].map(haloDate).find(Boolean) ?? next;
  return { attemptsLeft, seconds: Math.max(Math.round((Date.parse(next) - Date.parse(last)) / 1000), 0) };
}

/** Whether the rows of a runbook show a further attempt since an earlier reading. Pure. */
export function furtherAttempt(before: readonly AnyRow[], now: readonly AnyRow[]): Retry['attempt'] {
  if (now.some(({ id }) => !before.some((row) => row.id === id))) return 'another row';
  const isAnother = (row: AnyRow) =>
    before.some(
      (earlier) =>
        earlier.id === row.id &&
        (isLater(row.last_attempt_date, earlier.last_attempt_date) ||
          Number(row.retry_attempts_remaining) < Number(earlier.retry_attempts_remaining)),
    );
  return now.some(isAnother) ? 'same row' : undefined;
}

/** Whether a date has changed since. One that was not set yet shows nothing: Halo may write a row bit by bit. */
function isLater(now: unknown, before: unknown): boolean {
  const [later, earlier] = [haloDate(now), haloDate(before)];
  return later !== undefined && earlier !== undefined && later !== earlier;
}

/** Judges which results of an End step Halo retries. @param failed the run that ended with "Failed" */
export function judgeEndResults(
  failed: { readonly isDone: boolean; readonly isRetried: boolean },
  retry: Retry,
): Verdict {
  if (failed.isDone) return contradicted('A run that ended with "Failed" is shown as done.');
  if (failed.isRetried) return contradicted('Halo retries a run that ended with "Failed".');
  const { announced, attempt, showsAttempts } = retry;
  if (!announced && !attempt && !showsAttempts)
    return notObserved(
      `Within ${LONGEST_INTERVAL} seconds, Halo did not retry a run that ended with "Failed (retry from the start)", and it does not say whether it will.`,
    );
  if (announced)
    return confirmed(
      `Halo retries a run that ended with "Failed (retry from the start)" (${announced.attemptsLeft} attempts left, the next ${announced.seconds} seconds after the last), and none that ended with "Failed".`,
    );
  return attempt
    ? confirmed(
        'Halo retried a run that ended with "Failed (retry from the start)", and none that ended with "Failed".',
      )
    : contradicted(
        `Within ${LONGEST_INTERVAL} seconds, Halo neither retried nor planned to retry a run that ended with "Failed (retry from the start)".`,
      );
}

/** Judges how a run shows that Halo will retry it. */
export function judgeRetry({ announced, attempt, showsAttempts }: Retry): Verdict {
  if (announced)
    return confirmed(
      `A run that failed has ${announced.attemptsLeft} attempts left, and a date for the next one, ${announced.seconds} seconds after the last.`,
    );
  if (attempt && !showsAttempts)
    return notObserved('Halo retried a run, and does not list how many attempts are left.');
  return attempt
    ? contradicted('Halo retried a run which had no attempts left or no date for the next one.')
    : notObserved('Halo did not retry a run that failed.');
}

/** Judges the row of a retried run, and what it sends. */
export function judgeRetryRow({ announced, wasDone, attempt, sentCurrent }: Retry): Verdict {
  if (wasDone && (announced || attempt)) return contradicted('A run that Halo will retry is shown as done.');
  if (attempt === 'another row') return contradicted('The retry of a run is shown in a row of its own.');
  if (!attempt)
    return notObserved(
      announced
        ? `Halo plans to retry the run ${announced.seconds} seconds after the last attempt; that was not seen.`
        : 'Halo did not retry a run that failed.',
    );
  if (sentCurrent === undefined) return notObserved('The retry is in the same row; what it has sent is not listed.');
  return sentCurrent
    ? confirmed('The retry of a run was shown in the same row, and sent the ticket with what had changed in between.')
    : contradicted('The retry sent the ticket as it was at the first attempt.');
}
