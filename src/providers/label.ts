import type { StoredRow } from '../engine/resource.ts';
import { isFields, Unknown, type Value } from '../engine/values.ts';
import { Secret } from '../secret/secret.ts';
import type { Desired, IntegrationLabel, IntegrationState } from './integration.ts';

type Details = Pick<IntegrationLabel, 'isFixed' | 'textOfNew'>;

/** A field that the product's page shows as it is. */
export function asText(field: string, label: string, details: Details = {}): IntegrationLabel {
  return { field, label, text: (values) => valueInWords(values[field]), ...details };
}

/** A field whose value is a code that the product's page shows in words. */
export function asCode(
  field: string,
  label: string,
  words: Readonly<Record<string, string>>,
  details: Details = {},
): IntegrationLabel {
  return { field, label, text: (values) => codeInWords(values[field], words), ...details };
}

/** A field that refers to something else by its id. */
export function asReference(
  field: string,
  label: string,
  nameOf: (reference: Value, desired: Desired, state: IntegrationState) => string | undefined,
  details: Details = {},
): IntegrationLabel {
  return { field, label, text: (values, desired, state) => nameOf(values[field], desired, state), ...details };
}

/**
 * A reference to another of our rows, by its name: a row of others has none that is known here.
 *
 * @param what as the product calls its kind
 */
export function nameOfOurs(
  reference: Value,
  ours: StoredRow | undefined,
  what: string,
  name: string,
): string | undefined {
  if (reference === undefined || reference === null) return undefined;
  const isOurs = reference instanceof Unknown || String(reference) === String(ours?.id);
  return isOurs ? `"${name}"` : `another ${what}`;
}

/** A value as people read it; undefined for an empty one. Pure. */
export function valueInWords(value: Value): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value instanceof Unknown) return value.called ?? String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Secret || typeof value !== 'object') return String(value);
  return isFields(value) || value.length > 0 ? JSON.stringify(value) : undefined;
}

/** A code in words; one that is not listed says what it is. Pure. */
export function codeInWords(value: Value, words: Readonly<Record<string, string>>): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value instanceof Unknown || value instanceof Secret || typeof value === 'object') return valueInWords(value);
  return words[String(value)] ?? (typeof value === 'string' ? likeWords(value) : `another one (code ${value})`);
}

/** A code that a service has added since, such as `ONE_ALERT_PER_EMAIL`, as words. */
function likeWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
