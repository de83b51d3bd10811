import { rowInWords } from '../engine/resource.ts';
import { knownAfterApply, type Unknown } from '../engine/values.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import { Secret } from '../secret/secret.ts';
import { parseUrl } from '../text/url.ts';
import type { AlertSourceRow } from './ilert/schemas.ts';

/**
 * Returns the alert source's own URL, which is authoritative for where tickets go; unknown until there is a source.
 *
 * @throws CliError, exit 3, if ilert hides the URL
 */
export function integrationUrl(source: AlertSourceRow | undefined): Secret | Unknown {
  return source === undefined ? knownAfterApply : urlOf(source);
}

/**
 * Returns an existing alert source's URL. If the key may not edit it, ilert returns null (fact `ilert-hidden-url`).
 *
 * @throws CliError, exit 3, if ilert hides the URL; exit 1 if tickets can't be sent to it
 */
export function urlOf({ id, name, integrationUrl: url }: AlertSourceRow): Secret {
  if (url instanceof Secret && isWebAddress(url.reveal())) return url;
  if (url !== undefined && url !== null && url !== '') {
    throw new CliError({
      message: `The integrationUrl of the alert source ${rowInWords({ id, name })} is ${JSON.stringify(url)}, which is not a valid URL.`,
      hint: 'Nothing was changed. Check the alert source in ilert: tickets are sent to the URL shown on its page.',
      exitCode: ExitCode.failed,
    });
  }
  throw new CliError({
    code: 'permission-missing',
    message: `The user of the ilert API key may not edit the alert source ${rowInWords({ id, name })}, so ilert hides its URL.`,
    hint: 'Use the API key of an admin, or of a user in a team that the alert source belongs to.',
    exitCode: ExitCode.denied,
  });
}

function isWebAddress(url: string): boolean {
  return /^https?:$/.test(parseUrl(url)?.protocol ?? '');
}
