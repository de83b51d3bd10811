import * as z from 'zod';
import { type Address, haloAddress, ilertAddress, plainAddress } from './address.ts';
import { isoOf, minutesOf } from './duration.ts';
import type { Field, Kind } from './field.ts';

/**
 * The schema of a field's value, for both the check and the file's JSON Schema. Secrets are here
 * what the file may hold, a reference; payloads are names, since reading a file is not a check.
 */
export function schemaOf(field: Field): z.ZodType {
  return SCHEMAS[field.kind](field);
}

/** A value of a flag or variable, as the file would hold it. */
export function fromText(field: Field, text: string): unknown {
  if (field.kind === 'list')
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (field.kind === 'number' || field.kind === 'integer')
    return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  return text;
}

const line = (about: string) =>
  z
    .string({ error: `must be ${about}` })
    .trim()
    .min(1, { error: `must be ${about}` });

const SCHEMAS: Readonly<Record<Kind, (field: Field) => z.ZodType>> = {
  // A name may be an id, which YAML reads as a number.
  text: () =>
    z.union([line('a text that is not empty'), z.int().transform(String)], {
      error: 'must be a text that is not empty',
    }),
  secret: () =>
    z.string({ error: 'must be env:NAME or file:PATH' }).regex(/^(env|file):\S.*$/, {
      error: 'is a secret in clear: only a reference may stand here, env:NAME or file:PATH',
    }),
  'ilert-endpoint': () => address(ilertAddress),
  'halo-url': () => address(haloAddress),
  'https-url': () => address(plainAddress),
  choice: (field) => z.enum(field.choices as [string, ...string[]], { error: oneOf(field) }),
  list: () =>
    z.array(z.union([line('a name'), z.int().positive().transform(String)], { error: 'must be names or ids' }), {
      error: 'must be a list',
    }),
  number: range,
  integer: (field) => range(field).int({ error: rangeOf(field) }),
  duration,
  payload: () => line('recommended, full or the path of a file'),
  links: () =>
    z.array(z.strictObject({ text: line('a text'), href: line('a web address or a template of one') }), {
      error: 'must be a list of text and href',
    }),
  'priority-mapping': () => mapping(z.enum(['high', 'low'], { error: 'must be high or low' })),
  'severity-mapping': () => mapping(z.int().min(1).max(5)),
};

function address(read: (typed: string) => Address) {
  return z.string({ error: 'must be a web address' }).transform((typed, context) => {
    const result = read(typed);
    if (!('problem' in result)) return result.url;
    context.addIssue(result.problem);
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
      const minutes = minutesOf(text);
      const listed = choices.find((choice) => minutesOf(choice) === minutes);
      if (listed !== undefined) return isoOf(listed);
      context.addIssue(oneOf(field));
      return z.NEVER;
    });
}

function mapping(to: z.ZodType) {
  return z.strictObject(
    { value: line('a template'), mappings: z.record(z.string(), to) },
    { error: 'must be value and mappings' },
  );
}

function oneOf(field: Field): string {
  return `must be one of ${(field.choices ?? []).join(', ')}`;
}

function rangeOf(field: Field): string {
  return `must be ${field.kind === 'integer' ? 'a whole number' : 'a number'} from ${field.min} to ${field.max}`;
}
