import { setTimeout as sleep } from 'node:timers/promises';
import { NotSent } from '../errors/cli-error.ts';
import { NetworkError, networkErrorInWords } from './network-error.ts';
import { combineRateLimiters, createRateLimiter } from './rate-limiter.ts';
import { type FinalResponse, type HttpEvent, type HttpRequest, type HttpResponse, isReadOnly } from './request.ts';
import { type Attempt, attemptsFor, delayBeforeRetry, MAX_THROTTLED_MS, parseRetryAfter } from './retry-policy.ts';

export interface RetryOptions {
  /** Stretches or shortens waits; 1 for real services. */
  readonly timeScale: number;
  readonly signal: AbortSignal;
  readonly listen: (event: HttpEvent) => void;
  /** Origins that have answered: their names and ports are right. */
  readonly answered: Set<string>;
  /** How often to try an origin that has never answered. */
  readonly maxFirstAttempts: number;
}

/** The attempts so far. */
interface History {
  /** How many were answered with 429. */
  throttled: number;
  /** How many ended in any other way. */
  failed: number;
  /** Milliseconds waited since the first 429. */
  throttledMs: number;
}

/**
 * Sends a request until its result is final: waits while the service throttles, and retries transient failures (see
 * retry-policy.ts). An abort ends every wait immediately.
 *
 * @param sendOnce sends it once; rejects with NetworkError or the signal's reason
 * @throws NetworkError, NotSent for a write that was aborted before it was sent, or the signal's reason
 */
export async function sendWithRetries(
  sendOnce: () => Promise<HttpResponse>,
  request: HttpRequest,
  { timeScale, signal, listen, answered, maxFirstAttempts }: RetryOptions,
): Promise<FinalResponse> {
  const limiter = combineRateLimiters(request.limiters ?? [createRateLimiter({ now: Date.now, timeScale })]);
  const { origin } = new URL(request.url);
  const history: History = { throttled: 0, failed: 0, throttledMs: 0 };
  let release = await limiter.acquire(signal).catch((reason: unknown) => {
    throw isReadOnly(request) ? reason : new NotSent(reason);
  });
  try {
    for (;;) {
      const result = await sendOnce().catch(networkErrorOnly);
      if (!(result instanceof NetworkError)) answered.add(origin);
      const code = result instanceof NetworkError ? result.code : undefined;
      const maxAttempts = attemptsFor(code, answered.has(origin), maxFirstAttempts);
      const attempt = attemptOf(result, { repeatable: request.repeatable, maxAttempts }, history);
      const waitMs = delayBeforeRetry(attempt, Math.random());
      if (waitMs === undefined) return finalOf(result, history);
      const isThrottled = attempt.status === 429;
      if (!signal.aborted) listen({ type: 'retrying', ...retryOf(request, attempt), waitMs, isThrottled });
      if (isThrottled) history.throttledMs += limiter.pauseFor(waitMs, maxThrottling(attempt));
      try {
        if (!isThrottled) await sleep(waitMs * timeScale, undefined, { signal });
        release();
        release = await limiter.acquire(signal);
      } catch {
        // A write that is aborted here keeps the result of its last attempt.
        if (isReadOnly(request)) throw signal.reason;
        return finalOf(result, history);
      }
    }
  } finally {
    release();
  }
}

function retryOf({ service, method, url }: HttpRequest, { code, status, number, maxAttempts }: Attempt) {
  const why = code === undefined ? `HTTP ${status}` : networkErrorInWords(code);
  return { service, method, url, why, hasResponded: code === undefined, attempt: number + 1, maxAttempts };
}

/** Counts the result, and extracts what a retry depends on. */
function attemptOf(
  result: HttpResponse | NetworkError,
  limits: Pick<Attempt, 'repeatable' | 'maxAttempts'>,
  history: History,
): Attempt {
  if (result instanceof NetworkError) return { ...limits, number: ++history.failed, code: result.code, throttledMs: 0 };
  const { status } = result;
  const { throttledMs } = history;
  const number = status === 429 ? ++history.throttled : ++history.failed;
  return { ...limits, number, status, retryAfter: parseRetryAfter(result.retryAfter, Date.now()), throttledMs };
}

/** How long to put up with throttling before giving up; undefined if the service said how long it will last. */
function maxThrottling({ retryAfter, throttledMs }: Attempt): number | undefined {
  return retryAfter === undefined ? MAX_THROTTLED_MS - throttledMs : undefined;
}

function finalOf(result: HttpResponse | NetworkError, { throttled, failed, throttledMs }: History): FinalResponse {
  const attempts = throttled + failed;
  if (result instanceof NetworkError) throw result.after(attempts);
  return { ...result, attempts, throttledMs };
}

function networkErrorOnly(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  throw error;
}
