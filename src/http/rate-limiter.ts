import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE = 60_000;
/** Two clocks never go quite alike. */
const MARGIN = 100;
/** Shorter waits nobody notices. */
const WORTH_A_WORD = 2_000;
/** A wait that turns out longer than was said is told of again, but not more often than this. */
const BETWEEN_NEWS = 10_000;
/** A wait that goes on as was said is told of again this often. */
const BETWEEN_REMINDERS = 60_000;

/** Holds requests back before they are sent: while the service throttles, and where it takes only so many a minute. */
export interface Limiter {
  /**
   * Resolves when the next request may be sent; first come, first served. Rejects with the signal's reason.
   *
   * @returns to be called once that request is answered, or has failed
   */
  turn(signal: AbortSignal): Promise<() => void>;
  /**
   * The service has throttled a request (429): nothing is sent for a while.
   *
   * @param milliseconds until the next attempt
   * @param atMost how long the service may go on throttling, where it did not say when it will stop
   * @returns milliseconds until requests are sent again; longer than asked where another request asked for more
   */
  holdOff(milliseconds: number, atMost?: number): number;
}

/** A wait that a person would wonder at. */
export interface Wait {
  readonly milliseconds: number;
  /** True where it may end sooner. */
  readonly isAtMost: boolean;
}

export interface LimiterOptions {
  /** How many requests fit into a minute; without it, any number. */
  readonly perMinute?: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  /** Stretches or shortens the minute, as all waits; 1 for real services. */
  readonly timeScale: number;
  /** Told of a wait, once for all requests that wait for the same; lengths as for a real service. */
  readonly waiting?: (wait: Wait) => void;
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
export function createLimiter({
  perMinute = Number.POSITIVE_INFINITY,
  now,
  timeScale,
  waiting,
}: LimiterOptions): Limiter {
  const window = (MINUTE + MARGIN) * timeScale;
  let counting: Sent[] = [];
  let heldUntil = Number.NEGATIVE_INFINITY;
  /** When throttling ends at the latest, where the service did not say when it does. */
  let throttledUntil = Number.NEGATIVE_INFINITY;
  let told = { at: Number.NEGATIVE_INFINITY, end: Number.NEGATIVE_INFINITY };
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
    const isAtMost = heldUntil > time && throttledUntil > heldUntil;
    const end = isAtMost ? throttledUntil : time + wait;
    const isNews = end > told.end + WORTH_A_WORD * timeScale;
    const since = time - told.at;
    if (wait < WORTH_A_WORD * timeScale || since < (isNews ? BETWEEN_NEWS : BETWEEN_REMINDERS) * timeScale)
      return false;
    told = { at: time, end };
    waiting?.({ milliseconds: (end - time) / timeScale, isAtMost });
    return true;
  }

  return {
    turn(signal) {
      const turn = last.then(() => admit(signal));
      last = turn.catch(() => undefined);
      return turn;
    },
    holdOff(milliseconds, atMost) {
      const time = now();
      const asked = time + milliseconds * timeScale;
      if (atMost === undefined) throttledUntil = Number.NEGATIVE_INFINITY;
      else if (throttledUntil <= time) throttledUntil = time + atMost * timeScale;
      if (asked >= heldUntil) heldUntil = asked;
      return asked === heldUntil ? milliseconds : (heldUntil - time) / timeScale;
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
  /** As of a limiter, for all of them. */
  holdOff(milliseconds: number, atMost?: number): number;
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
    holdOff: (milliseconds, atMost) =>
      Math.max(milliseconds, ...limiters.map((limiter) => limiter.holdOff(milliseconds, atMost))),
    over,
  };
}
