import { Refusal } from './refusal.ts';

const MINUTE = 60_000;

/** How many requests are allowed, and what a refusal says. */
interface RateLimitOptions {
  most: number;
  /** If true, a 429 says in `Retry-After` how long to wait. */
  retryAfter: boolean;
  /** The clock, in milliseconds. */
  now: () => number;
}

/**
 * ilert's limit: counts the requests of each key in fixed minutes.
 *
 * @returns a function that counts a request of a key and returns how many more are allowed in this minute, or throws
 *   the Refusal 429
 */
export function limitPerMinute(options: RateLimitOptions): (key: string) => number {
  const windows = new Map<string, { start: number; count: number }>();
  return (key) => {
    const time = options.now();
    const known = windows.get(key);
    const window = known && time < known.start + MINUTE ? known : { start: time, count: 0 };
    windows.set(key, window);
    window.count += 1;
    if (window.count > options.most) throw tooMany(options, 1, window.start + MINUTE - time);
    return options.most - window.count;
  };
}

/**
 * Halo's limit: counts the requests of a tenant over the last five minutes.
 *
 * @returns a function that counts a request, or throws the Refusal 429; refused requests do not count
 */
export function limitPerFiveMinutes(options: RateLimitOptions): () => void {
  let taken: number[] = [];
  return () => {
    const time = options.now();
    taken = taken.filter((at) => at + 5 * MINUTE > time);
    if (taken.length >= options.most) throw tooMany(options, 5, (taken[0] ?? time) + 5 * MINUTE - time);
    taken.push(time);
  };
}

function tooMany({ most, retryAfter }: RateLimitOptions, minutes: number, wait: number): Refusal {
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  const headers = retryAfter ? { 'retry-after': String(seconds) } : {};
  return new Refusal(429, `Too many requests: at most ${most} in ${minutes} min.`, { headers });
}
