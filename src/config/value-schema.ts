import * as z from 'zod';
import { isoDuration, parseMinutes } from '../text/duration.ts';
import { findInvisible } from '../text/invisible.ts';
import { type Address, haloAddress, ilertAddress, plainAddress } from './address.ts';
import { type Field, isRepeatable, type Kind } from './field.ts';
import { REFERENCE } from './secret-reference.ts';
import { pairsIn, textsProblem } from './values-by-name.ts';

/**
 * Returns the schema of a field's value, for both the check and the settings file's JSON Schema. A secret's describes
 * what the file may contain, a reference; a payload's describes its name, since checking doesn't read files.
 */
export function schemaOf(field: Field): z.ZodType {
  const schema = schemas.get(field) ?? createSchema(field);
  schemas.set(field, schema);
  return schema;
}

/** Reused for each target of a fleet, since creating a schema takes longer than a check. */
const schemas = new WeakMap<Field, z.ZodType>();

function createSchema(field: Field): z.ZodType {
  const schema = SCHEMAS[field.kind](field);
  const { wordForNone } = field;
  return wordForNone === undefined ? schema : z.preprocess((given) => normalizeNone(given, wordForNone, field), schema);
}

/** Returns the schema for editors, which also accepts the word for none and `false` by themselves. */
export function schemaForEditors(field: Field): z.ZodType {
  const { wordForNone } = field;
  const schema = schemaOf(field);
  return wordForNone === undefined ? schema : z.union([z.literal([wordForNone, false]), schema]);
}

/** Converts `false` and the word for none, in any case, to what the field's kind expects: the word, or a list of it. */
function normalizeNone(given: unknown, wordForNone: string, { kind }: Field): unknown {
  const isOff = given === false || (typeof given === 'string' && given.trim().toLowerCase() === wordForNone);
  if (!isOff) return given;
  return isRepeatable(kind) ? [wordForNone] : wordForNone;
}

/** @param about what the value must be, if not a text @param empty the error for an empty text */
const line = (about = 'a text', empty = 'must not be empty') =>
  z
    .string({ error: `must be ${about}` })
    .trim()
    .min(1, { error: empty });

/** Neither product shows longer names in full. */
const MAX_NAME_LENGTH = 255;
/** Line breaks, terminal control characters, changes of reading direction, and lone surrogates. */
const NOT_IN_A_NAME = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
/** The same, except line breaks and tabs. */
const NOT_IN_A_TEXT = /[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/u;

/** A name that both services store unchanged and can find again. The parameters are those of `line`. */
export function nameSchema(about?: string, empty?: string): z.ZodString {
  return line(about, empty)
    .max(MAX_NAME_LENGTH, { error: `must not be longer than ${MAX_NAME_LENGTH} characters` })
    .refine((text) => !NOT_IN_A_NAME.test(text), {
      error: 'must be a single line without control or bidirectional characters',
    });
}

const identifier = () =>
  nameSchema().refine((text) => !findInvisible(text), { error: ({ input }) => hasInvisible(String(input)) });

function hasInvisible(text: string): string {
  const { name: found, offset } = findInvisible(text) ?? { name: '', offset: 0 };
  return `contains an invisible character, a ${found}, at position ${offset + 1}: remove it`;
}

const template = (about?: string) =>
  line(about).refine((text) => !NOT_IN_A_TEXT.test(text), {
    error: 'must not contain control or bidirectional characters',
  });

const PRIORITY = choice(['high', 'low'], 'must be high or low');
const SEVERITY = z
  .int({ error: 'must be 1 to 5' })
  .min(1, { error: 'must be 1 to 5' })
  .max(5, { error: 'must be 1 to 5' });

const SCHEMAS: Readonly<Record<Kind, (field: Field) => z.ZodType>> = {
  text: () => nameOrId(nameSchema(), 'a text', z.int()),
  identifier: () => nameOrId(identifier(), 'a text', z.int()),
  template: () => template(),
  secret: () =>
    z.string({ error: 'must be env:NAME or file:PATH' }).regex(REFERENCE, {
      error: ({ input }) =>
        /^env:\S.*$/.test(String(input))
          ? 'refers to a variable whose name does not start with ILERT_ or HALO_'
          : 'contains a plain-text secret',
    }),
  'ilert-endpoint': () => address(ilertAddress),
  'halo-url': () => address(haloAddress),
  'https-url': () => address(plainAddress),
  choice: (field) => choice(field.choices ?? [], oneOf(field)),
  list: (field) =>
    atMost(field, z.array(entry(z.int().positive()), { error: 'must be a list' })).transform(unlessNone(field)),
  filter,
  boolean: () => z.boolean({ error: 'must be true or false' }),
  number: range,
  integer: (field) => range(field).int({ error: rangeOf(field) }),
  duration,
  payload: () => line('recommended, full or a file path', 'must be recommended, full or a file path'),
  links: (field) =>
    atMost(
      field,
      z.array(z.strictObject({ text: nameSchema('a text'), href: template('a URL or a template of one') }), {
        error: 'must be a list of entries with text and href',
      }),
    ),
  'priority-mapping': () => mapping(PRIORITY),
  'severity-mapping': () => mapping(SEVERITY),
  'priority-by-name': (field) => byName(field, PRIORITY, (text) => text),
  'severity-by-name': (field) => byName(field, SEVERITY, Number),
};

/** Limits a list to the field's maximum. */
function atMost<T extends z.ZodType>({ max }: Field, list: z.ZodArray<T>): z.ZodArray<T> {
  return max === undefined ? list : list.max(max, { error: `must have at most ${max} entries` });
}

/** YAML parses an ID as a number. For an invalid text, reports what is wrong with it. */
function nameOrId(text: z.ZodString, about: string, id: z.ZodNumber) {
  return z.union([text, id.transform(String)], {
    error: ({ input, errors }) => (typeof input === 'string' && errors?.[0]?.[0]?.message) || `must be ${about}`,
  });
}

const A_NAME_OR_ID = 'a name or an ID';

const entry = (id: z.ZodNumber, empty = `must be ${A_NAME_OR_ID}`) =>
  nameOrId(nameSchema(A_NAME_OR_ID, empty), A_NAME_OR_ID, id);

/** Accepts a value, a list of values, or null for no filter. */
function filter(field: Field) {
  const id = z.int().nonnegative();
  const empty = `must not be empty: to remove the filter, use ${field.wordForNone}`;
  const several = z.array(entry(id)).min(1, { error: empty });
  return z
    .union([entry(id, empty), several, z.null()], {
      error: ({ input, errors }) => messageAt(errors?.[Array.isArray(input) ? 1 : 0]?.[0]),
    })
    .transform((given) => [...new Set([given ?? []].flat())])
    .transform(unlessNone(field));
}

function messageAt(issue: z.core.$ZodIssue | undefined): string {
  const [index] = issue?.path ?? [];
  return `${typeof index === 'number' ? `entry ${index + 1} ` : ''}${issue?.message ?? `must be ${A_NAME_OR_ID}`}`;
}

/** Returns a list's entries; none, if it holds only the word for none. */
function unlessNone({ wordForNone }: Field) {
  return (entries: readonly string[], context: z.RefinementCtx): readonly string[] => {
    const words = entries.filter((each) => each.toLowerCase() === wordForNone);
    if (words.length === 0) return entries;
    if (words.length === entries.length) return [];
    context.addIssue(`must not combine "${wordForNone}" with other values`);
    return z.NEVER;
  };
}

function address(read: (typed: string) => Address) {
  return z.string({ error: 'must be a URL' }).transform((typed, context) => {
    const result = read(typed);
    if (!('problem' in result)) return result.url;
    context.addIssue(result.problem);
    return z.NEVER;
  });
}

/** Accepts one of the listed words, in any case: `HIGH`, `HaloPSA`. */
function choice(choices: readonly string[], error: string) {
  return listed(choices, error, (text) => choices.find((word) => word === text.trim().toLowerCase()));
}

/** @param find returns the value that a text means; undefined if it is not in the list */
function listed(choices: readonly string[], error: string, find: (text: string) => string | undefined) {
  return z
    .string({ error })
    .meta({ enum: [...choices] })
    .transform((text, context) => {
      const found = find(text);
      if (found === undefined) context.addIssue(error);
      return found ?? z.NEVER;
    });
}

function range(field: Field) {
  const error = rangeOf(field);
  return z
    .number({ error })
    .min(field.min ?? Number.NEGATIVE_INFINITY, { error })
    .max(field.max ?? Number.POSITIVE_INFINITY, { error });
}

function duration(field: Field) {
  const choices = field.choices ?? [];
  return listed(choices, oneOf(field), (text) => {
    const same = choices.find((choice) => parseMinutes(choice) === parseMinutes(text));
    return same && isoDuration(same);
  });
}

function mapping(to: z.ZodType) {
  return z.strictObject(
    { value: template('a template'), mappings: z.record(z.string(), to, { error: 'must map values' }) },
    { error: 'must consist of value and mappings' },
  );
}

/**
 * Values by name: an object, or a list of `NAME=VALUE`, as in flags and variables. An empty object or the word for none
 * means none.
 */
function byName(field: Field, to: z.ZodType, read: (text: string) => unknown) {
  const map = z.record(nameSchema(), to, { error: `must map names, such as ${field.placeholder}` });
  return z
    .union([map, z.array(z.string())], {
      error: ({ input, errors }) =>
        Array.isArray(input) ? 'must be a list of texts' : errors?.[0]?.map(entryProblem)[0],
    })
    .transform((given, context) => {
      if (!Array.isArray(given)) return given;
      const entries = given.filter((text) => text.toLowerCase() !== field.wordForNone);
      const { data, error } = map.safeParse(Object.fromEntries(pairsIn(entries, read)));
      const problem = textsProblem(given, entries, field) ?? error?.issues.map(entryProblem)[0];
      if (problem !== undefined) context.addIssue(problem);
      return data ?? z.NEVER;
    });
}

function entryProblem({ path: [key], message }: z.core.$ZodIssue): string {
  return key === undefined ? message : `entry "${String(key)}" ${message}`;
}

function oneOf(field: Field): string {
  return `must be one of ${(field.choices ?? []).join(', ')}`;
}

function rangeOf(field: Field): string {
  return `must be ${field.kind === 'integer' ? 'a whole number' : 'a number'} from ${field.min} to ${field.max}`;
}
