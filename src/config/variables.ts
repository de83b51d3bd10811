import type { Problem } from '../errors/cli-error.ts';
import { Secret, sameSecret } from '../secret/secret.ts';
import type { Field } from './field.ts';
import { describeOrigin, type RawValue, rawValueFromText } from './raw-value.ts';
import { schemaOf } from './value-schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The names of a setting's environment variable, its own first. */
export function variableNames({ env, aliases = [] }: Field): readonly string[] {
  return env === undefined ? [] : [env, ...aliases];
}

/** Every environment variable that a setting can be given by: of a secret, also those that name its file. */
export function allVariableNames(field: Field): readonly string[] {
  const names = variableNames(field);
  return field.kind === 'secret' ? names.flatMap((name) => [name, `${name}_FILE`]) : names;
}

/**
 * The value of a setting's environment variable, whichever of its names is set. An empty variable counts as not set:
 * CI systems set those of missing secrets so.
 */
export function readVariable(field: Field, env: Environment): RawValue | Problem | undefined {
  const given = variableNames(field).flatMap((name) => {
    const found = rawValueFromText(env[name] ?? '', { from: 'variable', name }, field);
    return isEmpty(found.value) ? [] : [found];
  });
  return singleValue(given, field);
}

/** The one value that a setting's names give. Different ones are a problem, which shows none of them. */
export function singleValue(all: readonly RawValue[], field: Field): RawValue | Problem | undefined {
  const [first, ...others] = all;
  const other = others.find(({ value }) => !isSame(value, first?.value, field));
  if (!first || !other) return first;
  const [one, two] = [first, other].map(({ origin }) => describeOrigin(origin, field));
  return {
    message: `${one} and ${two} are both set, to different values.`,
    hint: 'They are two names of the same setting: unset one of them.',
  };
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

/** Whether two values mean the same: a URL with and without `/api` does. */
function isSame(one: unknown, other: unknown, field: Field): boolean {
  if (one instanceof Secret && other instanceof Secret) return sameSecret(one, other);
  const [read, readOther] = [one, other].map((value) => JSON.stringify(schemaOf(field).safeParse(value).data ?? value));
  return read === readOther;
}
