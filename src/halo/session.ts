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
const tokenAnswer = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().default(3600) });

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

/** Signs in when first asked, and again before the token runs out. */
export function createHaloSession(http: Http, options: HaloOptions): HaloSession {
  let endpoint: Promise<string> | undefined;
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
    endpoint ??= tokenEndpoint(http, options);
    const answer = await requestToken(http, await endpoint, options);
    options.onToken(answer.access_token);
    return { token: answer.access_token, until: options.now() + answer.expires_in * 1000 - RENEW_EARLY };
  }
}

/** Asks a tenant who it is; needs no token. @throws ApiFault where no HaloITSM answers */
export function askAuthInfo(http: Http, service: Service, url: string) {
  return call(http, service, { method: 'GET', url: `${url}/api/AuthInfo`, repeatable: true }, authInfo);
}

/** Where the token is fetched: as given, as `AuthInfo` says, or at the tenant's own `/auth`. */
async function tokenEndpoint(http: Http, options: HaloOptions): Promise<string> {
  if (options.authUrl !== undefined) {
    // The server is known; which tenant it is there, the tenant itself still says best.
    const info =
      options.tenant === undefined
        ? await askAuthInfo(http, options.service, options.url).catch(unlessAnswered)
        : undefined;
    return withTenant(options.authUrl, options.tenant ?? info?.tenant_id ?? undefined);
  }
  try {
    const info = await askAuthInfo(http, options.service, options.url);
    assertTrusted(info.auth_url, options);
    return withTenant(info.auth_url, options.tenant ?? info.tenant_id ?? undefined);
  } catch (error) {
    // No answer at all is no reason to send the secret there.
    if (!(error instanceof ApiFault) || error.status === undefined) throw error;
    return withTenant(`${options.url}/auth`, options.tenant);
  }
}

/** An answer that is no AuthInfo leaves it open; no answer at all is an error. */
function unlessAnswered(error: unknown): undefined {
  if (!(error instanceof ApiFault) || error.status === undefined) throw error;
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
    hint: `If that is right, give it yourself: --halo-auth-url ${authUrl}`,
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
    if (!(error instanceof ApiFault) || (error.status !== 400 && error.status !== 401)) throw error;
    const { message, status } = error;
    throw new ApiFault(
      {
        message: `${options.service.name} did not let the API application in: ${message}`,
        hint: options.service.refusedHint,
      },
      ExitCode.denied,
      { status, cause: error },
    );
  }
}
