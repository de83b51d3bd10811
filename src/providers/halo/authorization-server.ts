import * as z from 'zod';
import { ApiError } from '../../errors/api-error.ts';
import { CliError, ExitCode } from '../../errors/cli-error.ts';
import { call } from '../../http/api-call.ts';
import type { HttpClient } from '../../http/client.ts';
import { parseUrl } from '../../text/url.ts';
import { fieldsInLowerCase } from './field-case.ts';
import type { HaloService } from './refusals.ts';

/** The domains of Halo's hosted tenants and their sign-in (facts `halo-hosts`, `halo-own-domain`). */
const HALO_DOMAINS = ['haloitsm.com', 'halopsa.com', 'haloservicedesk.com', 'haloservicesolutions.com', 'usehalo.com'];

/** The paths of token endpoints on a tenant's own host, most likely first (fact `halo-auth-info-forms`). */
const USUAL_PATHS = ['/auth/token', '/token', '/identity/token'];

const text = () => z.string().trim().nullish().catch(undefined);
/** Fact `halo-auth-info`. A self-hosted Halo has no tenant. */
const authInfo = z.lazy(() =>
  fieldsInLowerCase(
    z
      .looseObject({ auth_url: text(), tenant_id: text() })
      .refine(({ auth_url, tenant_id }) => auth_url !== undefined || tenant_id, 'is not about signing in'),
  ),
);
const instanceInfo = z.lazy(() => fieldsInLowerCase(z.looseObject({ tenant_id: text() })));

export interface AuthorizationServerOptions {
  /** The product, for messages. */
  readonly service: HaloService;
  /** URL of the tenant, without `/api`. */
  readonly url: string;
  /** As the user gave it, with or without `/token`. */
  readonly authUrl?: string | undefined;
  readonly tenant?: string | undefined;
}

/** Where to request a token. */
export interface TokenEndpoints {
  /** Token endpoints to try in this order, without the tenant; only on the tenant's own host or a trusted one. */
  readonly endpoints: readonly string[];
  readonly tenant: string | undefined;
  /** Why the endpoints had to be guessed, if so. */
  readonly guessedFor?: ApiError;
}

/** Reads the public sign-in data of a tenant; needs no token. @throws ApiError if no Halo answers */
export function askAuthInfo(http: HttpClient, service: HaloService, url: string) {
  return call(http, service, { method: 'GET', url: `${url}/api/AuthInfo`, repeatable: true }, authInfo);
}

/**
 * Returns the authorisation server that a tenant names, if it is on a domain other than the tenant's and Halo's. It
 * gets the secret only after confirmation. @throws ApiError if no Halo answers
 */
export async function serverElsewhere(
  http: HttpClient,
  service: HaloService,
  url: string,
): Promise<string | undefined> {
  const named = addressIn((await askAuthInfo(http, service, url)).auth_url, url);
  return named && !isTrusted(named, new URL(url)) ? `${named.origin}${named.pathname}` : undefined;
}

/** Asks the tenant for its name; needs no token. Undefined if it does not give one. */
export async function askTenant(http: HttpClient, service: HaloService, url: string): Promise<string | undefined> {
  const request = { method: 'GET', url: `${url}/api/InstanceInfo`, repeatable: true } as const;
  const info = await call(http, service, request, instanceInfo).catch(apiErrorOnly);
  return info instanceof ApiError ? undefined : info.tenant_id || undefined;
}

/**
 * Finds where to sign in: as given, as `AuthInfo` says, or at one of the usual paths on the tenant's own host.
 *
 * @throws ApiError if the tenant does not answer at all; CliError if it names a server on another domain
 */
export async function findTokenEndpoints(
  http: HttpClient,
  options: AuthorizationServerOptions,
): Promise<TokenEndpoints> {
  const { service, url, authUrl } = options;
  const given = authUrl === undefined ? undefined : new URL(authUrl);
  if (given && options.tenant !== undefined) return { endpoints: [endpointOf(given)], tenant: options.tenant };
  const info = await askAuthInfo(http, service, url).catch(apiErrorOnly);
  // If nothing answers, the secret must not be sent there.
  if (info instanceof ApiError && info.status === undefined) throw info;
  const named = info instanceof ApiError ? undefined : addressIn(info.auth_url, url);
  const tenantNamed = info instanceof ApiError ? undefined : info.tenant_id;
  // Even if the server is given, the tenant's own answer is the best source for its name.
  const tenant = options.tenant ?? (tenantNamed || (given ?? named)?.searchParams.get('tenant') || undefined);
  if (given) return { endpoints: [endpointOf(given)], tenant };
  if (named) assertTrusted(named, options);
  const usual = USUAL_PATHS.map((path) => `${url}${path}`);
  const endpoints = [...new Set(named ? [endpointOf(named), ...usual] : usual)];
  // A 404 only means that the page does not exist, so it explains nothing.
  return { endpoints, tenant, ...(info instanceof ApiError && info.status !== 404 && { guessedFor: info }) };
}

/** The token endpoint with its tenant. */
export function withTenant(endpoint: string, tenant: string | undefined): string {
  return tenant ? `${endpoint}?tenant=${encodeURIComponent(tenant)}` : endpoint;
}

/** `auth_url` may be relative to the tenant, without a scheme, or empty. */
function addressIn(authUrl: string | null | undefined, tenantUrl: string): URL | undefined {
  const typed = authUrl ?? '';
  const isHost = /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(typed);
  const address = isHost ? `https://${typed}` : typed;
  return /^https?:|^\//i.test(address) ? parseUrl(address, tenantUrl) : undefined;
}

function endpointOf({ origin, pathname }: URL): string {
  const path = pathname.replace(/\/+$/, '');
  return /\/token$/i.test(path) ? `${origin}${path}` : `${origin}${path}/token`;
}

/** Whether a server is on the tenant's own host or one of Halo's domains. */
function isTrusted(auth: URL, tenant: URL): boolean {
  const isHalos = HALO_DOMAINS.some((domain) => auth.hostname === domain || auth.hostname.endsWith(`.${domain}`));
  return (
    auth.origin === tenant.origin || (auth.protocol === 'https:' && (isHalos || auth.hostname === tenant.hostname))
  );
}

/** Checks that the secret goes to a trusted server. Any other needs --halo-auth-url. */
function assertTrusted(auth: URL, { url, service }: AuthorizationServerOptions): void {
  const tenant = new URL(url);
  if (isTrusted(auth, tenant)) return;
  throw new CliError({
    message: `The authorisation server of ${service.name} at ${tenant.host} is on another domain (${auth.origin}).`,
    hint: `If that is correct, confirm it with --halo-auth-url ${auth.origin}${auth.pathname}`,
    exitCode: ExitCode.usage,
  });
}

function apiErrorOnly(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
