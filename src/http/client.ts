import type { ClientRequest } from 'node:http';
import type { Got, RequestError } from 'got';
import { NotSent } from '../errors/cli-error.ts';
import { isAsking, sendWithRetries } from './attempts.ts';
import { type AnswerBody, MOST_BYTES, readBody } from './body.ts';
import { NetworkError, TOO_LARGE } from './network-error.ts';
import { namesProxy, type ProxyRoute, proxyRoute } from './proxy.ts';
import type { Limiter } from './rate-limiter.ts';
import { hearReasonOnly } from './truncated-body.ts';

/** One request, whole. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A body that is JSON already. */
  readonly text?: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Whether it may be sent again when no answer came; a create may not. */
  readonly repeatable: boolean;
  /** Limits that it counts against; each attempt waits for its turn. */
  readonly limiters?: readonly Limiter[];
}

/** The answer to one attempt, whatever its status. */
export interface OneAnswer extends AnswerBody {
  readonly status: number;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
}

/** The final answer to a request. */
export interface HttpAnswer extends OneAnswer {
  /** How often the request was sent. */
  readonly attempts: number;
  /** Milliseconds that it waited because the service throttled (429). */
  readonly throttledFor: number;
}

/** What happened on the wire, for `--verbose` and for a word about waiting. */
export type HttpEvent =
  | {
      readonly type: 'answered';
      readonly method: string;
      readonly url: string;
      readonly status: number;
      readonly ms: number;
      /** Requests left in the service's rate limit, where it says so. */
      readonly remaining: number | undefined;
      /** Parses the body; for whoever asks while the event is told. */
      readonly read: () => Pick<HttpAnswer, 'body' | 'isJson'>;
    }
  | {
      readonly type: 'retrying';
      readonly method: string;
      readonly url: string;
      readonly why: string;
      /** As for a real service, whatever the timeScale. */
      readonly waitMs: number;
      /** Whether it waits for the rate limit (429), which the limiter tells of. */
      readonly isThrottled: boolean;
    };

export interface HttpOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
  /** Milliseconds to wait for an answer. */
  readonly timeout: number;
  /** Stretches or shortens the waits between attempts; 1 for real services. */
  readonly timeScale: number;
  /** Ends reading requests at once; writing ones are let finish, so that their outcome is known. */
  readonly signal: AbortSignal;
  readonly listen: (event: HttpEvent) => void;
}

/** Sends requests. Rejects with `NoAnswer`, or with the signal's reason. */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

const CONNECT_TIMEOUT = 10_000;

/** The same, for requests that count against these limits unless they name others. */
export function withLimiters(http: Http, limiters: readonly Limiter[]): Http {
  return { send: (request) => http.send({ limiters, ...request }) };
}

/** The one place that speaks HTTP: time-outs, retries, proxies, no redirects. */
export function createHttp(options: HttpOptions): Http {
  let client: Promise<Got> | undefined;
  const routes = new Map<string, Promise<ProxyRoute | undefined>>();

  return {
    async send(request) {
      if (options.signal.aborted) throw isAsking(request) ? options.signal.reason : new NotSent(options.signal.reason);
      client ??= import('got').then((module) => configure(module.default, options));
      const route = await routeTo(new URL(request.url).origin);
      const got = await client;
      return sendWithRetries(() => sendOnce(got, request, route, options.signal), request, options);
    },
  };

  function routeTo(origin: string): Promise<ProxyRoute | undefined> | undefined {
    if (!namesProxy(options.env)) return undefined;
    if (!routes.has(origin)) routes.set(origin, proxyRoute(origin, options.env));
    return routes.get(origin);
  }
}

/** @throws NoAnswer, or the signal's reason */
async function sendOnce(
  got: Got,
  request: HttpRequest,
  route: ProxyRoute | undefined,
  signal: AbortSignal,
): Promise<OneAnswer> {
  let isTooLarge = false;
  try {
    const answering = got(request.url, {
      method: request.method,
      headers: { ...(request.text !== undefined && { 'content-type': 'application/json' }), ...request.headers },
      ...(request.json !== undefined && { json: request.json }),
      ...(request.text !== undefined && { body: request.text }),
      ...(request.form && { form: request.form }),
      ...route?.options,
      // A write is let finish, so that its outcome is known.
      ...(isAsking(request) && { signal }),
    });
    answering.on('request', refuseUpgrade);
    answering.on('request', hearReasonOnly);
    answering.on('downloadProgress', ({ transferred }) => {
      isTooLarge ||= transferred > MOST_BYTES;
      if (isTooLarge) answering.cancel();
    });
    const answer = await answering;
    return {
      ...readBody(answer.body),
      status: answer.statusCode,
      location: answer.headers.location,
      retryAfter: answer.headers['retry-after'],
    };
  } catch (error) {
    signal.throwIfAborted();
    const code = isTooLarge ? TOO_LARGE : ((error as RequestError).code ?? 'UNKNOWN');
    throw new NetworkError(code, error as Error, route?.proxy);
  }
}

/** A server that changes the protocol without being asked gives no answer, and got would wait for it for ever. */
function refuseUpgrade(request: ClientRequest): void {
  request.once('upgrade', (_, socket) => {
    socket.destroy();
    request.emit('error', Object.assign(new Error('the server changed the protocol'), { code: 'EUPGRADE' }));
  });
}

function configure(got: Got, { userAgent, timeout, listen }: HttpOptions): Got {
  return got.extend({
    responseType: 'text',
    throwHttpErrors: false,
    // A redirect could carry a key to another origin; the API needs none, so it is an error (client.ts).
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
    // attempts.ts retries.
    retry: { limit: 0 },
    hooks: {
      afterResponse: [
        (response) => {
          const ms = response.timings.phases.total ?? 0;
          const { method } = response.request.options;
          const { requestUrl, statusCode: status, body, headers } = response;
          const read = () => readBody(String(body));
          const remaining = remainingIn(headers);
          listen({ type: 'answered', method, url: requestUrl.href, status, ms, remaining, read });
          return response;
        },
      ],
    },
  });
}

/** The two names that are in use for it; what is no number tells nothing. */
function remainingIn(headers: Readonly<Record<string, string | string[] | undefined>>): number | undefined {
  const told = headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining'];
  return typeof told === 'string' && /^\d+$/.test(told.trim()) ? Number(told) : undefined;
}
