import { createLimiter, type Limiter } from '../limiter.ts';
import type { Secret } from '../secret.ts';

/** ilert's own limits (facts: "ilert"): requests a minute of one API key, and of one address on the network. */
const PER_KEY = 120;
const PER_ADDRESS = 700;

/** The limiters of everything that one run sends to ilert; whoever uses the same key shares one. */
export interface IlertLimits {
  /** Those that a request with this key counts against. @param endpoint origin of the API */
  of(endpoint: string, token: Secret): readonly Limiter[];
}

/** Lets nothing wait before a limit is reached. @param clock how time goes by for its limiters */
export function createIlertLimits(clock: { readonly now: () => number; readonly pace: number }): IlertLimits {
  const limiters = new Map<string, Limiter>();
  const limiter = (key: string, perMinute: number) => {
    const known = limiters.get(key) ?? createLimiter({ ...clock, perMinute });
    limiters.set(key, known);
    return known;
  };
  return {
    of: (endpoint, token) => [limiter(`${endpoint} ${token.reveal()}`, PER_KEY), limiter(endpoint, PER_ADDRESS)],
  };
}
