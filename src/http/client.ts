import { setMaxListeners } from 'node:events';
import type { Got } from 'got';
import type { Environment } from '../env/environment.ts';
import { NotSent } from '../errors/cli-error.ts';
import type { Activities } from './activities.ts';
import { failOnUpgrade, ignoreErrorsOfEnd } from './got-workarounds.ts';
import { NetworkError, networkErrorInWords, TOO_LARGE } from './network-error.ts';
import { namesProxy, type ProxyRoute, proxyRoute } from './proxy.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type FinalResponse, type HttpRequest, type HttpResponse, isReadOnly } from './request.ts';
import { MAX_BYTES, parseBody } from './response-body.ts';
import { type RetryOptions, sendWithRetries } from './send-with-retries.ts';

/** `signal` aborts reads immediately; writes are completed, so that their outcome is known. */
export interface HttpClientOptions extends RetryOptions {
  readonly env: Environment;
  readonly userAgent: string;
  /** Milliseconds to wait for a response. */
  readonly timeout: number;
  readonly activities: Activities;
}

/** Sends requests. Rejects with `NetworkError`, or with the signal's reason. */
export interface HttpClient {
  send(request: HttpRequest): Promise<FinalResponse>;
  /** What is currently being sent. */
  readonly activities: Activities;
}

const CONNECT_TIMEOUT = 10_000;

/** Returns the same client, whose requests count against these limits unless they name others. */
export function withRateLimits(http: HttpClient, limiters: readonly RateLimiter[]): HttpClient {
  return { ...http, send: (request) => http.send({ limiters, ...request }) };
}

/** Creates the only client that sends HTTP requests: timeouts, retries, proxies, no redirects. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  // Every request and every wait adds a listener, and many are active at the same time.
  setMaxListeners(0, options.signal);
  let client: Promise<Got> | undefined;
  const routes = new Map<string, Promise<ProxyRoute | undefined>>();

  return {
    activities: options.activities,
    async send(request) {
      if (options.signal.aborted)
        throw isReadOnly(request) ? options.signal.reason : new NotSent(options.signal.reason);
      client ??= import('got').then((module) => configure(module.default, options));
      const route = await routeTo(new URL(request.url).origin);
      const got = await client;
      return sendWithRetries(() => sendOnce(got, request, route, options), request, options);
    },
  };

  function routeTo(origin: string): Promise<ProxyRoute | undefined> | undefined {
    if (!namesProxy(options.env)) return undefined;
    if (!routes.has(origin)) routes.set(origin, proxyRoute(origin, options.env));
    return routes.get(origin);
  }
}

/** @throws NetworkError, or the signal's reason */
async function sendOnce(
  got: Got,
  request: HttpRequest,
  route: ProxyRoute | undefined,
  { signal, listen }: HttpClientOptions,
): Promise<HttpResponse> {
  const { headers: ownHeaders, ...sent } = request;
  const { method, url } = request;
  let isTooLarge = false;
  try {
    const pending = got(request.url, {
      method: request.method,
      headers: { ...(request.text !== undefined && { 'content-type': 'application/json' }), ...ownHeaders },
      ...(request.json !== undefined && { json: request.json }),
      ...(request.text !== undefined && { body: request.text }),
      ...(request.form && { form: request.form }),
      ...route?.options,
      // Writes are completed, so that their outcome is known.
      ...(isReadOnly(request) && { signal }),
    });
    pending.on('request', failOnUpgrade);
    pending.on('request', ignoreErrorsOfEnd);
    pending.on('downloadProgress', ({ transferred }) => {
      isTooLarge ||= transferred > MAX_BYTES;
      if (isTooLarge) pending.cancel();
    });
    const { statusCode: status, body, headers, timings } = await pending;
    const { location, 'retry-after': retryAfter } = headers;
    const remaining = remainingIn(headers);
    const ms = timings.phases.total ?? 0;
    const read = () => parseBody(body);
    listen({ type: 'answered', method, url, sent, status, location, retryAfter, ms, remaining, read });
    return { ...read(), status, location, retryAfter, remaining };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? error : new Error(String(error));
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'UNKNOWN';
    const failure = new NetworkError(isTooLarge ? TOO_LARGE : code, cause, route?.proxy);
    listen({ type: 'unanswered', method, url, sent, why: networkErrorInWords(failure.code) });
    throw failure;
  }
}

function configure(got: Got, { userAgent, timeout }: HttpClientOptions): Got {
  return got.extend({
    responseType: 'text',
    throwHttpErrors: false,
    // A redirect could send a key to another origin, and neither API needs one, so it is reported as an error.
    followRedirect: false,
    headers: { 'user-agent': userAgent, accept: 'application/json' },
    timeout: {
      lookup: CONNECT_TIMEOUT,
      connect: CONNECT_TIMEOUT,
      secureConnect: CONNECT_TIMEOUT,
      send: timeout,
      response: timeout,
      read: timeout,
    },
    // Retries are up to send-with-retries.ts.
    retry: { limit: 0 },
  });
}

/** Reads this header by either of the names in use; ignores a value that is not a number. */
function remainingIn(headers: Readonly<Record<string, string | string[] | undefined>>): number | undefined {
  const value = headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining'];
  return typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}
