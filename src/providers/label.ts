import type { StoredRow } from '../engine/resource.ts';
import { isFields, Unknown, type Value } from '../engine/values.ts';
import { Secret } from '../secret/secret.ts';
import type { Desired, IntegrationLabel, IntegrationState } from './integration.ts';

type Details = Pick<IntegrationLabel, 'isFixed' | 'textOfNew'>;

/** A field that the product's page shows unchanged. */
export function asText(field: string, label: string, details: Details = {}): IntegrationLabel {
  return { field, label, text: (values) => valueInWords(values[field]), ...details };
}

/** A field with a code that the product's page shows in words. */
export function asCode(
  field: string,
  label: string,
  words: Readonly<Record<string, string>>,
  details: Details = {},
): IntegrationLabel {
  return { field, label, text: (values) => codeInWords(values[field], words), ...details };
}

/** A field that refers to something else by its ID. */
export function asReference(
  field: string,
  label: string,
  nameOf: (reference: Value, desired: Desired, state: IntegrationState) => string | undefined,
  details: Details = {},
): IntegrationLabel {
  return { field, label, text: (values, desired, state) => nameOf(values[field], desired, state), ...details };
}

/**
 * Returns the name of one of our rows that another refers to. The names of other rows are not known here.
 *
 * @param what the kind of row, as the product names it
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

/** Describes a value for users; undefined if it is empty. Pure. */
export function valueInWords(value: Value): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value instanceof Unknown) return value.called ?? String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Secret || typeof value !== 'object') return String(value);
  return isFields(value) || value.length > 0 ? JSON.stringify(value) : undefined;
}

/** Describes a code in words, including one that is not listed. Pure. */
export function codeInWords(value: Value, words: Readonly<Record<string, string>>): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value instanceof Unknown || value instanceof Secret || typeof value === 'object') return valueInWords(value);
  const code = String(value);
  if (Object.hasOwn(words, code)) return words[code];
  return typeof value === 'string' ? likeWords(value) : `another one (code ${value})`;
}

/** Turns a code that a service has added since into words, such as `ONE_ALERT_PER_EMAIL`. */
function likeWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
