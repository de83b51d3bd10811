import type { ClientRequest } from 'node:http';
import type { Got, RequestError } from 'got';
import { type AnswerBody, MOST_BYTES, readBody } from './answer-body.ts';
import { hearReasonOnly } from './closed-early.ts';
import { createTurns, type Limiter, type Turns } from './limiter.ts';
import { namesProxy, type ProxyRoute, proxyRoute } from './proxy.ts';
import { mayHaveArrived, waitBeforeRetry, waitWhenThrottled } from './retry.ts';

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

/** Any answer, whatever its status. */
export interface HttpAnswer extends AnswerBody {
  readonly status: number;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
}

/** Code of an answer that was given up, since it had no end in sight. */
export const TOO_LARGE = 'TOO_LARGE';

/** No answer came. */
export class NoAnswer extends Error {
  readonly code: string;
  /** False where the request can't have reached the server. */
  readonly mayHaveArrived: boolean;

  /** Host and port of the proxy in between, where there is one. */
  readonly proxy: string | undefined;

  constructor(code: string, cause: Error, proxy?: string) {
    super(cause.message, { cause });
    this.name = 'NoAnswer';
    this.code = code;
    this.proxy = proxy;
    this.mayHaveArrived = mayHaveArrived(code);
  }
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
      readonly waitMs: number;
    };

export interface HttpOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
  /** Milliseconds to wait for an answer. */
  readonly timeout: number;
  /** Stretches or shortens the waits between attempts; 1 for real services. */
  readonly pace: number;
  /** Ends reading requests at once; writing ones are let finish, so that their outcome is known. */
  readonly signal: AbortSignal;
  readonly listen: (event: HttpEvent) => void;
}

/** Sends requests. Rejects with `NoAnswer`, or with the signal's reason. */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

const CONNECT_TIMEOUT = 10_000;

/** The one place that speaks HTTP: time-outs, retries, proxies, no redirects. */
export function createHttp(options: HttpOptions): Http {
  let client: Promise<Got> | undefined;
  const routes = new Map<string, Promise<ProxyRoute | undefined>>();

  return {
    async send(request) {
      options.signal.throwIfAborted();
      client ??= import('got').then((module) => configure(module.default, options));
      const route = await routeTo(new URL(request.url).origin);
      const got = await client;
      const turns = createTurns(request.limiters ?? []);
      let isTooLarge = false;
      try {
        const answering = got(request.url, {
          method: request.method,
          headers: { ...(request.text !== undefined && { 'content-type': 'application/json' }), ...request.headers },
          ...(request.json !== undefined && { json: request.json }),
          ...(request.text !== undefined && { body: request.text }),
          ...(request.form && { form: request.form }),
          ...route?.options,
          // What only asks, a sign-in too, is broken off.
          ...((request.method === 'GET' || request.form) && { signal: options.signal }),
          context: { repeatable: request.repeatable, turns },
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
        options.signal.throwIfAborted();
        throw new NoAnswer(
          isTooLarge ? TOO_LARGE : ((error as RequestError).code ?? 'UNKNOWN'),
          error as Error,
          route?.proxy,
        );
      } finally {
        turns.over();
      }
    },
  };

  function routeTo(origin: string): Promise<ProxyRoute | undefined> | undefined {
    if (!namesProxy(options.env)) return undefined;
    if (!routes.has(origin)) routes.set(origin, proxyRoute(origin, options.env));
    return routes.get(origin);
  }
}

/** A server that changes the protocol without being asked gives no answer, and got would wait for it for ever. */
function refuseUpgrade(request: ClientRequest): void {
  request.once('upgrade', (_, socket) => {
    socket.destroy();
    request.emit('error', Object.assign(new Error('the server changed the protocol'), { code: 'EUPGRADE' }));
  });
}

function configure(got: Got, { userAgent, timeout, pace, signal, listen }: HttpOptions): Got {
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
    retry: {
      calculateDelay: ({ attemptCount, error, retryAfter }) => {
        if (signal.aborted) return 0;
        const attempt = {
          number: attemptCount,
          status: error.response?.statusCode,
          retryAfter,
          code: error.code === 'ERR_NON_2XX_3XX_RESPONSE' ? undefined : error.code,
          repeatable: error.options.context.repeatable === true,
        };
        const waitMs = waitBeforeRetry(attempt, pace, Math.random());
        if (waitMs === undefined) return 0;
        const why = attempt.status === undefined ? (attempt.code ?? error.message) : `status ${attempt.status}`;
        listen({ type: 'retrying', method: error.options.method, url: String(error.options.url), why, waitMs });
        return waitMs;
      },
    },
    hooks: {
      beforeRequest: [({ context }) => turnsIn(context).take(signal)],
      afterResponse: [
        (response) => {
          if (response.statusCode === 429) {
            const wait = waitWhenThrottled(response.headers['retry-after']);
            turnsIn(response.request.options.context).holdOff(wait);
          }
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

function turnsIn(context: Readonly<Record<string, unknown>>): Turns {
  return context.turns as Turns;
}

/** The two names that are in use for it; what is no number tells nothing. */
function remainingIn(headers: Readonly<Record<string, string | string[] | undefined>>): number | undefined {
  const told = headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining'];
  return typeof told === 'string' && /^\d+$/.test(told.trim()) ? Number(told) : undefined;
}
