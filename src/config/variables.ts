import type { Environment } from '../env/environment.ts';
import { Secret, sameSecret } from '../secret/secret.ts';
import type { Field } from './field.ts';
import { describeOrigin, type Found, type RawValue, rawValueFromText } from './raw-value.ts';
import { schemaOf } from './value-schema.ts';

/** Returns the names of a setting's variable, its own first; none for a setting that only files can contain. */
export function variableNames({ key, kind, flag, env, aliases = [] }: Field): readonly string[] {
  if (flag === undefined && kind !== 'secret') return [];
  return [env ?? variableOf(key), ...aliases];
}

/** `halo.clientId` is HALO_CLIENT_ID, and `alertSource.teams` is ILERT_TEAMS. */
function variableOf(key: string): string {
  const [section, name = ''] = key.split('.');
  return `${section === 'alertSource' ? 'ilert' : section}_${name.replace(/[A-Z]/g, '_$&')}`.toUpperCase();
}

/** Returns all environment variables of a setting. A secret may also be in the file that `<variable>_FILE` names. */
export function allVariableNames(field: Field): readonly string[] {
  const names = variableNames(field);
  return field.kind === 'secret' ? names.flatMap((name) => [name, `${name}_FILE`]) : names;
}

/**
 * Reads a setting's environment variable under any of its names. An empty variable counts as not set, because CI
 * systems define missing secrets as empty variables.
 */
export function readVariable(field: Field, env: Environment): Found | undefined {
  const names = variableNames(field);
  const former = formerVariableName(field);
  const readFrom = (name: string) => rawValueFromText(env[name] ?? '', { from: 'variable', name }, field);
  const renamed = `${former} is now called ${names[0]}`;
  const values = [...names.map(readFrom), ...(former === undefined ? [] : [{ ...readFrom(former), renamed }])].filter(
    ({ value }) => value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return singleValue(values, field);
}

/** Returns the variable of a renamed setting's former key. */
export function formerVariableName({ formerly }: Field): string | undefined {
  return formerly && variableOf(formerly.key);
}

/** Returns the one value of a setting with several names. Different values are a problem; its message omits them. */
export function singleValue(values: readonly RawValue[], field: Field): Found | undefined {
  const [first, ...others] = values;
  const other = others.find(({ value }) => !isSame(value, first?.value, field));
  if (!first || !other) return first;
  return {
    message: `${describeOrigin(first.origin, field)} and ${describeOrigin(other.origin, field)} are both set, to different values.`,
    hint: 'They are two names of the same setting. Unset one of them.',
  };
}

/** Whether two values mean the same, such as a URL with and without `/api`. */
function isSame(one: unknown, other: unknown, field: Field): boolean {
  if (one instanceof Secret && other instanceof Secret) return sameSecret(one, other);
  const normalized = (value: unknown) => JSON.stringify(schemaOf(field).safeParse(value).data ?? value);
  return normalized(one) === normalized(other);
}
