import { createRateLimiter, type RateLimiter, type Wait } from '../../http/rate-limiter.ts';
import type { Secret } from '../../secret/secret.ts';

/** ilert's own limits (fact `ilert-limits`): requests a minute of one API key, and of one address on the network. */
const PER_KEY = 120;
const PER_ADDRESS = 700;

interface Clock {
  readonly now: () => number;
  readonly timeScale: number;
}

/** The limiters of everything that one run sends to ilert; whoever uses the same key shares one. */
export interface IlertLimits {
  /** Those that a request with this key counts against. @param endpoint origin of the API */
  of(endpoint: string, token: Secret): readonly RateLimiter[];
  /** That of events, which count per alert source: they wait when ilert throttles one. @param endpoint origin of the API */
  ofEvents(endpoint: string): readonly RateLimiter[];
}

/**
 * Lets nothing wait before a limit is reached.
 *
 * @param clock the time that its limiters use
 * @param onWait is told when the run waits for a limit, which is described as `120 requests a minute per API key`
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
