import { Secret } from '../secret/secret.ts';

/** A placeholder in a plan for a value that is only known after an earlier change or a lookup. */
export class Unknown {
  readonly label: string;
  /** The user's name for what is to be looked up. */
  readonly called: string | undefined;

  constructor(label = 'known after apply', called?: string) {
    this.label = label;
    this.called = called;
  }

  toString(): string {
    return `(${this.label})`;
  }

  toJSON(): string {
    return this.toString();
  }
}

export const knownAfterApply = new Unknown();

/** Any part of a request's body before it is sent. `undefined` parts are omitted. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | Secret
  | Unknown
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Fields = { readonly [key: string]: Value };

/** Whether a value is an object with fields. */
export function isFields(value: Value): value is Fields {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof Secret) && !(value instanceof Unknown);
}

/** Returns the fields of an object; none for any other value. */
export function fieldsIn(value: Value): Fields {
  return isFields(value) ? value : {};
}

/** Returns the objects in a list; none if it is not a list. */
export function objectsIn(value: Value): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** Whether a value, or any part of it, is still unknown. */
export function hasUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Secret || typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => hasUnknown(part as Value));
}

/**
 * Returns a value as it is sent, including its secrets.
 *
 * @throws TypeError if anything is still unknown: such a request must not be sent
 */
export function onTheWire(value: Value): unknown {
  return mapLeaves(value, (leaf) => {
    if (leaf instanceof Unknown) throw new TypeError(`${leaf} can't be sent`);
    return leaf instanceof Secret ? leaf.reveal() : leaf;
  });
}

/** Replaces each part of a value that is neither a list nor an object. */
export function mapLeaves(value: Value, change: (leaf: Value) => Value): Value {
  if (Array.isArray(value)) return value.map((part: Value) => mapLeaves(part, change));
  if (!isFields(value)) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapLeaves(part, change)]));
}

/** Whether two values are the same. `null` equals a missing value, since both services return either for empty. */
export function sameValue(one: Value, other: Value): boolean {
  if (one instanceof Unknown || other instanceof Unknown) return false;
  if (one instanceof Secret || other instanceof Secret) return revealed(one) === revealed(other);
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other);
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  const keys = new Set([...Object.keys(one as object), ...Object.keys(other as object)]);
  return [...keys].every((key) => sameValue((one as Fields)[key], (other as Fields)[key]));
}

function isEmpty(value: Value): boolean {
  return value === null || value === undefined;
}

function revealed(value: Value): unknown {
  return value instanceof Secret ? value.reveal() : value;
}
