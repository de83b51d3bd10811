import type { IncomingHttpHeaders } from 'node:http';
import type { QueryKinds, QueryValues } from './query.ts';
import type { Refusal } from './refusal.ts';
import type { ServiceName } from './requests.ts';

/** What a service answers. Without `body` nothing but the head is sent. */
export interface Answer {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as plain text, instead of a body. */
  text?: string;
  headers?: Record<string, string>;
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
