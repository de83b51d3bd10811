import type { RateLimiter } from './rate-limiter.ts';
import type { ResponseBody } from './response-body.ts';

/** A request with everything to send. */
export interface HttpRequest {
  /** The name of the service that receives it. */
  readonly service: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A body that is already JSON. */
  readonly text?: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Whether it may be sent again after a lost response; a create may not. */
  readonly repeatable: boolean;
  /** The rate limits it counts against; each attempt acquires a slot from every one. */
  readonly limiters?: readonly RateLimiter[];
}

/** The response to one attempt, whatever its status. */
export interface HttpResponse extends ResponseBody {
  readonly status: number;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
  /** Requests left in the service's rate limit, if it states them. */
  readonly remaining: number | undefined;
}

/** The final response to a request. */
export interface FinalResponse extends HttpResponse {
  /** How often the request was sent. */
  readonly attempts: number;
  /** Milliseconds it waited because the service throttled (429). */
  readonly throttledMs: number;
}

/** What a request sent, and to which service. It may contain secrets, but never the credentials of its headers. */
export type SentRequest = Omit<HttpRequest, 'headers'>;

/** What happens on the wire, for `--verbose`, notices about waiting, the tenant report and recordings. */
export type HttpEvent =
  | {
      readonly type: 'answered';
      readonly method: HttpRequest['method'];
      readonly url: string;
      readonly sent: SentRequest;
      readonly status: number;
      readonly location: string | undefined;
      readonly retryAfter: string | undefined;
      readonly ms: number;
      /** Requests left in the service's rate limit, if it states them. */
      readonly remaining: number | undefined;
      /** Parses the body; only called by listeners that need it. */
      readonly read: () => Pick<ResponseBody, 'body' | 'isJson' | 'text'>;
    }
  | {
      readonly type: 'unanswered';
      readonly method: HttpRequest['method'];
      readonly url: string;
      readonly sent: SentRequest;
      /** In words: `connection refused`. */
      readonly why: string;
    }
  | {
      readonly type: 'retrying';
      readonly service: string;
      readonly method: string;
      readonly url: string;
      /** In words: `connection refused`, `HTTP 503`. */
      readonly why: string;
      /** Whether there was a response. */
      readonly hasResponded: boolean;
      /** The number of the next attempt; like `maxAttempts`, meaningless while waiting for the rate limit. */
      readonly attempt: number;
      readonly maxAttempts: number;
      /** As with a real service, whatever the time scale. */
      readonly waitMs: number;
      /** Whether it waits for the rate limit (429), which the rate limiter reports itself. */
      readonly isThrottled: boolean;
    };

/** Whether a request changes nothing and may be aborted at any time: a read, or a sign-in. */
export function isReadOnly({ method, form }: HttpRequest): boolean {
  return method === 'GET' || form !== undefined;
}

/** Returns `GET /api/alert-sources`, without the query and the rest of the URL, which may contain a key. */
export function describeRequest({ method, url }: HttpRequest): string {
  return `${method} ${new URL(url).pathname}`;
}
