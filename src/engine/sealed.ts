import { createHmac } from 'node:crypto';
import { Secret } from '../secret/secret.ts';
import { type Fields, fieldsIn, Unknown, type Value } from './values.ts';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonFields;

/** A JSON object. */
export interface JsonFields {
  readonly [key: string]: Json;
}

/** How to hide secrets in saved values. */
export interface Seal {
  /** Random for each file, so that the same secret looks different in every file. */
  readonly salt: string;
  /** Whether a text contains a secret without being marked as one: a person may have entered a key as a name. */
  readonly isSecret: (text: string) => boolean;
}

/**
 * Converts a value to JSON that can be saved and compared with another of the same seal. A secret becomes a digest, and
 * an unknown value a mark that no other value has. Values that would be sent as the same request are equal. Pure.
 */
export function sealed(value: Value, seal: Seal): Json {
  if (value === undefined) return null;
  if (value instanceof Secret) return { $secret: digest(value.reveal(), seal) };
  if (value instanceof Unknown) return { $unknown: value.label };
  if (typeof value === 'string') return seal.isSecret(value) ? { $secret: digest(value, seal) } : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part: Value) => sealed(part, seal));
  const parts = Object.entries(fieldsIn(value)).filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts.map(([key, part]) => [sealedKey(key, seal), sealed(part, seal)]));
}

/** Ensures that a field's name is never one of the marks. */
function sealedKey(key: string, seal: Seal): string {
  if (seal.isSecret(key)) return `$secret ${digest(key, seal)}`;
  return key.startsWith('$') ? `$${key}` : key;
}

function digest(text: string, { salt }: Seal): string {
  return createHmac('sha256', salt).update(text).digest('hex');
}

/** Restores fields for people to read: secrets stay hidden, and unknown values stay unknown. Pure. */
export function unsealed(fields: JsonFields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key.replace(/^\$\$/, '$'), unsealedValue(value)]),
  );
}

function unsealedValue(value: Json): Value {
  if (!isNested(value)) return value;
  if (!isObject(value)) return value.map(unsealedValue);
  if (typeof value.$unknown === 'string') return new Unknown(value.$unknown);
  return value.$secret === undefined ? unsealed(value) : new Secret('');
}

/** Returns the fields of an object; none for any other value. */
export function jsonFieldsIn(value: Json): JsonFields {
  return isObject(value) ? value : {};
}

/** Whether two sealed values are the same, whatever the order of their fields. Pure. */
export function isSameSealed(one: Json, other: Json): boolean {
  return canonical(one) === canonical(other);
}

/** Whether a sealed value is the planned one, with unknown parts filled in. Pure. */
export function isFilledIn(planned: Json, actual: Json): boolean {
  if (isObject(planned) && planned.$unknown !== undefined) return true;
  if (!isNested(planned) || !isNested(actual) || Array.isArray(planned) !== Array.isArray(actual))
    return isSameSealed(planned, actual);
  const [before, after] = [new Map(Object.entries(planned)), new Map(Object.entries(actual))];
  return [...new Set([...before.keys(), ...after.keys()])].every((key) => {
    const [one, other] = [before.get(key), after.get(key)];
    return one !== undefined && other !== undefined && isFilledIn(one, other);
  });
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_, part: Json) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function isNested(value: Json): value is readonly Json[] | JsonFields {
  return typeof value === 'object' && value !== null;
}

function isObject(value: Json): value is JsonFields {
  return isNested(value) && !Array.isArray(value);
}
