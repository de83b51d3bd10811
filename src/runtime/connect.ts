import { type AllowedHosts, readAllowedHosts } from '../config/allowed-hosts.ts';
import { productOf } from '../config/product.ts';
import type { Resolved } from '../config/resolve.ts';
import type { Environment } from '../env/environment.ts';
import { usageErrors } from '../errors/cli-error.ts';
import { createHttpClient, withRateLimits } from '../http/client.ts';
import { describeRequest, type HttpEvent, type HttpRequest } from '../http/request.ts';
import { MAX_ATTEMPTS } from '../http/retry-policy.ts';
import { assertAllowedHost, onlyToAllowedHosts } from '../providers/halo/allowed-hosts.ts';
import { createHaloClient } from '../providers/halo/api.ts';
import { createHaloSession } from '../providers/halo/auth.ts';
import { askAuthInfo, serverElsewhere } from '../providers/halo/authorization-server.ts';
import { haloService } from '../providers/halo/refusals.ts';
import { createIlertClient } from '../providers/ilert/api.ts';
import { ilertService } from '../providers/ilert/refusals.ts';
import type { Service } from '../providers/integration.ts';
import type { Clients } from '../providers/lookups.ts';
import type { Secret } from '../secret/secret.ts';
import type { Context } from './context.ts';

/** How connections differ from the usual ones. */
export interface ConnectionOptions {
  /** Called for every HTTP event, for a report. */
  readonly record?: (event: HttpEvent) => void;
  /** How often to try a service that has never answered, since its URL may be mistyped. */
  readonly maxFirstAttempts?: number;
}

/**
 * Prepares connections to both services over one HTTP client, for the wizard's answers as well as for the settings.
 * Sends nothing until one of their clients is called.
 */
export function createConnections(
  context: Context,
  { settings, origins }: Pick<Resolved, 'settings' | 'origins'>,
  { record, maxFirstAttempts = MAX_ATTEMPTS }: ConnectionOptions = {},
) {
  const { streams, signal, redactor, limits, answered, activities, onHoldUp } = context;
  const { env, now, timeScale } = context.system;
  const { timeout } = context.options;
  const { name: product } = productOf(settings);
  const { 'ilert.endpoint': endpoint, 'halo.scope': scope, 'halo.tenant': tenant, 'halo.authUrl': authUrl } = settings;
  const service = haloService(product, origins);
  const listen = (event: HttpEvent) => {
    record?.(event);
    if (event.type === 'answered') {
      streams.debug(`${event.method} ${event.url}: ${event.status} after ${Math.round(event.ms)} ms`);
    } else if (event.type === 'retrying' && !event.isThrottled) {
      const { service, why, hasResponded, attempt, maxAttempts, waitMs } = event;
      onHoldUp({ kind: 'retry', service, why, hasResponded, attempt, maxAttempts }, waitMs);
    }
  };
  const userAgent = `ilert-haloitsm/${context.version}`;
  const http = createHttpClient({
    env,
    userAgent,
    timeout,
    timeScale,
    signal,
    listen,
    answered,
    maxFirstAttempts,
    activities,
  });
  const allowedHosts = allowedHostsIn(env);
  const onlyAllowed = onlyToAllowedHosts(http, allowedHosts);
  const haloHttp = (url: string) => withRateLimits(onlyAllowed, context.haloLimits.of(url, product));
  return {
    ilert(token: Secret) {
      const limiters = limits.of(endpoint, token);
      return createIlertClient(withRateLimits(http, limits.ofEvents(endpoint)), {
        endpoint,
        token,
        limiters,
        service: ilertService(origins),
      });
    },
    halo(url: string, clientId: string, clientSecret: Secret) {
      const halo = haloHttp(url);
      const access = { url, clientId, clientSecret, scope, tenant, authUrl };
      const session = createHaloSession(halo, { ...access, service, now, onToken: redactor.add });
      return createHaloClient(halo, service, url, session);
    },
    /** The Halo client of a run for ilert alone: it never sends anything. */
    unusedHalo: () =>
      createHaloClient({ ...http, send: neverSent }, service, '', { token: async () => '', drop: () => undefined }),
    /** Checks whether a HaloITSM answers at a URL. @throws ApiError if none does */
    askHalo: (url: string) => askAuthInfo(haloHttp(url), service, url),
    /**
     * Returns the authorisation server that a HaloITSM names on another domain, if any.
     *
     * @throws ApiError if none answers; CliError, exit 2, if its host is not allowed
     */
    async serverElsewhere(url: string): Promise<string | undefined> {
      const server = await serverElsewhere(haloHttp(url), service, url);
      if (server !== undefined) assertAllowedHost(new URL(server), allowedHosts, `${product} signs in at`);
      return server;
    },
  };
}

interface ConnectOptions extends Pick<ConnectionOptions, 'record'> {
  /** The only service to use. */
  readonly only?: Service | undefined;
}

/** Returns the clients for the tenants in the settings, which have their credentials. */
export function connect(
  context: Context,
  resolved: Pick<Resolved, 'settings' | 'origins'>,
  { only, ...options }: ConnectOptions = {},
): Clients {
  const { ilert, halo, unusedHalo } = createConnections(context, resolved, options);
  const { settings } = resolved;
  return {
    ilert: ilert(required(settings['ilert.apiToken'])),
    halo:
      only === 'ilert'
        ? unusedHalo()
        : halo(
            required(settings['halo.url']),
            required(settings['halo.clientId']),
            required(settings['halo.clientSecret']),
          ),
  };
}

/** @throws CliError, exit 2, if HALO_ALLOWED_HOSTS can't be read */
function allowedHostsIn(env: Environment): AllowedHosts | undefined {
  const { allowedHosts, problems } = readAllowedHosts(env);
  if (problems.length > 0) throw usageErrors(problems);
  return allowedHosts;
}

function neverSent(request: HttpRequest): Promise<never> {
  return Promise.reject(new TypeError(`${describeRequest(request)}: this run does not use Halo`));
}

/** The command requires this setting, so it is present. */
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('a required setting is missing');
  return value;
}
