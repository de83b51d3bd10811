import type { Value } from '../engine/values.ts';

/** A JSON object as a service sent it. */
export type Raw = Readonly<Record<string, unknown>>;

/**
 * Converts a field's value to the type that this program uses, if possible. Passes on other values as they came: most
 * rows belong to others, and need not fulfil any requirement (fact `halo-rows-of-others`).
 */
export type FieldReader<T = Value> = (value: unknown) => T;

/** Readers for the fields of a row, by their names in the vendor's document: all that this program uses of it. */
export type Readers = Readonly<Record<string, FieldReader<unknown>>>;

/** The type of a row that was read. A field that is not in the table can't be used, so renaming one breaks each use. */
export type FieldsOf<R extends Readers> = { readonly [K in keyof R]?: R[K] extends FieldReader<infer T> ? T : never };

/** Passes on a value as it came. */
export const asIs: FieldReader = (value) => value as Value;

/** Reads a whole number, which may come as text. */
export const integer: FieldReader = (value) =>
  typeof value === 'string' && /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : asIs(value);

const FLAGS = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
  [1, true],
  [0, false],
]);

/** Reads a boolean, which may come as text or as 1 and 0. */
export const flag: FieldReader = (value) =>
  FLAGS.get(typeof value === 'string' ? value.toLowerCase() : value) ?? asIs(value);

/** Reads a text, which may come as a number. */
export const text: FieldReader = (value) => (typeof value === 'number' ? String(value) : asIs(value));

/** Reads a list of objects. Skips other entries. */
export const listOf =
  (each: (raw: Raw) => Value): FieldReader =>
  (value) =>
    Array.isArray(value) ? value.filter(isRaw).map(each) : asIs(value);

/** Reads an object. */
export const objectOf =
  (each: (raw: Raw) => Value): FieldReader =>
  (value) =>
    isRaw(value) ? each(value) : asIs(value);

/** Reads the known fields of an object, and passes on the others unchanged. */
export function readFields<R extends Readers>(raw: Raw, readers: R): FieldsOf<R> {
  const read = Object.entries(raw).map(([name, value]) => [
    name,
    Object.hasOwn(readers, name) ? readers[name]?.(value) : value,
  ]);
  // Each field was read by the reader of its name, so it has that type. Other fields are kept but hidden from callers.
  return Object.fromEntries(read) as FieldsOf<R>;
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a field that identifies the kind of row has a readable value. */
export type Recognisable = Readonly<Record<string, (value: unknown) => boolean>>;

export const isText = (value: unknown): boolean => typeof value === 'string';
export const isNumber = (value: unknown): boolean => numericId(value) !== undefined;

/**
 * Explains why a list can't be the one that was requested. If it were accepted, none of our rows would be recognised,
 * and all would be created a second time.
 *
 * @param entries the objects of the list, with field names as documented
 * @param size the number of entries received, of any kind
 * @param fewest the minimum number of entries to judge a list by: a single one may be someone's odd row
 * @returns the reason; undefined if the rows can be recognised
 */
export function unrecognisable(
  entries: readonly Raw[],
  size: number,
  fields: Recognisable,
  fewest = 2,
): string | undefined {
  const names = Object.keys(fields);
  if (size < fewest || names.length === 0) return undefined;
  if (!entries.some((entry) => names.some((name) => name in entry))) return `has no entry with ${names.join(' or ')}`;
  const unreadable = names.find((name) => {
    const given = entries.map((entry) => entry[name]).filter((value) => (value ?? '') !== '');
    return given.length >= fewest && !given.some((value) => fields[name]?.(value));
  });
  if (unreadable !== undefined) return `has no entry whose "${unreadable}" can be read`;
  return entries.length >= fewest && entries.every(({ id }) => (id ?? '') === '')
    ? 'has no entry with an id'
    : undefined;
}

/** Returns a non-empty text; undefined for anything else. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns a numeric ID; undefined for anything else. */
export function numericId(value: unknown): number | undefined {
  const id = integer(value);
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined;
}
