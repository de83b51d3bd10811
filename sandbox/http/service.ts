import type { IncomingHttpHeaders } from 'node:http';
import type { QueryKinds, QueryValues } from './query.ts';
import type { Refusal } from './refusal.ts';
import type { ServiceName } from './requests.ts';

/** A service's answer. Without `body`, only the headers are sent. */
export interface Answer {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as plain text instead of a body. */
  text?: string;
  headers?: Record<string, string>;
}

/** A request whose route was found. */
export interface RoutedRequest {
  /** The path's `:names`, decoded. */
  params: Record<string, string>;
  query: QueryValues;
  /** As the route's `body` requires; undefined for `none`. */
  body: unknown;
  headers: IncomingHttpHeaders;
}

/** One method of one path. */
export interface Route {
  /** Its name in `state.forbid` and in messages, such as `Webhook`. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path from the origin, with `:name` for a variable segment. */
  path: string;
  /** True if it needs no authorisation. */
  open?: boolean;
  /** The accepted query parameters; any other is refused. */
  query?: QueryKinds;
  /** The required type of body: none (the default), JSON or a form. */
  body?: 'none' | 'json' | 'form';
  handle: (request: RoutedRequest) => Answer | Promise<Answer>;
}

/** A simulated service, independent of HTTP. */
export interface Service {
  name: ServiceName;
  routes: readonly Route[];
  /**
   * Admits a request, or throws the Refusal (401, 403, 429). Not called for open routes.
   *
   * @returns headers for the answer, if any
   */
  admit: (headers: IncomingHttpHeaders, route: Route) => Record<string, string>;
  /** Formats an error of the service. */
  error: (refusal: Refusal) => Omit<Answer, 'status'>;
}
