import { setTimeout as sleep } from 'node:timers/promises';
import { NotSent } from '../errors/cli-error.ts';
import { NetworkError } from './network-error.ts';
import { combineRateLimiters, createRateLimiter } from './rate-limiter.ts';
import { type FinalResponse, type HttpEvent, type HttpRequest, type HttpResponse, isReadOnly } from './request.ts';
import { type Attempt, delayBeforeRetry, MAX_THROTTLED_MS, parseRetryAfter } from './retry-policy.ts';

export interface RetryOptions {
  /** Stretches or shortens waits; 1 for real services. */
  readonly timeScale: number;
  readonly signal: AbortSignal;
  readonly listen: (event: HttpEvent) => void;
}

/** The attempts so far. */
interface History {
  /** How many were answered with 429. */
  throttled: number;
  /** How many ended in any other way. */
  failed: number;
  /** Milliseconds waited since the first 429. */
  throttledFor: number;
}

/**
 * Sends a request until its result is final: waits while the service throttles, and retries transient failures (the
 * policy is in retry-policy.ts). An abort ends every wait immediately.
 *
 * @param sendOnce sends it once; rejects with NetworkError, or with the signal's reason
 * @throws NetworkError, NotSent for a write that was aborted before it was sent, or the signal's reason
 */
export async function sendWithRetries(
  sendOnce: () => Promise<HttpResponse>,
  request: HttpRequest,
  { timeScale, signal, listen }: RetryOptions,
): Promise<FinalResponse> {
  const limiter = combineRateLimiters(request.limiters ?? [createRateLimiter({ now: Date.now, timeScale })]);
  const history: History = { throttled: 0, failed: 0, throttledFor: 0 };
  let release = await limiter.acquire(signal).catch((reason: unknown) => {
    throw isReadOnly(request) ? reason : new NotSent(reason);
  });
  try {
    for (;;) {
      const result = await sendOnce().catch(networkErrorOnly);
      const attempt = attemptOf(result, request.repeatable, history);
      const waitMs = delayBeforeRetry(attempt, Math.random());
      if (waitMs === undefined) return finalOf(result, history);
      const isThrottled = attempt.status === 429;
      const why = attempt.code ?? `status ${attempt.status}`;
      if (!signal.aborted)
        listen({ type: 'retrying', method: request.method, url: request.url, why, waitMs, isThrottled });
      if (isThrottled) history.throttledFor += limiter.pauseFor(waitMs, maxThrottling(attempt));
      try {
        if (!isThrottled) await sleep(waitMs * timeScale, undefined, { signal });
        release();
        release = await limiter.acquire(signal);
      } catch {
        // A write that is aborted here has the result of its last attempt.
        if (isReadOnly(request)) throw signal.reason;
        return finalOf(result, history);
      }
    }
  } finally {
    release();
  }
}

/** Counts the result, and extracts what a retry depends on. */
function attemptOf(result: HttpResponse | NetworkError, repeatable: boolean, history: History): Attempt {
  if (result instanceof NetworkError)
    return { number: ++history.failed, code: result.code, repeatable, throttledFor: 0 };
  const { status } = result;
  const { throttledFor } = history;
  const number = status === 429 ? ++history.throttled : ++history.failed;
  return { number, status, retryAfter: parseRetryAfter(result.retryAfter, Date.now()), repeatable, throttledFor };
}

/** How long the service may go on throttling before the request is given up; undefined if it stated how long it will. */
function maxThrottling({ retryAfter, throttledFor }: Attempt): number | undefined {
  return retryAfter === undefined ? MAX_THROTTLED_MS - throttledFor : undefined;
}

function finalOf(result: HttpResponse | NetworkError, { throttled, failed, throttledFor }: History): FinalResponse {
  const attempts = throttled + failed;
  if (result instanceof NetworkError) throw result.after(attempts);
  return { ...result, attempts, throttledFor };
}

function networkErrorOnly(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  throw error;
}
