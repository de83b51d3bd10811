import { type Product, productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { createHttpClient, withRateLimits } from '../http/client.ts';
import type { HttpEvent } from '../http/request.ts';
import { createHaloClient, type HaloClient } from '../providers/halo/api.ts';
import { createHaloSession, type HaloOptions } from '../providers/halo/auth.ts';
import { askAuthInfo } from '../providers/halo/authorization-server.ts';
import { haloService } from '../providers/halo/refusals.ts';
import { createIlertClient, type IlertClient } from '../providers/ilert/api.ts';
import type { Clients } from '../providers/lookups.ts';
import type { Secret } from '../secret/secret.ts';
import { durationInWords } from '../text/duration.ts';
import type { Context } from './context.ts';

/** How to sign in to a Halo. */
export type HaloAccess = Omit<HaloOptions, 'service' | 'now' | 'onToken'>;

/** Creates the clients of both services over one HTTP client. Nothing is sent before one of them is called. */
export interface Connections {
  ilert(endpoint: string, token: Secret): IlertClient;
  halo(access: HaloAccess): HaloClient;
  /** Checks whether a HaloITSM answers at a URL. @throws ApiError if none does */
  askHalo(url: string): Promise<unknown>;
}

/**
 * Prepares connections to both services.
 *
 * @param notify called when a request is retried
 * @param record called for everything that happens on the wire, for a report
 */
export function createConnections(
  context: Context,
  product: Product,
  notify: (text: string) => void,
  record?: (event: HttpEvent) => void,
): Connections {
  const service = haloService(product.name);
  const { system, options, streams, signal, redactor } = context;
  const listen = (event: HttpEvent) => {
    record?.(event);
    if (event.type === 'answered') {
      streams.debug(`${event.method} ${event.url}: ${event.status} after ${Math.round(event.ms)} ms`);
    } else if (!event.isThrottled) {
      const { method, url, why, waitMs } = event;
      notify(`${method} ${new URL(url).host} failed (${why}); retrying in ${durationInWords(waitMs)}`);
    }
  };
  const userAgent = `ilert-haloitsm/${context.version}`;
  const http = createHttpClient({
    env: system.env,
    userAgent,
    timeout: options.timeout,
    timeScale: system.timeScale,
    signal,
    listen,
  });
  const haloHttp = (url: string) => withRateLimits(http, context.haloLimits.of(url, product.name));
  return {
    ilert: (endpoint, token) =>
      createIlertClient(withRateLimits(http, context.limits.ofEvents(endpoint)), {
        endpoint,
        token,
        limiters: context.limits.of(endpoint, token),
      }),
    halo(access) {
      const halo = haloHttp(access.url);
      const session = createHaloSession(halo, { ...access, service, now: system.now, onToken: redactor.add });
      return createHaloClient(halo, service, access.url, session);
    },
    askHalo: (url) => askAuthInfo(haloHttp(url), service, url),
  };
}

/** The clients for the tenants in the settings. @param notify as for `createConnections` @param record likewise */
export function connect(
  context: Context,
  settings: Settings,
  notify: (text: string) => void,
  record?: (event: HttpEvent) => void,
): Clients {
  const connections = createConnections(context, productOf(settings), notify, record);
  return {
    ilert: connections.ilert(settings['ilert.endpoint'], required(settings['ilert.apiToken'])),
    halo: connections.halo({
      url: required(settings['halo.url']),
      clientId: required(settings['halo.clientId']),
      clientSecret: required(settings['halo.clientSecret']),
      scope: settings['halo.scope'],
      tenant: settings['halo.tenant'],
      authUrl: settings['halo.authUrl'],
    }),
  };
}

/** The command has required this setting, so it is present. */
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('a required setting is missing');
  return value;
}
