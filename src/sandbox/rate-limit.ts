import { Refusal } from './service.ts';

const MINUTE = 60_000;

/** Counts requests in fixed minutes, each key for itself. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #withoutRetryAfter: boolean;
  readonly #now: () => number;
  readonly #windows = new Map<string, { start: number; count: number }>();

  /**
   * @param perMinute how many requests of one key are let in
   * @param withoutRetryAfter true where a 429 does not say how long to wait
   * @param now the clock, in milliseconds
   */
  constructor(perMinute: number, withoutRetryAfter: boolean, now: () => number) {
    this.#perMinute = perMinute;
    this.#withoutRetryAfter = withoutRetryAfter;
    this.#now = now;
  }

  /**
   * Counts a request of `key`.
   *
   * @returns how many more are let in during this minute
   * @throws Refusal 429 once the minute's requests are used up
   */
  count(key: string): number {
    const now = this.#now();
    const known = this.#windows.get(key);
    const window = known && now < known.start + MINUTE ? known : { start: now, count: 0 };
    this.#windows.set(key, window);
    window.count += 1;
    if (window.count <= this.#perMinute) return this.#perMinute - window.count;
    const seconds = Math.max(1, Math.ceil((window.start + MINUTE - now) / 1000));
    const headers = this.#withoutRetryAfter ? {} : { 'retry-after': String(seconds) };
    throw new Refusal(429, `Too many requests: at most ${this.#perMinute} a minute.`, headers);
  }
}
