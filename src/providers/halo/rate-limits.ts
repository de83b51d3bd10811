import { createRateLimiter, type RateLimiter, type Wait } from '../../http/rate-limiter.ts';

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
 * @param onWait is told when the run waits for the limit of a product, which is described as `five-minute window`
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
