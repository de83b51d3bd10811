import type { Contradiction } from './contradictions.ts';
import type { Intercept } from './http/requests.ts';

/** The Halo product on the other side. It determines the alert source's type and its integration URL. */
export type ProductName = 'haloitsm' | 'halopsa';

/** Options of a sandbox, all optional. */
export interface SandboxOptions {
  /** Ports on 127.0.0.1; 0 (the default) means any free one. */
  ilertPort?: number | undefined;
  haloPort?: number | undefined;
  /** Credentials; long random ones by default. */
  ilertToken?: string;
  haloClientId?: string;
  haloClientSecret?: string;
  /** Requests a minute per user API key (default 120); beyond that, ilert answers 429. */
  ilertRequestsPerMinute?: number;
  /** Events a minute per integration key (default 50). */
  integrationKeyRequestsPerMinute?: number;
  /** Seconds until a Halo token expires (default 3600). */
  haloTokenLifetimeSeconds?: number;
  /** How Halo retries runs that end with "Failed (retry from the start)" (default 3 attempts, a minute apart). */
  haloRetries?: Retries;
  product?: ProductName;
  /** Facts whose opposite the simulators show (default none); `contradicted` of each state changes it at any time. */
  contradict?: readonly Contradiction[];
  /** False: `GET /Lookup?lookupid=64` returns an empty list, as seen on one tenant (default true). */
  lookupFilterWorks?: boolean;
  /** Whether the account is full of other people's odd rows, as real ones are (default true). */
  others?: boolean;
  /** Requests to Halo in any five minutes (default 700); beyond that, it answers 429 as plain text. */
  haloRequestsPerFiveMinutes?: number;
  /** True: a 429 says how long to wait (default false: ilert never says so, and Halo may not). */
  retryAfter?: boolean;
  /** Where Halo's authorisation server is, and what `/api/AuthInfo` says about it. */
  haloSignIn?: HaloSignIn;
  /** The format of Halo's errors (default a JSON string). */
  haloErrors?: HaloErrorFormat;
  /** The clock, in milliseconds (default `Date.now`). */
  now?: () => number;
  /** Called before a request is handled. Its result replaces the normal handling. */
  intercept?: Intercept;
}

/** How often and how soon Halo retries a failed run. The real numbers are not known. */
export interface Retries {
  /** Attempts after the first one. */
  readonly attempts: number;
  /** Time between two attempts. */
  readonly milliseconds: number;
}

/** How to sign in to Halo; `HaloState.tenantId` is the tenant. */
export interface HaloSignIn {
  /** Path of the authorisation server (default `/auth`). */
  server?: '' | '/auth' | '/identity';
  /** The answer of `/api/AuthInfo` (default `complete`). */
  authInfo?: 'complete' | 'relative' | 'with-token' | 'other-case' | 'without-tenant' | 'empty' | 'failing' | 'missing';
}

/** The formats of Halo's errors, depending on the route and the version. */
export type HaloErrorFormat =
  | 'json-string'
  | 'plain-text'
  | 'result-code'
  | 'class-name'
  | 'message'
  | 'problem-details'
  | 'list';
