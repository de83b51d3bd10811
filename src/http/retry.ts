/** The result of one attempt, as far as a retry depends on it. */
export interface Attempt {
  /** How many attempts have ended like this one (throttled, or failed otherwise), this one included. */
  readonly number: number;
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** What `Retry-After` said, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Node's or got's code of a network error, such as ECONNRESET or ETIMEDOUT. */
  readonly code: string | undefined;
  /** Whether doing it twice is the same as doing it once; a create is not. */
  readonly repeatable: boolean;
  /** Milliseconds that this request has waited since its first 429. */
  readonly throttledFor: number;
}

const MOST_ATTEMPTS = 5;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/** Halo counts requests over a rolling window of five minutes, ilert over fixed minutes (facts `halo-throttling`, `ilert-limits`). */
const LONGEST_WINDOW = 5 * 60_000;
/** A throttled request is given up after that window, and a little more: clocks differ. */
export const THROTTLED_FOR_AT_MOST = LONGEST_WINDOW + 4_000;
/** First wait after a 429 without `Retry-After`; Halo's own clients wait 5 to 60 s (fact `halo-throttling`). */
const FIRST_THROTTLED_WAIT = 5_000;
/** So that a service which keeps saying "in 0 seconds" is not asked without a pause. */
const SHORTEST_THROTTLED_WAIT = 1_000;

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
 * @param chance from 0 to 1, spreads the attempts of several runs
 */
export function waitBeforeRetry(attempt: Attempt, chance: number): number | undefined {
  // A throttled request was not carried out, whatever it was.
  if (attempt.status === 429) return waitWhenThrottled(attempt, chance);
  const { number, retryAfter } = attempt;
  if (number >= MOST_ATTEMPTS || !isWorthRetrying(attempt)) return undefined;
  if (retryAfter !== undefined && retryAfter > LONGEST_WAIT) return undefined;
  const wait = Math.max(retryAfter ?? FIRST_WAIT * 2 ** (number - 1), 50);
  return wait * (1 + chance / 4);
}

/** As long as the service asks for, else 5 s and then twice as long each time, until its window must have passed. */
function waitWhenThrottled({ number, retryAfter, throttledFor }: Attempt, chance: number): number | undefined {
  const left = THROTTLED_FOR_AT_MOST - throttledFor;
  if (left <= 0 || (retryAfter ?? 0) > left) return undefined;
  const first = retryAfter === undefined ? FIRST_THROTTLED_WAIT : SHORTEST_THROTTLED_WAIT;
  const wait = Math.max(retryAfter ?? 0, Math.min(first * 2 ** (number - 1), LONGEST_WAIT));
  return Math.min(wait + chance * Math.min(wait / 4, 5_000), left);
}

/**
 * Milliseconds until the service wants to be asked again; undefined where it does not say.
 *
 * @param header `Retry-After` as it came: seconds, or an HTTP date
 * @param now milliseconds since 1970
 */
export function retryAfterIn(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // A date has letters; without them Date.parse takes what is none.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}

function isWorthRetrying({ status, code, repeatable }: Attempt): boolean {
  if (status !== undefined) return repeatable && status >= 500 && status !== 501;
  return isPassing(code) && (repeatable || !mayHaveArrived(code));
}

/** Certificates and protocols don't mend themselves. */
function isPassing(code: string | undefined): boolean {
  return code !== undefined && /^(ETIMEDOUT|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)/.test(code);
}
