import { createLimiter, type Limiter } from '../limiter.ts';
import type { Secret } from '../secret.ts';

/** ilert's own limits (facts: "ilert"): requests a minute of one API key, and of one address on the network. */
const PER_KEY = 120;
const PER_ADDRESS = 700;

interface Clock {
  readonly now: () => number;
  readonly pace: number;
}

/** The limiters of everything that one run sends to ilert; whoever uses the same key shares one. */
export interface IlertLimits {
  /** Those that a request with this key counts against. @param endpoint origin of the API */
  of(endpoint: string, token: Secret): readonly Limiter[];
}

/**
 * Lets nothing wait before a limit is reached.
 *
 * @param clock how time goes by for its limiters
 * @param say told, in words, that the run waits for a limit
 */
export function createIlertLimits(clock: Clock, say: (text: string) => void): IlertLimits {
  const limiters = new Map<string, Limiter>();
  const limiter = (key: string, perMinute: number, whose: string) => {
    const waiting = (milliseconds: number) => say(waitInWords(perMinute, whose, milliseconds));
    const known = limiters.get(key) ?? createLimiter({ ...clock, perMinute, waiting });
    limiters.set(key, known);
    return known;
  };
  return {
    of: (endpoint, token) => [
      limiter(`${endpoint} ${token.reveal()}`, PER_KEY, 'of one key'),
      limiter(endpoint, PER_ADDRESS, 'from one address'),
    ],
  };
}

function waitInWords(perMinute: number, whose: string, milliseconds: number): string {
  return `ilert takes ${perMinute} requests a minute ${whose}: going on in ${Math.ceil(milliseconds / 1000)} s`;
}
