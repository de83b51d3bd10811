import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE = 60_000;
/** A request is counted when it arrives, not when it is sent: some are slower on the way than others. */
const JITTER = 1_000;

/** Keeps requests within so many a minute, by waiting before they are sent. */
export interface Limiter {
  /** Resolves when the next request may be sent; first come, first served. Rejects with the signal's reason. */
  turn(signal: AbortSignal): Promise<void>;
  /** The service has refused one all the same (429), since others use the limit too: nothing is sent for a while. */
  holdOff(milliseconds: number): void;
}

export interface LimiterOptions {
  readonly perMinute: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  /** Stretches or shortens the minute, as all waits; 1 for real services. */
  readonly pace: number;
}

/**
 * Lets through what fits into any minute, however the service cuts its own: at once where there is room, so that
 * a short run never waits, and then as older ones leave the minute.
 */
export function createLimiter({ perMinute, now, pace }: LimiterOptions): Limiter {
  const sent: number[] = [];
  let heldUntil = Number.NEGATIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();

  const earliest = () => Math.max(heldUntil, roomAt(sent, perMinute, (MINUTE + JITTER) * pace));

  async function admit(signal: AbortSignal): Promise<void> {
    // Held off once more while waiting, it waits once more.
    for (let wait = earliest() - now(); wait > 0; wait = earliest() - now()) {
      await sleep(Math.ceil(wait), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    signal.throwIfAborted();
    sent.push(now());
    if (sent.length > perMinute) sent.shift();
  }

  return {
    turn(signal) {
      const turn = last.then(() => admit(signal));
      last = turn.catch(() => undefined);
      return turn;
    },
    holdOff(milliseconds) {
      heldUntil = Math.max(heldUntil, now() + milliseconds * pace);
    },
  };
}

/** When the next request fits. Pure. @param sent when the last ones were sent, oldest first, at most `most` of them */
export function roomAt(sent: readonly number[], most: number, window: number): number {
  const oldest = sent[sent.length - most];
  return oldest === undefined ? Number.NEGATIVE_INFINITY : oldest + window;
}
