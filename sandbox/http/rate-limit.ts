import { Refusal } from './service.ts';

const MINUTE = 60_000;

/** How many requests of one key are let in, and when the next one is. */
interface RateLimitOptions {
  most: number;
  /** Milliseconds. */
  window: number;
  /** True: a 429 says in `Retry-After` how long to wait. */
  retryAfter: boolean;
  /** The clock, in milliseconds. */
  now: () => number;
}

/** ilert: counts requests in fixed minutes, each key for itself. */
export class MinuteLimit {
  readonly #options: RateLimitOptions;
  readonly #windows = new Map<string, { start: number; count: number }>();

  constructor(options: Omit<RateLimitOptions, 'window'>) {
    this.#options = { ...options, window: MINUTE };
  }

  /**
   * Counts a request of `key`.
   *
   * @returns how many more are let in during this minute
   * @throws Refusal 429 once the minute's requests are used up
   */
  count(key: string): number {
    const { now, most } = this.#options;
    const time = now();
    const known = this.#windows.get(key);
    const window = known && time < known.start + MINUTE ? known : { start: time, count: 0 };
    this.#windows.set(key, window);
    window.count += 1;
    if (window.count <= most) return most - window.count;
    throw tooMany(this.#options, window.start + MINUTE - time);
  }
}

/** Halo: counts the requests of a tenant over the last five minutes, whenever they came. */
export class RollingLimit {
  readonly #options: RateLimitOptions;
  #taken: number[] = [];

  constructor(options: Omit<RateLimitOptions, 'window'>) {
    this.#options = { ...options, window: 5 * MINUTE };
  }

  /** Counts a request. @throws Refusal 429 where the window is full; such a request is not counted */
  count(): void {
    const { now, most, window } = this.#options;
    const time = now();
    this.#taken = this.#taken.filter((at) => at + window > time);
    if (this.#taken.length >= most) throw tooMany(this.#options, (this.#taken[0] ?? time) + window - time);
    this.#taken.push(time);
  }
}

function tooMany({ most, window, retryAfter }: RateLimitOptions, wait: number): Refusal {
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  const headers = retryAfter ? { 'retry-after': String(seconds) } : {};
  return new Refusal(429, `Too many requests: at most ${most} in ${window / MINUTE} min.`, { headers });
}
