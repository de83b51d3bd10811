import type { IncomingHttpHeaders } from 'node:http';

/** Which of the two simulated services. */
export type ServiceName = 'ilert' | 'halo';

/** Decides what to do with a request; `undefined` handles it as usual. */
export type Intercept = (request: SandboxRequest) => Interception | undefined | Promise<Interception | undefined>;

/** One request as a service received it. */
export interface SandboxRequest {
  service: ServiceName;
  method: string;
  /** Without the query, e.g. `/api/Webhook`. */
  path: string;
  query: URLSearchParams;
  /** Parsed where it is JSON or a form, the text otherwise, undefined where there is none. */
  body: unknown;
  headers: IncomingHttpHeaders;
  /** Counts the requests of both services of a sandbox, from 0. */
  index: number;
}

/** What to do with a request instead of handling it. */
export type Interception =
  /** Destroy the connection before anything is done. */
  | { kind: 'reset' }
  /** Do what was asked, then destroy the connection instead of answering. */
  | { kind: 'reset-after' }
  /** Never answer. */
  | { kind: 'hang' }
  /** Answer this and do nothing; a string body is sent as it is, anything else as JSON. */
  | { kind: 'respond'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Handle it as usual after `ms` milliseconds. */
  | { kind: 'delay'; ms: number };

/** One request and its answer, as the sandbox remembers it. */
export interface RecordedRequest {
  service: ServiceName;
  method: string;
  path: string;
  /** The query as sent, without `?`. */
  query: string;
  body: unknown;
  headers: IncomingHttpHeaders;
  /** Undefined while, and if, the request was never answered. */
  status: number | undefined;
  responseBody: unknown;
  /** Milliseconds, by the sandbox's clock; `endedAt` is 0 until the request is over. */
  startedAt: number;
  endedAt: number;
  /** POST, PUT, PATCH and DELETE, except Halo's token endpoint and the events Halo itself posts. */
  write: boolean;
}
