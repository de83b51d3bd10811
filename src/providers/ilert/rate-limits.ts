import { createRateLimiter, type RateLimiter, type Wait } from '../../http/rate-limiter.ts';
import type { Secret } from '../../secret/secret.ts';

/** ilert's limits in requests a minute (fact `ilert-limits`): per API key, and per IP address. */
const PER_KEY = 120;
const PER_ADDRESS = 700;

interface Clock {
  readonly now: () => number;
  readonly timeScale: number;
}

/** The rate limiters for all requests of one run to ilert. Requests with the same key share one. */
export interface IlertLimits {
  /** The limiters for requests with this key. @param endpoint origin of the API */
  of(endpoint: string, token: Secret): readonly RateLimiter[];
  /** The limiter for events, which wait once ilert throttles one of them. @param endpoint origin of the API */
  ofEvents(endpoint: string): readonly RateLimiter[];
}

/**
 * Creates limiters that delay nothing before a limit is reached.
 *
 * @param clock the time for the limiters
 * @param onWait called if the run waits for a limit, which is described as `120 requests a minute per API key`
 */
export function createIlertLimits(
  clock: Clock,
  onWait: (service: string, limit: string, wait: Wait) => void,
): IlertLimits {
  const limiters = new Map<string, RateLimiter>();
  const limiter = (key: string, limit: string, perMinute?: number) => {
    const known = limiters.get(key);
    if (known) return known;
    const made = createRateLimiter({
      ...clock,
      ...(perMinute !== undefined && { perMinute }),
      onWait: (wait) => onWait('ilert', limit, wait),
    });
    limiters.set(key, made);
    return made;
  };
  return {
    of: (endpoint, token) => [
      limiter(`${endpoint} ${token.reveal()}`, `${PER_KEY} requests a minute per API key`, PER_KEY),
      limiter(endpoint, `${PER_ADDRESS} requests a minute per IP address`, PER_ADDRESS),
    ],
    ofEvents: (endpoint) => [limiter(`events ${endpoint}`, 'events per alert source')],
  };
}
