import { setTimeout as sleep } from 'node:timers/promises';
import { NotSent } from '../errors/cli-error.ts';
import type { HttpAnswer, HttpEvent, HttpRequest, OneAnswer } from './client.ts';
import { NetworkError } from './network-error.ts';
import { createLimiter, createTurns } from './rate-limiter.ts';
import { type Attempt, retryAfterIn, THROTTLED_FOR_AT_MOST, waitBeforeRetry } from './retry.ts';

export interface AttemptOptions {
  /** Stretches or shortens waits; 1 for real services. */
  readonly timeScale: number;
  readonly signal: AbortSignal;
  readonly listen: (event: HttpEvent) => void;
}

/** The attempts so far. */
interface Past {
  /** How many were answered with 429. */
  throttled: number;
  /** How many ended in any other way. */
  failed: number;
  /** Milliseconds waited since the first 429. */
  throttledFor: number;
}

/**
 * Sends a request until its result is final: waits while the service throttles, and retries failures that may pass.
 * An abort ends every wait at once.
 *
 * @param sendOnce sends it once; rejects with NoAnswer, or with the signal's reason
 * @throws NoAnswer, NotSent for a write that was stopped before it was sent, or the signal's reason
 */
export async function sendWithRetries(
  sendOnce: () => Promise<OneAnswer>,
  request: HttpRequest,
  { timeScale, signal, listen }: AttemptOptions,
): Promise<HttpAnswer> {
  const turns = createTurns(request.limiters ?? [createLimiter({ now: Date.now, timeScale })]);
  const past: Past = { throttled: 0, failed: 0, throttledFor: 0 };
  try {
    await turns.take(signal).catch((reason: unknown) => {
      throw isAsking(request) ? reason : new NotSent(reason);
    });
    for (;;) {
      const result = await sendOnce().catch(noAnswerOnly);
      const attempt = attemptOf(result, request.repeatable, past);
      const waitMs = waitBeforeRetry(attempt, Math.random());
      if (waitMs === undefined) return final(result, past);
      const isThrottled = attempt.status === 429;
      const why = attempt.code ?? `status ${attempt.status}`;
      if (!signal.aborted)
        listen({ type: 'retrying', method: request.method, url: request.url, why, waitMs, isThrottled });
      if (isThrottled) past.throttledFor += turns.holdOff(waitMs, longestWait(attempt));
      try {
        if (!isThrottled) await sleep(waitMs * timeScale, undefined, { signal });
        await turns.take(signal);
      } catch {
        // A write that is stopped here has the result of its last attempt.
        if (isAsking(request)) throw signal.reason;
        return final(result, past);
      }
    }
  } finally {
    turns.over();
  }
}

/** Whether a request changes nothing, so that it may be broken off at any time: a read, or a sign-in. */
export function isAsking({ method, form }: HttpRequest): boolean {
  return method === 'GET' || form !== undefined;
}

/** Counts the result, and says what a retry depends on. */
function attemptOf(result: OneAnswer | NetworkError, repeatable: boolean, past: Past): Attempt {
  if (result instanceof NetworkError) {
    past.failed += 1;
    const { code } = result;
    return { number: past.failed, status: undefined, retryAfter: undefined, code, repeatable, throttledFor: 0 };
  }
  const { status } = result;
  const retryAfter = retryAfterIn(result.retryAfter, Date.now());
  const { throttledFor } = past;
  const number = status === 429 ? ++past.throttled : ++past.failed;
  return { number, status, retryAfter, code: undefined, repeatable, throttledFor };
}

/** How long the service may go on throttling before the request is given up; undefined where it said how long it will. */
function longestWait({ retryAfter, throttledFor }: Attempt): number | undefined {
  return retryAfter === undefined ? THROTTLED_FOR_AT_MOST - throttledFor : undefined;
}

function final(result: OneAnswer | NetworkError, { throttled, failed, throttledFor }: Past): HttpAnswer {
  const attempts = throttled + failed;
  if (result instanceof NetworkError) throw result.after(attempts);
  return { ...result, attempts, throttledFor };
}

function noAnswerOnly(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  throw error;
}
