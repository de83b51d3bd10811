import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import type { Explanation, Refusal, Service } from '../../http/service.ts';

/** What the four causes of a 403 have in common is that Halo names none of them (fact `halo-scope`). */
const FOUR_CAUSES =
  'the application (it needs the permission "all"), the agent it logs in as, the role of that agent (it must be able to configure integrations, runbooks and notifications), and its feature access';

/** Codes of OAuth 2 for a client ID or secret that is not taken. */
const ABOUT_CREDENTIALS = ['invalid_client', 'unauthorized_client', 'invalid_grant', 'access_denied'];

/** Whether the authorization server refused the client ID or the secret. */
export function isApplicationRefused(error: unknown): boolean {
  return error instanceof ApiError && ABOUT_CREDENTIALS.includes(error.serviceCode?.toLowerCase() ?? '');
}

/** A Halo product, in messages and hints. @param name HaloITSM or HaloPSA */
export function haloService(name: string): Service {
  return {
    name,
    addressSetting: '--halo-url (HALO_URL)',
    explain: (refusal) => (refusal.request.form ? explainSignIn(name, refusal) : explainRefusal(name, refusal)),
  };
}

/** Where API applications are kept. */
function page(name: string): string {
  return `In ${name} see Configuration > Integrations > Halo API > Applications`;
}

function explainRefusal(name: string, { status, what, quotedReason, isPage }: Refusal): Explanation | undefined {
  if (isPage) return undefined;
  // A token that has run out is renewed first (client.ts), so this one is new.
  if (status === 401)
    return denied(
      `${name} issued an access token and then rejected it at ${what}${quotedReason}.`,
      `The client ID and secret are right. Check the scope (--halo-scope, usually "all"). ${page(name)}: check its permissions, and that the agent it logs in as is active.`,
    );
  if (status === 403)
    return denied(
      `${name} does not allow ${what}${quotedReason}.`,
      `${page(name)}. Check the scope (--halo-scope), ${FOUR_CAUSES}.`,
    );
  return undefined;
}

/** Why the authorization server gave no token: codes of OAuth 2, and tenants. */
function explainSignIn(name: string, refusal: Refusal): Explanation | undefined {
  const { status, quotedReason, serviceCode, reason, request, isPage } = refusal;
  if (isPage || ![400, 401, 403].includes(status)) return undefined;
  const known = serviceCode?.toLowerCase() ?? '';
  const did = `${name} did not let the API application in${quotedReason}`;
  if (known === 'invalid_scope' || /\bscopes?\b/i.test(reason ?? ''))
    return denied(
      `${did}: it does not know the scope "${request.form?.scope ?? ''}".`,
      'Set --halo-scope (HALO_SCOPE) to "all", or to scopes that the application has.',
    );
  if (/tenant/i.test(`${known} ${reason ?? ''}`))
    return denied(`${did}: ${tenantInWords(request.url)}.`, tenantHint(name));
  if (known === 'unsupported_grant_type')
    return denied(`${did}.`, `${page(name)}: its authentication method must be "Client ID and Secret (Services)".`);
  if (ABOUT_CREDENTIALS.includes(known)) return denied(`${did}.`, credentialsHint(name));
  return denied(`${did}.`, `${credentialsHint(name)} Otherwise check --halo-tenant and --halo-scope.`);
}

/** The tenant given is not the one that this Halo is. @param claimed what it calls itself @param cause the refusal */
export function wrongTenant(name: string, given: string, claimed: string, cause: ApiError): ApiError {
  const { status, serviceCode } = cause;
  const message = `${name} did not let the API application in: --halo-tenant (HALO_TENANT) is "${given}", but the tenant calls itself "${claimed}".`;
  const hint = `Leave it out, or set it to "${claimed}".`;
  return new ApiError({ message, hint }, ExitCode.denied, { status, serviceCode, cause });
}

function tenantInWords(url: string): string {
  const tenant = new URL(url).searchParams.get('tenant');
  return tenant === null ? 'it needs the name of the tenant' : `it does not know the tenant "${tenant}"`;
}

function tenantHint(name: string): string {
  return `Set --halo-tenant (HALO_TENANT) to the tenant that ${name} shows under Configuration > Integrations > Halo API.`;
}

function credentialsHint(name: string): string {
  return `${page(name)}: client ID and secret must be those of an active application of the type "Client ID and Secret (Services)".`;
}

function denied(message: string, hint: string): Explanation {
  return { message, hint, exitCode: ExitCode.denied };
}
