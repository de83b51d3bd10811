import * as z from 'zod';
import { findInvisible } from '../text/invisible.ts';
import { isoDuration, parseMinutes } from '../text/iso-duration.ts';
import { type Address, haloAddress, ilertAddress, plainAddress } from './address.ts';
import type { Field, Kind } from './field.ts';

/**
 * The schema of a field's value, for both the check and the file's JSON Schema. Secrets are here
 * what the file may hold, a reference; payloads are names, since reading a file is not a check.
 */
export function schemaOf(field: Field): z.ZodType {
  return SCHEMAS[field.kind](field);
}

/** A value of a flag or variable, as the file would hold it; but for lists, whose entries are separate values. */
export function parseNumberText(field: Field, text: string): unknown {
  if (field.kind === 'number' || field.kind === 'integer')
    return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  return text;
}

const line = (about: string) =>
  z
    .string({ error: `must be ${about}` })
    .trim()
    .min(1, { error: `must be ${about}` });

/** Longer ones neither product shows whole. */
const LONGEST_NAME = 255;
/** Line breaks, what steers a terminal, what turns the reading direction, and halves of a character. */
const NOT_IN_A_NAME = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
/** The same, but for line breaks and tabs. */
const NOT_IN_A_TEXT = /[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/u;

/** A name: what both services store as it is, and find again. */
const name = (about: string) =>
  line(about)
    .max(LONGEST_NAME, { error: `must not be longer than ${LONGEST_NAME} characters` })
    .refine((text) => !NOT_IN_A_NAME.test(text), {
      error: 'must be one line, without control characters or such that turn the reading direction',
    });

const identifier = (about: string) =>
  name(about).refine((text) => !findInvisible(text), { error: ({ input }) => hasInvisible(String(input)) });

function hasInvisible(text: string): string {
  const { name: found, offset } = findInvisible(text) ?? { name: '', offset: 0 };
  return `contains an invisible character, a ${found}, at position ${offset + 1}: delete it`;
}

const template = (about: string) =>
  line(about).refine((text) => !NOT_IN_A_TEXT.test(text), {
    error: 'must be without control characters or such that turn the reading direction',
  });

const SCHEMAS: Readonly<Record<Kind, (field: Field) => z.ZodType>> = {
  // A name may be an id, which YAML reads as a number.
  text: () => nameOrId(name('a text that is not empty'), 'a text that is not empty', z.int()),
  identifier: () => nameOrId(identifier('a text that is not empty'), 'a text that is not empty', z.int()),
  template: () => template('a text that is not empty'),
  secret: () =>
    z.string({ error: 'must be env:NAME or file:PATH' }).regex(/^(env|file):\S.*$/, {
      error: 'is a secret in clear: only a reference may stand here, env:NAME or file:PATH',
    }),
  'ilert-endpoint': () => address(ilertAddress),
  'halo-url': () => address(haloAddress),
  'https-url': () => address(plainAddress),
  choice: (field) => choice(field.choices ?? [], oneOf(field)),
  list: (field) =>
    atMost(
      field,
      z.array(nameOrId(name('names or ids'), 'names or ids', z.int().positive()), { error: 'must be a list' }),
    ),
  number: range,
  integer: (field) => range(field).int({ error: rangeOf(field) }),
  duration,
  payload: () => line('recommended, full or the path of a file'),
  links: (field) =>
    atMost(
      field,
      z.array(z.strictObject({ text: name('a text'), href: template('a web address or a template of one') }), {
        error: 'must be a list of text and href',
      }),
    ),
  'priority-mapping': () => mapping(choice(['high', 'low'], 'must be high or low')),
  'severity-mapping': () => mapping(z.int().min(1).max(5)),
};

/** A list that is no longer than the field allows. */
function atMost<T extends z.ZodType>({ max }: Field, list: z.ZodArray<T>): z.ZodArray<T> {
  return max === undefined ? list : list.max(max, { error: `must have at most ${max} entries` });
}

/** YAML reads an id as a number. Of a text that is wrong, it is told what is wrong with it. */
function nameOrId(text: z.ZodString, about: string, id: z.ZodNumber) {
  return z.union([text, id.transform(String)], {
    error: ({ input, errors }) => (typeof input === 'string' && errors?.[0]?.[0]?.message) || `must be ${about}`,
  });
}

function address(read: (typed: string) => Address) {
  return z.string({ error: 'must be a web address' }).transform((typed, context) => {
    const result = read(typed);
    if (!('problem' in result)) return result.url;
    context.addIssue(result.problem);
    return z.NEVER;
  });
}

/** One of the words in a list, in any case: `HIGH`, `HaloPSA`. */
function choice(choices: readonly string[], error: string) {
  return z
    .string({ error })
    .meta({ enum: [...choices] })
    .transform((text, context) => {
      const listed = choices.find((word) => word === text.trim().toLowerCase());
      if (listed !== undefined) return listed;
      context.addIssue(error);
      return z.NEVER;
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
  return z
    .string({ error: oneOf(field) })
    .meta({ enum: choices })
    .transform((text, context) => {
      const minutes = parseMinutes(text);
      const listed = choices.find((choice) => parseMinutes(choice) === minutes);
      if (listed !== undefined) return isoDuration(listed);
      context.addIssue(oneOf(field));
      return z.NEVER;
    });
}

function mapping(to: z.ZodType) {
  return z.strictObject(
    { value: template('a template'), mappings: z.record(z.string(), to) },
    { error: 'must be value and mappings' },
  );
}

function oneOf(field: Field): string {
  return `must be one of ${(field.choices ?? []).join(', ')}`;
}

function rangeOf(field: Field): string {
  return `must be ${field.kind === 'integer' ? 'a whole number' : 'a number'} from ${field.min} to ${field.max}`;
}
