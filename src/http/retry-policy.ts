/** What a retry depends on in the result of one attempt. */
export interface Attempt {
  /** How many attempts have ended like this one (throttled, or failed otherwise), including this one. */
  readonly number: number;
  /** How often a failing request is sent in total. */
  readonly maxAttempts: number;
  /** HTTP status; undefined without a response. */
  readonly status?: number | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Node's or got's code of a network error, such as ECONNRESET or ETIMEDOUT. */
  readonly code?: string | undefined;
  /** Whether sending it twice has the same effect as sending it once; false for a create. */
  readonly repeatable: boolean;
  /** Milliseconds that this request has waited since its first 429. */
  readonly throttledMs: number;
}

/** How often a failing request is sent in total, by default. */
export const MAX_ATTEMPTS = 5;
/** The same for a host that has never answered, while a person waits: its address may be mistyped. */
export const MAX_FIRST_ATTEMPTS = 2;
const FIRST_DELAY = 1_000;
const MIN_DELAY = 50;
const MAX_DELAY = 60_000;

/** Halo counts over five rolling minutes, ilert over fixed minutes (facts `halo-throttling`, `ilert-limits`). */
const LONGEST_WINDOW = 5 * 60_000;
/** How long a throttled request is retried: that window, with a margin for clock skew. */
export const MAX_THROTTLED_MS = LONGEST_WINDOW + 4_000;
/** First delay after a 429 without `Retry-After`; Halo's own clients wait 5 to 60 s (fact `halo-throttling`). */
const FIRST_THROTTLED_DELAY = 5_000;
/** Ensures a pause between requests even if the service always answers "in 0 seconds". */
const MIN_THROTTLED_DELAY = 1_000;

/** Network errors before a connection was established: the request can't have arrived. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);
/** Errors of untrusted certificates: the request can't have arrived either. */
const NOT_TRUSTED = /CERT|SIGNATURE/;

/** Whether the server may have carried out the request although the response was lost. */
export function mayHaveArrived(code: string | undefined): boolean {
  return !NEVER_SENT.has(code ?? '') && !NOT_TRUSTED.test(code ?? '');
}

/**
 * Returns how often to send a request in total. A host that has answered once in this run exists, so its failures are
 * temporary. One that has not may be mistyped: a name unknown to DNS is looked up only once.
 *
 * @param code of the network error; undefined if there was a response
 * @param maxFirstAttempts how often to try a host that has never answered
 */
export function attemptsFor(code: string | undefined, hasAnswered: boolean, maxFirstAttempts: number): number {
  if (code === undefined || hasAnswered) return MAX_ATTEMPTS;
  return code === 'ENOTFOUND' ? 1 : maxFirstAttempts;
}

/**
 * The retry policy: returns milliseconds to wait before the next attempt; undefined if there should be none.
 *
 * @param jitter from 0 to 1, spreads the attempts of several runs
 */
export function delayBeforeRetry(attempt: Attempt, jitter: number): number | undefined {
  // A throttled request was not carried out, even if it is not repeatable.
  if (attempt.status === 429) return delayWhenThrottled(attempt, jitter);
  const { number, maxAttempts, retryAfter } = attempt;
  if (number >= maxAttempts || !isWorthRetrying(attempt)) return undefined;
  if (retryAfter !== undefined && retryAfter > MAX_DELAY) return undefined;
  const delay = Math.max(retryAfter ?? FIRST_DELAY * 2 ** (number - 1), MIN_DELAY);
  return delay * (1 + jitter / 4);
}

/** Returns what the service asks for, or else 5 s, then twice as long each time, until its window must have passed. */
function delayWhenThrottled({ number, retryAfter, throttledMs }: Attempt, jitter: number): number | undefined {
  const left = MAX_THROTTLED_MS - throttledMs;
  if (left <= 0 || (retryAfter ?? 0) > left) return undefined;
  const first = retryAfter === undefined ? FIRST_THROTTLED_DELAY : MIN_THROTTLED_DELAY;
  const delay = Math.max(retryAfter ?? 0, Math.min(first * 2 ** (number - 1), MAX_DELAY));
  return Math.min(delay + jitter * Math.min(delay / 4, 5_000), left);
}

/**
 * Returns the milliseconds until the service accepts requests again; undefined if it does not say.
 *
 * @param header `Retry-After` as received: seconds, or an HTTP date
 * @param now milliseconds since 1970
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // A date contains letters; Date.parse also accepts texts without letters that are not dates.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}

function isWorthRetrying({ status, code, repeatable }: Attempt): boolean {
  if (status !== undefined) return repeatable && status >= 500 && status !== 501;
  return isTransient(code) && (repeatable || !mayHaveArrived(code));
}

/** Certificate and protocol errors are permanent. */
function isTransient(code: string | undefined): boolean {
  return code !== undefined && /^(ETIMEDOUT|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)/.test(code);
}
