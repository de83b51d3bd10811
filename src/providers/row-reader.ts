import type { Value } from '../engine/values.ts';

/** A JSON object as a service sent it. */
export type Raw = Readonly<Record<string, unknown>>;

/**
 * Turns a field's value into the type this program works with, where that is possible. A value that does not fit is
 * passed on as it came: most rows belong to others, and nothing is required of those (fact `halo-rows-of-others`).
 */
export type FieldReader<T = Value> = (value: unknown) => T;

/** How the fields of a row are read, by their names in the vendor's document: all that this program uses of it. */
export type Readers = Readonly<Record<string, FieldReader<unknown>>>;

/** What a row is read into: a field that is not in the table can't be used, so a renamed one is an error at each use. */
export type FieldsOf<R extends Readers> = { readonly [K in keyof R]?: R[K] extends FieldReader<infer T> ? T : never };

/** A value as it came. */
export const asIs: FieldReader = (value) => value as Value;

/** A whole number, which may come as text. */
export const integer: FieldReader = (value) =>
  typeof value === 'string' && /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : asIs(value);

const FLAGS = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
  [1, true],
  [0, false],
]);

/** Yes or no, which may come as text or as 1 and 0. */
export const flag: FieldReader = (value) =>
  FLAGS.get(typeof value === 'string' ? value.toLowerCase() : value) ?? asIs(value);

/** A text, which may come as a number. */
export const text: FieldReader = (value) => (typeof value === 'number' ? String(value) : asIs(value));

/** A list of objects; what is none of them is left out. */
export const listOf =
  (each: (raw: Raw) => Value): FieldReader =>
  (value) =>
    Array.isArray(value) ? value.filter(isRaw).map(each) : asIs(value);

/** One object. */
export const objectOf =
  (each: (raw: Raw) => Value): FieldReader =>
  (value) =>
    isRaw(value) ? each(value) : asIs(value);

/** Reads the fields of an object that are known, and passes on the others as they are. */
export function readFields<R extends Readers>(raw: Raw, readers: R): FieldsOf<R> {
  const read = Object.entries(raw).map(([name, value]) => [
    name,
    Object.hasOwn(readers, name) ? readers[name]?.(value) : value,
  ]);
  // Each field was read by the reader of its name, so it has that type. Other fields are kept, but not visible to callers.
  return Object.fromEntries(read) as FieldsOf<R>;
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a field that rows are recognised by has a value that can be read. */
export type Recognisable = Readonly<Record<string, (value: unknown) => boolean>>;

export const isText = (value: unknown): boolean => typeof value === 'string';
export const isNumber = (value: unknown): boolean => numericId(value) !== undefined;

/**
 * Why a list can't be the one that was requested: if it were accepted, nothing of ours would be recognised in it, and
 * all of it be created a second time.
 *
 * @param entries the objects of the list, with field names as documented
 * @param size how many entries came, whatever they are
 * @param fewest how many entries are enough to judge the list: a single one may be another person's odd row
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

/** A text with something in it; undefined for anything else. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An id that is a number; undefined where a row has none that can be used. */
export function numericId(value: unknown): number | undefined {
  const id = integer(value);
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined;
}
