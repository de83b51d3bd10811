import type { IncomingHttpHeaders } from 'node:http';

/** One of the two simulated services. */
export type ServiceName = 'ilert' | 'halo';

/** Decides what to do with a request; `undefined` handles it normally. */
export type Intercept = (request: SandboxRequest) => Interception | undefined | Promise<Interception | undefined>;

/** A request as a service received it. */
export interface SandboxRequest {
  service: ServiceName;
  method: string;
  /** Without the query, e.g. `/api/Webhook`. */
  path: string;
  query: URLSearchParams;
  /** Parsed if it is JSON or a form, else the text; undefined if there is none. */
  body: unknown;
  headers: IncomingHttpHeaders;
  /** Counts the requests to both services of a sandbox, from 0. */
  index: number;
}

/** What to do with a request instead of handling it. */
export type Interception =
  /** Destroys the connection before anything is done. */
  | { kind: 'reset' }
  /** Handles the request, then destroys the connection instead of answering. */
  | { kind: 'reset-after' }
  /** Never answers. */
  | { kind: 'hang' }
  /** Only sends this answer. A string body is sent unchanged, anything else as JSON. */
  | { kind: 'respond'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Handles it normally after `ms` milliseconds. */
  | { kind: 'delay'; ms: number };

/** A request and its answer, as recorded by the sandbox. */
export interface RecordedRequest {
  service: ServiceName;
  method: string;
  path: string;
  /** The query as sent, without `?`. */
  query: string;
  body: unknown;
  headers: IncomingHttpHeaders;
  /** Undefined until the request is answered. */
  status: number | undefined;
  responseBody: unknown;
  /** Milliseconds by the sandbox's clock; `endedAt` is 0 until the request ends. */
  startedAt: number;
  endedAt: number;
  /** True for POST, PUT, PATCH and DELETE, except Halo's token endpoint and the events that Halo itself posts. */
  write: boolean;
}
