import { placeOf } from '../../config/raw-value.ts';
import { referTo, type SettingReference } from '../../config/setting-reference.ts';
import type { FieldKey, Origins } from '../../config/settings.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ExitCode, type Place } from '../../errors/cli-error.ts';
import type { Explanation, Refusal, Service } from '../../http/service.ts';

/** The four possible causes of a 403. Halo names none of them (fact `halo-scope`). */
const FOUR_CAUSES =
  'the permissions of the application ("all"), the agent it logs in as, the role of that agent (it must be allowed to configure integrations, runbooks and notifications), and its feature access';

/** OAuth 2 codes for a rejected client ID or secret. */
const ABOUT_CREDENTIALS = ['invalid_client', 'unauthorized_client', 'invalid_grant', 'access_denied'];

/** Whether the authorization server refused the client ID or the secret. */
export function isApplicationRefused(error: unknown): boolean {
  return error instanceof ApiError && ABOUT_CREDENTIALS.includes(error.serviceCode?.toLowerCase() ?? '');
}

/** A Halo product, for messages and hints. */
export interface HaloService extends Service {
  /** Refers to a setting in a hint. */
  readonly refer: SettingReference;
  /** Where a setting is, if it is in a file. */
  readonly place: (key: FieldKey) => Place | undefined;
}

/** @param name HaloITSM or HaloPSA @param origins of this run's settings */
export function haloService(name: string, origins: Origins = new Map()): HaloService {
  const refer = referTo(origins);
  const place = (key: FieldKey) => placeOf(origins.get(key));
  return {
    name,
    refer,
    place,
    urlSource: refer('halo.url'),
    urlPlace: place('halo.url'),
    urlSetting: '--halo-url (HALO_URL)',
    explain: (refusal) =>
      refusal.request.form ? explainSignIn({ name, refer, place }, refusal) : explainRefusal(name, refer, refusal),
  };
}

/** Where to find API applications. */
function page(name: string): string {
  return `In ${name}, see Configuration > Integrations > Halo API > View Applications`;
}

function explainRefusal(name: string, refer: SettingReference, refusal: Refusal): Explanation | undefined {
  const { status, what, quotedReason, isPage } = refusal;
  if (isPage) return undefined;
  // An expired token is renewed first (api.ts), so this one is new.
  if (status === 401)
    return denied(
      `${name} issued an access token and then rejected it for ${what}${quotedReason}.`,
      `The client ID and secret are right. Check ${refer('halo.scope')} (usually "all"). ${page(name)}: check the application's permissions, and that the agent it logs in as is active.`,
    );
  if (status === 403)
    return denied(
      `${name} does not allow ${what}${quotedReason}.`,
      `${page(name)}. Check ${refer('halo.scope')}, ${FOUR_CAUSES}.`,
    );
  return undefined;
}

/** Explains why the authorization server issued no token, by OAuth 2 code or tenant. */
function explainSignIn(
  { name, refer, place }: Pick<HaloService, 'name' | 'refer' | 'place'>,
  refusal: Refusal,
): Explanation | undefined {
  const { status, quotedReason, serviceCode, reason, request, isPage } = refusal;
  if (isPage || ![400, 401, 403].includes(status)) return undefined;
  const known = serviceCode?.toLowerCase() ?? '';
  const rejected = `${name} rejected the API application${quotedReason}`;
  const isAboutCredentials = ABOUT_CREDENTIALS.includes(known);
  // A server may echo parts of the request. They are not a reason.
  if (known === 'invalid_scope' || (!isAboutCredentials && /\bscopes?\b(?!=)/i.test(reason ?? ''))) {
    const scope = request.form?.scope ?? '';
    const hint =
      scope === 'all'
        ? `On the application's Permissions tab, select "all". Or set ${refer('halo.scope')} to scopes that it has.`
        : `Set ${refer('halo.scope')} to "all", or to scopes that the application has.`;
    return denied(`${rejected}: it may not have the scope "${scope}".`, hint, place('halo.scope'));
  }
  if (/tenant/i.test(`${known} ${reason ?? ''}`))
    return denied(`${rejected}: ${tenantInWords(request.url)}.`, tenantHint(name, refer), place('halo.tenant'));
  if (known === 'unsupported_grant_type')
    return denied(
      `${rejected}.`,
      `${page(name)}: the authentication method must be "Client ID and Secret (Services)".`,
    );
  const others = `If both are right, check ${refer('halo.tenant')} and ${refer('halo.scope')}.`;
  return denied(`${rejected}.`, `${credentialsHint(name, refer)} ${others}`);
}

/** The configured tenant differs from the actual one. @param claimed its own name @param cause the refusal */
export function wrongTenant(
  { name, refer, place }: HaloService,
  given: string,
  claimed: string,
  cause: ApiError,
): ApiError {
  const { status, serviceCode } = cause;
  const setting = refer('halo.tenant');
  const message = `${name} rejected the API application: ${setting} is "${given}", but the tenant's name is "${claimed}".`;
  const hint = `Remove ${setting}, or set it to "${claimed}".`;
  return new ApiError({ message, hint, place: place('halo.tenant') }, ExitCode.denied, { status, serviceCode, cause });
}

function tenantInWords(url: string): string {
  const tenant = new URL(url).searchParams.get('tenant');
  return tenant === null ? "it requires the tenant's name" : `unknown tenant "${tenant}"`;
}

function tenantHint(name: string, refer: SettingReference): string {
  return `Set ${refer('halo.tenant')} to the tenant that ${name} shows under Configuration > Integrations > Halo API.`;
}

function credentialsHint(name: string, refer: SettingReference): string {
  return `Check that ${refer('halo.clientId')} and ${refer('halo.clientSecret')} belong to an active application of type "Client ID and Secret (Services)". ${page(name)}.`;
}

function denied(message: string, hint: string, place?: Place): Explanation {
  return { message, hint, place, exitCode: ExitCode.denied };
}
