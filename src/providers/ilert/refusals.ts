import { placeOf } from '../../config/raw-value.ts';
import { isSet, referTo, type SettingReference } from '../../config/setting-reference.ts';
import type { Origins } from '../../config/settings.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import type { ErrorCode } from '../../errors/error-code.ts';
import type { Explanation, Refusal, Service } from '../../http/service.ts';

const KEYS_PAGE = 'user icon > Manage API keys';

/** ilert, for messages and hints. @param origins of this run's settings */
export function ilertService(origins: Origins = new Map()): Service {
  const refer = referTo(origins);
  return {
    name: 'ilert',
    urlSource: isSet(origins, 'ilert.endpoint') ? refer('ilert.endpoint') : undefined,
    urlPlace: placeOf(origins.get('ilert.endpoint')),
    urlSetting: '--ilert-endpoint (ILERT_ENDPOINT)',
    explain: (refusal) => explainRefusal(refer, refusal),
  };
}

/** Whether ilert refused the API key itself. */
export function isKeyRefused(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || isCode(error.serviceCode, 'KEY_ERROR'));
}

/** Whether the plan of the account does not include what a request needs (fact `ilert-refusals`). */
export function isBeyondPlan({ status, serviceCode }: Pick<ApiError, 'status' | 'serviceCode'>): boolean {
  return status === 402 || isCode(serviceCode, 'FEATURE_REQUIRED') || isCode(serviceCode, 'QUOTA_EXCEEDED');
}

/** Whether a key looks like an alert source's, which ilert's pages also call an API key. */
export function isIntegrationKey(key: string): boolean {
  return /^il1h/i.test(key);
}

/** Whether a key looks like a user's API key (fact `ilert-key-forms`). */
export function isUserKey(key: string): boolean {
  return /^il1api/i.test(key);
}

/** Explains a refusal. ilert may add codes; unknown ones are shown as they came (fact `ilert-open-enums`). */
function explainRefusal(refer: SettingReference, refusal: Refusal): Explanation | undefined {
  const { status, serviceCode, what, quotedReason, isPage } = refusal;
  const denied = (message: string, hint: string, code: ErrorCode = 'permission-missing'): Explanation => ({
    code,
    message,
    hint,
    exitCode: ExitCode.denied,
  });
  if (isPage) return undefined;
  if (isCode(serviceCode, 'KEY_ERROR'))
    return denied(`ilert rejected the API key${quotedReason}.`, hintForKey(refer, refusal), 'credentials-refused');
  if (isCode(serviceCode, 'OAUTH2_SCOPE_ERROR'))
    return denied(
      `The token's OAuth scopes do not allow ${what}${quotedReason}.`,
      `Use an API key of a user instead (in ilert: ${KEYS_PAGE}), or a token with the scope named by ilert.`,
    );
  if (isBeyondPlan(refusal))
    return denied(
      isCode(serviceCode, 'QUOTA_EXCEEDED')
        ? `${what} exceeds what your ilert plan includes${quotedReason}.`
        : `Your ilert plan does not include what ${what} needs${quotedReason}.`,
      'Remove the setting that needs it, or upgrade the plan of your ilert account.',
    );
  if (status === 401)
    return denied(
      `ilert rejected the API key${quotedReason}.`,
      `ilert also responds like this if no API key arrives: check whether a proxy removes the Authorization header, then ${refer('ilert.apiToken')} (in ilert: ${KEYS_PAGE}).`,
      'credentials-refused',
    );
  if (status === 403)
    return denied(
      `ilert does not allow ${what}${quotedReason}.`,
      "An API key has its user's permissions: use the key of an admin, or of a user who can manage the selected teams.",
    );
  if (status === 404 && refusal.request.method !== 'GET')
    return {
      message: `ilert found nothing at ${what}, or the API key's user may not see it${quotedReason}.`,
      hint: 'Check in ilert whether it still exists, and whether that user may see it.',
      exitCode: ExitCode.failed,
    };
  return undefined;
}

function isCode(code: string | undefined, wanted: string): boolean {
  return code?.toUpperCase() === wanted;
}

/** Says which kind of key it looks like, without the key itself. */
function hintForKey(refer: SettingReference, { request }: Refusal): string {
  const key = request.headers?.authorization?.replace(/^Bearer /, '') ?? '';
  const create = `Create one in ilert (${KEYS_PAGE}) and replace ${refer('ilert.apiToken')}.`;
  if (isIntegrationKey(key))
    return `This is an alert source's integration key (il1h…); a user's API key (il1api…) is required. ${create}`;
  if (isUserKey(key)) return `It may have been deleted, or copied incompletely. ${create}`;
  return `A user's API key starts with il1api. ${create}`;
}
