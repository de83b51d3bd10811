import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE = 60_000;
/** Two clocks never go quite alike. */
const MARGIN = 100;
/** Shorter waits nobody notices. */
const WORTH_A_WORD = 2_000;
/** Requests that wait one after another would each say the same. */
const BETWEEN_WORDS = 10_000;

/** Keeps requests within so many a minute, by waiting before they are sent. */
export interface Limiter {
  /**
   * Resolves when the next request may be sent; first come, first served. Rejects with the signal's reason.
   *
   * @returns to be called once that request is answered, or has failed
   */
  turn(signal: AbortSignal): Promise<() => void>;
  /** The service has refused one all the same (429), since others use the limit too: nothing is sent for a while. */
  holdOff(milliseconds: number): void;
}

export interface LimiterOptions {
  readonly perMinute: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  /** Stretches or shortens the minute, as all waits; 1 for real services. */
  readonly pace: number;
  /** Told of a wait that a person would wonder at, and how long it will be at least. */
  readonly waiting?: (milliseconds: number) => void;
}

/** A request that counts: since when its answer is there, undefined while it is on its way. */
interface Sent {
  over: number | undefined;
}

/**
 * Lets through what fits into any minute, however the service cuts its own: at once where there is room, so that a
 * short run never waits, and then as older ones leave the minute. The service counts a request some time between its
 * sending and its answer, so it leaves the minute only a minute after its answer.
 */
export function createLimiter({ perMinute, now, pace, waiting }: LimiterOptions): Limiter {
  const window = (MINUTE + MARGIN) * pace;
  let counting: Sent[] = [];
  let heldUntil = Number.NEGATIVE_INFINITY;
  let lastWord = Number.NEGATIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();

  async function admit(signal: AbortSignal): Promise<() => void> {
    let isTold = false;
    for (;;) {
      const time = now();
      counting = counting.filter(({ over }) => over === undefined || over + window > time);
      const wait = Math.max(heldUntil - time, roomIn(counting, perMinute, window, time));
      if (wait <= 0) break;
      isTold = isTold || tell(wait, time);
      await sleep(Math.ceil(wait), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    signal.throwIfAborted();
    const sent: Sent = { over: undefined };
    counting.push(sent);
    return () => {
      sent.over ??= now();
    };
  }

  /** Answers whether it was worth a word. */
  function tell(wait: number, time: number): boolean {
    if (wait < WORTH_A_WORD * pace || time - lastWord < BETWEEN_WORDS * pace) return false;
    lastWord = time;
    waiting?.(wait);
    return true;
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

/** How long it takes at least until one more fits. Pure. */
export function roomIn(counting: readonly Sent[], most: number, window: number, time: number): number {
  if (counting.length < most) return 0;
  return Math.min(...counting.map(({ over = time }) => over)) + window - time;
}

/** The turns of one request: each of its attempts takes one of every limiter that it counts against. */
export interface Turns {
  take(signal: AbortSignal): Promise<void>;
  holdOff(milliseconds: number): void;
  /** The last attempt has been answered, or has failed. */
  over(): void;
}

/** Takes none yet. */
export function createTurns(limiters: readonly Limiter[]): Turns {
  let taken: (() => void)[] = [];
  const over = () => {
    for (const end of taken) end();
    taken = [];
  };
  return {
    async take(signal) {
      over();
      for (const limiter of limiters) taken.push(await limiter.turn(signal));
    },
    holdOff(milliseconds) {
      for (const limiter of limiters) limiter.holdOff(milliseconds);
    },
    over,
  };
}
