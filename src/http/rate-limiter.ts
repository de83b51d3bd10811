import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE = 60_000;
/** Margin for clock skew. */
const MARGIN = 100;
/** Shorter waits are not reported. */
const MIN_REPORTED_WAIT = 2_000;
/** The minimum interval between reports of consecutive waits. */
const BETWEEN_LINES = 10_000;

/** Delays requests while the service throttles, and to stay within its limit per minute. */
export interface RateLimiter {
  /**
   * Resolves when the next request may be sent; first come, first served. Rejects with the signal's reason.
   *
   * @returns a function to call when that request has been answered or has failed
   */
  acquire(signal: AbortSignal): Promise<() => void>;
  /**
   * Sends nothing for a while, since the service has throttled a request (429).
   *
   * @param milliseconds until the next attempt
   * @param atMost how long throttling may last, if the service did not say
   * @returns milliseconds until requests are sent again; longer if another request has caused a longer pause
   */
  pauseFor(milliseconds: number, atMost?: number): number;
}

/** A wait that is long enough to be reported. */
export interface Wait {
  readonly milliseconds: number;
  /** Whether the wait may end sooner. */
  readonly isAtMost: boolean;
  /** Whether another wait was reported a moment ago, so that this one does not deserve a line. */
  readonly followsRecentReport: boolean;
}

export interface RateLimiterOptions {
  /** How many requests are allowed per minute; unlimited by default. */
  readonly perMinute?: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  /** Stretches or shortens the minute and all waits; 1 for real services. */
  readonly timeScale: number;
  /** Called once for all requests that wait together, with the durations of a real service. */
  readonly onWait?: (wait: Wait) => void;
}

/** A request that counts against the limit. */
interface CountedRequest {
  /** When it was answered or failed; undefined while it is in flight. */
  endedAt: number | undefined;
}

/**
 * Admits as many requests as fit into any minute, whenever the service's own minutes start. Requests pass immediately
 * while there is room, so that a short run never waits, and then as older requests leave the minute. The service counts
 * a request at some point before its response, so a request leaves the minute only a minute after its response.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { perMinute = Number.POSITIVE_INFINITY, now, timeScale, onWait } = options;
  const window = (MINUTE + MARGIN) * timeScale;
  let counted: CountedRequest[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  /** When throttling ends at the latest, if the service did not say when it ends. */
  let throttledUntil = Number.NEGATIVE_INFINITY;
  let lastReport = { at: Number.NEGATIVE_INFINITY, end: Number.NEGATIVE_INFINITY };
  let last: Promise<unknown> = Promise.resolve();

  async function admit(signal: AbortSignal): Promise<() => void> {
    let isReported = false;
    for (;;) {
      const time = now();
      counted = counted.filter(({ endedAt }) => endedAt === undefined || endedAt + window > time);
      const wait = Math.max(pausedUntil - time, timeUntilRoom(counted, perMinute, window, time));
      if (wait <= 0) break;
      isReported = isReported || report(wait, time);
      await sleep(Math.ceil(wait), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    signal.throwIfAborted();
    const request: CountedRequest = { endedAt: undefined };
    counted.push(request);
    return () => {
      request.endedAt ??= now();
    };
  }

  /** Returns whether the wait was long and new enough to be reported. */
  function report(wait: number, time: number): boolean {
    const isAtMost = pausedUntil > time && throttledUntil > pausedUntil;
    const end = isAtMost ? throttledUntil : time + wait;
    const isLonger = end > lastReport.end + MIN_REPORTED_WAIT * timeScale;
    if (wait < MIN_REPORTED_WAIT * timeScale || !isLonger) return false;
    const followsRecentReport = time - lastReport.at < BETWEEN_LINES * timeScale;
    lastReport = { at: followsRecentReport ? lastReport.at : time, end };
    onWait?.({ milliseconds: (end - time) / timeScale, isAtMost, followsRecentReport });
    return true;
  }

  return {
    acquire(signal) {
      const admitted = last.then(() => admit(signal));
      last = admitted.catch(() => undefined);
      return admitted;
    },
    pauseFor(milliseconds, atMost) {
      const time = now();
      const until = time + milliseconds * timeScale;
      if (atMost === undefined) throttledUntil = Number.NEGATIVE_INFINITY;
      else if (throttledUntil <= time) throttledUntil = time + atMost * timeScale;
      if (until >= pausedUntil) pausedUntil = until;
      return until === pausedUntil ? milliseconds : (pausedUntil - time) / timeScale;
    },
  };
}

/** Returns the minimum time until one more request fits. Pure. */
export function timeUntilRoom(counted: readonly CountedRequest[], max: number, window: number, time: number): number {
  if (counted.length < max) return 0;
  return Math.min(...counted.map(({ endedAt = time }) => endedAt)) + window - time;
}

/** Combines several rate limits that the same request counts against. */
export function combineRateLimiters(limiters: readonly RateLimiter[]): RateLimiter {
  return {
    async acquire(signal) {
      const releases: (() => void)[] = [];
      const release = () => {
        for (const each of releases) each();
      };
      try {
        for (const limiter of limiters) releases.push(await limiter.acquire(signal));
      } catch (error) {
        release();
        throw error;
      }
      return release;
    },
    pauseFor: (milliseconds, atMost) =>
      Math.max(milliseconds, ...limiters.map((limiter) => limiter.pauseFor(milliseconds, atMost))),
  };
}
