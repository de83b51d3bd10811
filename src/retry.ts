/** What came of one attempt, as far as a retry depends on it. */
export interface Attempt {
  /** How many attempts there were, this one included. */
  readonly number: number;
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** What `Retry-After` said, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Node's or got's code of a network error, such as ECONNRESET or ETIMEDOUT. */
  readonly code: string | undefined;
  /** Whether doing it twice is the same as doing it once; a create is not. */
  readonly repeatable: boolean;
}

const MOST_ATTEMPTS = 5;
const FIRST_WAIT = 1_000;
/** Halo's clients wait 5 s when throttled, ilert asks for 10 to 30 s (facts). */
const THROTTLED_WAIT = 5_000;
const LONGEST_WAIT = 60_000;

/** Network errors before a connection stood, and certificates that are not trusted: the request can't have arrived. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);
const NOT_TRUSTED = /CERT|SIGNATURE/;

/** Whether a network error leaves it open if the server did what was asked. */
export function mayHaveArrived(code: string | undefined): boolean {
  return !NEVER_SENT.has(code ?? '') && !NOT_TRUSTED.test(code ?? '');
}

/**
 * Milliseconds to wait before the next attempt; undefined where there should be none.
 *
 * @param pace 1 for real services; tests make it small
 * @param chance from 0 to 1, spreads the attempts of several runs
 */
export function waitBeforeRetry(attempt: Attempt, pace: number, chance: number): number | undefined {
  if (attempt.number >= MOST_ATTEMPTS || !isWorthRetrying(attempt)) return undefined;
  if (attempt.retryAfter !== undefined && attempt.retryAfter > LONGEST_WAIT) return undefined;
  const first = attempt.status === 429 ? THROTTLED_WAIT : FIRST_WAIT;
  const backOff = first * 2 ** (attempt.number - 1);
  const wait = Math.max(attempt.retryAfter ?? backOff, 50);
  return Math.min(wait, LONGEST_WAIT) * pace * (1 + chance / 4);
}

/** Milliseconds in which a throttling service should be left alone. @param retryAfter the header as it came: seconds, or a date */
export function waitWhenThrottled(retryAfter: string | undefined): number {
  const seconds = Number(retryAfter);
  return retryAfter !== undefined && seconds >= 0 ? Math.min(seconds * 1000, LONGEST_WAIT) : THROTTLED_WAIT;
}

function isWorthRetrying({ status, code, repeatable }: Attempt): boolean {
  // A throttled request was not carried out, whatever it was.
  if (status === 429) return true;
  if (status !== undefined) return repeatable && status >= 500 && status !== 501;
  return isPassing(code) && (repeatable || !mayHaveArrived(code));
}

/** Certificates and protocols don't mend themselves. */
function isPassing(code: string | undefined): boolean {
  return code !== undefined && /^(ETIMEDOUT|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)/.test(code);
}
