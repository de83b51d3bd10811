import { createRateLimiter, type RateLimiter, rateLimitNotice } from '../../http/rate-limiter.ts';

interface Clock {
  readonly now: () => number;
  readonly timeScale: number;
}

/** The limiters of everything that one run sends to Halo, one per tenant. */
export interface HaloLimits {
  /** @param url address of the tenant @param product its name in messages */
  of(url: string, product: string): readonly RateLimiter[];
}

/**
 * Halo counts requests over a rolling window of five minutes, and how many it takes differs (fact `halo-throttling`): nothing is held
 * back until a tenant throttles a request, and then everything sent to it.
 *
 * @param clock the time that its limiters use
 * @param say receives a message when the run waits for the limit
 */
export function createHaloLimits(clock: Clock, say: (text: string) => void): HaloLimits {
  const limiters = new Map<string, RateLimiter>();
  return {
    of(url, product) {
      const limiter =
        limiters.get(url) ??
        createRateLimiter({ ...clock, onWait: (wait) => say(rateLimitNotice(product, 'five-minute window', wait)) });
      limiters.set(url, limiter);
      return [limiter];
    },
  };
}
