import { isLoopback } from './address.ts';
import { type AllowedHosts, howToAllow, isAllowedHost } from './allowed-hosts.ts';
import type { Field } from './field.ts';
import { IN_A_FILE, type Origin } from './raw-value.ts';
import { variableIn } from './secret-reference.ts';
import { secretFields, serviceOf } from './settings.ts';
import { variableNames } from './variables.ts';

/** Why a setting would send a secret to the wrong place. */
interface DestinationProblem {
  readonly code?: 'host-not-allowed';
  /** The reason, as a clause. */
  readonly wrong: string;
  readonly hint?: string;
}

/**
 * Checks where a setting would send a secret, because not everyone who can edit a settings file is trusted with
 * secrets. Returns undefined if nothing is wrong. Pure.
 *
 * @param value the setting's checked value
 * @param allowedHosts where Halo's credentials may be sent; anywhere, if undefined
 */
export function destinationProblem(
  field: Field,
  value: unknown,
  origin: Origin,
  allowedHosts: AllowedHosts | undefined,
): DestinationProblem | undefined {
  if (typeof value !== 'string') return undefined;
  if (field.kind === 'secret') return otherSecret(field, value);
  if (!field.receivesSecrets) return undefined;
  const url = new URL(value);
  if (serviceOf(field) === 'ilert') return origin.from === 'file' ? endpointOfOthers(url) : undefined;
  return allowedHosts && hostNotAllowed(url, allowedHosts);
}

/** Whether a settings file may set a setting to this checked value. Pure. */
export function isAllowedInFile(field: Field, value: unknown): boolean {
  return destinationProblem(field, value, IN_A_FILE, undefined) === undefined;
}

/** Reports a reference to another secret's variable, which would reach the wrong service. */
function otherSecret(field: Field, reference: string): DestinationProblem | undefined {
  const name = variableIn(reference);
  // On Windows, variable names are case-insensitive.
  const other = secretFields.find((each) => variableNames(each).includes(name?.toUpperCase() ?? ''));
  if (!other || other.key === field.key) return undefined;
  return { wrong: `refers to ${name}, which is for ${other.key}` };
}

function endpointOfOthers(url: URL): DestinationProblem | undefined {
  if (isIlertHost(url.hostname) || isLoopback(url.hostname)) return undefined;
  return {
    code: 'host-not-allowed',
    wrong: 'is not a host of ilert, and a settings file cannot send the API key to another one',
    hint: 'Remove it from the file. If this is your own ilert, set --ilert-endpoint or ILERT_ENDPOINT.',
  };
}

/** Whether a host belongs to ilert. */
export function isIlertHost(hostname: string): boolean {
  return /(^|\.)ilert\.com$/.test(hostname);
}

function hostNotAllowed(url: URL, allowedHosts: AllowedHosts): DestinationProblem | undefined {
  if (isAllowedHost(url, allowedHosts)) return undefined;
  const wrong = 'is at a host that HALO_ALLOWED_HOSTS does not allow';
  return { code: 'host-not-allowed', wrong, hint: howToAllow(url) };
}
