import * as z from 'zod';
import { ApiFault, call, type Service } from '../api.ts';
import { ExitCode, Fault } from '../errors.ts';
import type { Http } from '../http.ts';
import type { Secret } from '../secret.ts';

/** A Halo product, in messages and hints. @param name HaloITSM or HaloPSA */
export function haloService(name: string): Service {
  const page = `In ${name} see Configuration > Integrations > Halo API > Applications:`;
  return {
    name,
    addressSetting: '--halo-url (HALO_URL)',
    refusedHint: `${page} client ID and secret must be those of an application that is enabled.`,
    forbiddenHint: `${page} the application needs the permission "all", and the agent it logs in as a role that may configure integrations, runbooks and notifications.`,
  };
}

/** Domains that Halo hosts tenants and their sign-in under. */
const HALO_DOMAINS = ['haloitsm.com', 'halopsa.com', 'haloservicedesk.com', 'haloservicesolutions.com'];

/** Renewed this long before it runs out, so that no request meets an old one. */
const RENEW_EARLY = 60_000;

/** Facts: "Halo: finding and entering a tenant". */
const authInfo = z.looseObject({ auth_url: z.url(), tenant_id: z.string().nullish() });
const tokenAnswer = z.looseObject({
  access_token: z.string().regex(/^[\x20-\x7e]+$/),
  expires_in: z.number().default(3600),
});

export interface HaloOptions {
  /** The product, in messages. */
  readonly service: Service;
  /** Address of the tenant, without `/api`. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope: string;
  readonly tenant?: string | undefined;
  readonly authUrl?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told each access token, so that it is never printed. */
  readonly onToken: (token: string) => void;
}

/** A signed-in session: hands out a token that is valid. */
export interface HaloSession {
  token(): Promise<string>;
  /** Forgets the token that was refused. */
  drop(token: string): void;
}

interface Held {
  readonly token: string;
  /** Milliseconds since 1970 until which it is used. */
  readonly until: number;
}

/** Where to sign in. */
interface Entrance {
  readonly url: string;
  /** Why it had to be guessed, where that may pass: what is refused there says nothing of the credentials. */
  readonly guessedFor?: ApiFault;
}

/** Signs in when first asked, and again before the token runs out. */
export function createHaloSession(http: Http, options: HaloOptions): HaloSession {
  let known: Entrance | undefined;
  let held: Held | undefined;
  let signingIn: Promise<Held> | undefined;

  return {
    async token() {
      if (held && held.until > options.now()) return held.token;
      signingIn ??= signIn().finally(() => {
        signingIn = undefined;
      });
      held = await signingIn;
      return held.token;
    },
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };

  async function signIn(): Promise<Held> {
    const entrance = known ?? (await findEntrance(http, options));
    const answer = await requestToken(http, entrance.url, options).catch((error: unknown) => {
      throw isRefusal(error) ? (entrance.guessedFor ?? error) : error;
    });
    known = entrance;
    options.onToken(answer.access_token);
    return { token: answer.access_token, until: options.now() + answer.expires_in * 1000 - RENEW_EARLY };
  }
}

/** Asks a tenant who it is; needs no token. @throws ApiFault where no HaloITSM answers */
export function askAuthInfo(http: Http, service: Service, url: string) {
  return call(http, service, { method: 'GET', url: `${url}/api/AuthInfo`, repeatable: true }, authInfo);
}

/** Where the token is fetched: as given, as `AuthInfo` says, or at the tenant's own `/auth`. */
async function findEntrance(http: Http, options: HaloOptions): Promise<Entrance> {
  const { authUrl, tenant, url } = options;
  if (authUrl !== undefined && tenant !== undefined) return { url: withTenant(authUrl, tenant) };
  const info = await askAuthInfo(http, options.service, url).catch((error: unknown) => {
    // No answer at all is no reason to send the secret there.
    if (!(error instanceof ApiFault) || error.status === undefined) throw error;
    return error;
  });
  if (info instanceof ApiFault) {
    const guess = withTenant(authUrl ?? `${url}/auth`, tenant);
    // Without such a page (404) there is nothing else that it could be.
    return { url: guess, ...(info.status !== 404 && { guessedFor: info }) };
  }
  // The server may be given; which tenant it is there, the tenant itself says best.
  if (authUrl === undefined) assertTrusted(info.auth_url, options);
  return { url: withTenant(authUrl ?? info.auth_url, tenant ?? info.tenant_id ?? undefined) };
}

function isRefusal(error: unknown): error is ApiFault {
  return error instanceof ApiFault && (error.status === 400 || error.status === 401);
}

function withTenant(authUrl: string, tenant: string | undefined): string {
  const url = new URL(authUrl);
  const endpoint = `${url.origin}${url.pathname.replace(/\/+$/, '')}/token`;
  return tenant ? `${endpoint}?tenant=${encodeURIComponent(tenant)}` : endpoint;
}

/** The secret goes to the tenant's own host or to Halo's; elsewhere only if somebody says so. */
function assertTrusted(authUrl: string, { url: tenantUrl, service }: HaloOptions): void {
  const auth = new URL(authUrl);
  const tenant = new URL(tenantUrl);
  const isHalos = HALO_DOMAINS.some((domain) => auth.hostname === domain || auth.hostname.endsWith(`.${domain}`));
  if (auth.origin === tenant.origin || (auth.protocol === 'https:' && (isHalos || auth.hostname === tenant.hostname)))
    return;
  throw new Fault({
    message: `${service.name} at ${tenant.host} names ${auth.origin} as its authorisation server, which is on another domain.`,
    hint: `If that is right, give it yourself: --halo-auth-url ${auth.href}`,
    exitCode: ExitCode.usage,
  });
}

async function requestToken(http: Http, url: string, options: HaloOptions) {
  const form = {
    grant_type: 'client_credentials',
    client_id: options.clientId,
    client_secret: options.clientSecret.reveal(),
    scope: options.scope,
  };
  try {
    return await call(http, options.service, { method: 'POST', url, form, repeatable: true }, tokenAnswer);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { message, status } = error;
    throw new ApiFault(
      {
        message: `${options.service.name} did not let the API application in: ${message}`,
        hint: options.service.refusedHint,
      },
      ExitCode.denied,
      { ...(status !== undefined && { status }), cause: error },
    );
  }
}
