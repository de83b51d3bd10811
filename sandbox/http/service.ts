import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceName } from '../types.ts';
import type { QueryKinds, QueryValues } from './query.ts';

/** What a service answers. Without `body` nothing but the head is sent. */
export interface Answer {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as plain text, instead of a body. */
  text?: string;
  headers?: Record<string, string>;
}

/** Thrown by a handler that refuses a request. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The service's code for it, where that is not the usual one of the status. */
  readonly code: string | undefined;

  /**
   * @param status HTTP status
   * @param message one plain sentence for the client
   */
  constructor(status: number, message: string, more: { headers?: Record<string, string>; code?: string } = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.headers = more.headers ?? {};
    this.code = more.code;
  }
}

/** 400: what was sent is wrong. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, message);
}

/** 404: what was asked for is not there. */
export function notFound(message: string): Refusal {
  return new Refusal(404, message);
}

/** A request that found its route. */
export interface RoutedRequest {
  /** The path's `:names`, decoded. */
  params: Record<string, string>;
  query: QueryValues;
  /** As the route's `body` says; undefined for `none`. */
  body: unknown;
  headers: IncomingHttpHeaders;
}

/** One method of one path. */
export interface Route {
  /** What `state.forbid` and messages call it, e.g. `Webhook`. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path from the origin, with `:name` for a segment that varies. */
  path: string;
  /** True where no authorisation is asked for. */
  open?: boolean;
  /** The query parameters it takes; any other is refused. */
  query?: QueryKinds;
  /** What the body must be: nothing (the default), JSON or a form. */
  body?: 'none' | 'json' | 'form';
  handle: (request: RoutedRequest) => Answer | Promise<Answer>;
}

/** One simulated service, apart from HTTP. */
export interface Service {
  name: ServiceName;
  routes: readonly Route[];
  /**
   * Lets a request in, or throws the Refusal (401, 403, 429). Not called for open routes.
   *
   * @returns headers that go with the answer, where there are any
   */
  admit: (headers: IncomingHttpHeaders, route: Route) => Record<string, string>;
  /** What the service's error answers look like. */
  error: (refusal: Refusal) => Omit<Answer, 'status'>;
}
