import type { IncomingHttpHeaders } from 'node:http';
import type { HaloErrorFormat } from './halo/error-format.ts';
import type { HaloState } from './halo/state.ts';
import type { IlertState } from './ilert/state.ts';

/** Which of the two simulated services. */
export type ServiceName = 'ilert' | 'halo';

/** The Halo product on the other side; it decides the alert source's type and its integration URL. */
export type ProductName = 'haloitsm' | 'halopsa';

/** Settings of a sandbox, all of them optional. */
export interface SandboxOptions {
  /** Ports on 127.0.0.1; 0 (the default) takes any free one. */
  ilertPort?: number;
  haloPort?: number;
  /** Credentials; random and long where left out. */
  ilertToken?: string;
  haloClientId?: string;
  haloClientSecret?: string;
  /** Requests a minute of one user API key (default 120); over it ilert answers 429. */
  ilertRequestsPerMinute?: number;
  /** Events a minute of one integration key (default 50). */
  integrationKeyRequestsPerMinute?: number;
  /** Seconds until a Halo token expires (default 3600). */
  haloTokenLifetimeSeconds?: number;
  /** How Halo retries runs that end with "Failed (retry from the start)" (default 3 attempts, a minute apart). */
  haloRetries?: Retries;
  product?: ProductName;
  /** Whether an integration read with `includemethods=true` shows its methods' bodies (default true). */
  methodBodiesInIntegration?: boolean;
  /** False: `GET /Lookup?lookupid=64` answers an empty list, as seen on one tenant (default true). */
  lookupFilterWorks?: boolean;
  /** Whether the account is full of other people's odd rows, as real ones are (default true). */
  others?: boolean;
  /** Requests that Halo takes in any five minutes (default 700); over it, it answers 429 as plain text. */
  haloRequestsPerFiveMinutes?: number;
  /** True: a 429 says how long to wait (default false: ilert's never does, Halo's may not). */
  retryAfter?: boolean;
  /** Where Halo's authorisation server is, and what `/api/AuthInfo` says of it. */
  haloSignIn?: HaloSignIn;
  /** The form in which Halo's errors come (default a JSON string). */
  haloErrors?: HaloErrorFormat;
  /** The clock, in milliseconds (default `Date.now`). */
  now?: () => number;
  /** Called before a request is handled; what it returns is done instead. */
  intercept?: Intercept;
}

/** How often, and after how long, Halo starts a failed run again; the real numbers are not known. */
export interface Retries {
  /** Attempts after the first one. */
  readonly attempts: number;
  /** Time between two attempts. */
  readonly milliseconds: number;
}

/** How one signs in to Halo; `HaloState.tenantId` is the tenant. */
export interface HaloSignIn {
  /** Path of the authorisation server (default `/auth`). */
  server?: '' | '/auth' | '/identity';
  /** What `/api/AuthInfo` answers (default `complete`). */
  authInfo?: 'complete' | 'relative' | 'with-token' | 'other-case' | 'without-tenant' | 'empty' | 'failing' | 'missing';
}

/** Looks at a request and says what to do with it; `undefined` handles it as usual. */
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

/** Both services, running. */
export interface Sandbox {
  product: ProductName;
  ilert: {
    /** Origin, e.g. `http://127.0.0.1:1234`; the API is under `/api`. */
    url: string;
    token: string;
    state: IlertState;
  };
  halo: {
    /** Origin; the API is under `/api`, the authorisation server under `/auth`. */
    url: string;
    clientId: string;
    clientSecret: string;
    state: HaloState;
    /** Runs that wait for their next attempt make it now; `state.idle()` waits for them. */
    retryNow(): void;
  };
  /** Of both services, in the order they arrived. */
  requests: RecordedRequest[];
  /** How many of them are writes. */
  writes(): number;
  /** May be set at any time. */
  intercept: Intercept | undefined;
  /** Ends both services at once; open connections are destroyed. */
  close(): Promise<void>;
}
