import { createRateLimiter, type RateLimiter, type Wait } from '../../http/rate-limiter.ts';

interface Clock {
  readonly now: () => number;
  readonly timeScale: number;
}

/** The rate limiters for all requests of one run to Halo, one per tenant. */
export interface HaloLimits {
  /** @param url URL of the tenant @param product its name in messages */
  of(url: string, product: string): readonly RateLimiter[];
}

/**
 * Halo counts requests in a rolling window of five minutes, and its limit varies (fact `halo-throttling`). Requests are
 * sent without delay until a tenant throttles one; then all requests to it wait.
 *
 * @param clock the time for the limiters
 * @param onWait called if the run waits for the limit of a product, which is described as `five-minute window`
 */
export function createHaloLimits(
  clock: Clock,
  onWait: (service: string, limit: string, wait: Wait) => void,
): HaloLimits {
  const limiters = new Map<string, RateLimiter>();
  return {
    of(url, product) {
      const limiter =
        limiters.get(url) ??
        createRateLimiter({ ...clock, onWait: (wait) => onWait(product, 'five-minute window', wait) });
      limiters.set(url, limiter);
      return [limiter];
    },
  };
}
