import { createActivities } from '../../src/http/activities.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../src/http/client.ts';
import type { HttpEvent } from '../../src/http/request.ts';
import { MAX_ATTEMPTS } from '../../src/http/retry-policy.ts';
import { createHaloClient } from '../../src/providers/halo/api.ts';
import { createHaloSession, type HaloOptions } from '../../src/providers/halo/auth.ts';
import { haloService } from '../../src/providers/halo/refusals.ts';
import { createIlertClient } from '../../src/providers/ilert/api.ts';
import { ilertService } from '../../src/providers/ilert/refusals.ts';
import { Secret } from '../../src/secret/secret.ts';

/** Returns the program's HTTP client with short waits, and the events it emits. */
export function httpOfTest(options: Partial<HttpClientOptions> = {}): { http: HttpClient; events: HttpEvent[] } {
  const events: HttpEvent[] = [];
  const http = createHttpClient({
    env: {},
    userAgent: 'test',
    timeout: 5_000,
    timeScale: 0.001,
    signal: new AbortController().signal,
    listen: (event) => events.push(event),
    answered: new Set(),
    activities: createActivities({ now: Date.now, timeScale: 0.001 }),
    maxFirstAttempts: MAX_ATTEMPTS,
    ...options,
  });
  return { http, events };
}

/** Returns the program's client for an ilert at this origin. */
export function ilertAt(endpoint: string, http: HttpClient = httpOfTest().http) {
  const service = ilertService(new Map([['ilert.endpoint', { from: 'variable', name: 'ILERT_ENDPOINT' }]]));
  return createIlertClient(http, { endpoint, token: new Secret('ilert-token'), service });
}

/** Returns the program's client for a HaloITSM at this URL, with its sign-in. */
export function haloAt(url: string, options: Partial<HaloOptions> & { http?: HttpClient } = {}) {
  const { http = httpOfTest().http, ...rest } = options;
  const service = haloService('HaloITSM');
  const session = createHaloSession(http, {
    service,
    url,
    clientId: 'client',
    clientSecret: new Secret('client-secret'),
    scope: 'all',
    now: Date.now,
    onToken: () => undefined,
    ...rest,
  });
  return createHaloClient(http, service, url, session);
}
