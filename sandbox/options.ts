import type { Intercept } from './http/requests.ts';

/** The Halo product on the other side; it decides the alert source's type and its integration URL. */
export type ProductName = 'haloitsm' | 'halopsa';

/** Settings of a sandbox, all of them optional. */
export interface SandboxOptions {
  /** Ports on 127.0.0.1; 0 (the default) takes any free one. */
  ilertPort?: number | undefined;
  haloPort?: number | undefined;
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

/** The forms in which Halo's errors come, depending on the route and the version. */
export type HaloErrorFormat =
  | 'json-string'
  | 'plain-text'
  | 'result-code'
  | 'class-name'
  | 'message'
  | 'problem-details'
  | 'list';
