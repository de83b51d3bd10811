import { resolve } from 'node:path';
import type { Environment } from '../env/environment.ts';
import type { Problem } from '../errors/cli-error.ts';
import { fileErrorMessage } from '../errors/system-error.ts';
import { type PipeWait, readTextFile } from '../fs/bounded-read.ts';
import { isReadableByOthers } from '../fs/readable-by-others.ts';
import { Secret } from '../secret/secret.ts';
import { isHalfQuoted, withoutQuotes } from '../text/pasted.ts';
import type { Field } from './field.ts';
import { findPlaceholder } from './placeholder.ts';
import { describeOrigin, type Found, isProblem, type Origin, placeOf, type RawValue } from './raw-value.ts';
import type { SecretReference } from './secret-reference.ts';
import { type FieldKey, secretFields, serviceOf } from './settings.ts';
import { singleValue, variableNames } from './variables.ts';

/** Where secrets may be read from. */
export interface SecretSources extends PipeWait {
  readonly env: Environment;
  /** The folder that relative paths are resolved against. */
  readonly cwd: string;
  /** The `NAME=value` lines of standard input, with `--secrets-stdin`. */
  readonly stdin?: string | undefined;
  /** The user's numeric ID, on systems whose file permissions Node supports. */
  readonly userId?: number | undefined;
}

/** A reference to a variable that is not set. In an interactive run, the user may type the secret instead. */
export interface UnsetVariable extends Problem {
  readonly isUnset: true;
}

/** Whether a secret is missing only because its variable is not set. */
export function isUnset(found: Found | undefined): found is UnsetVariable {
  return found !== undefined && 'isUnset' in found;
}

/** The secrets by key, and the problems found. Problems never contain a value. */
export interface FoundSecrets {
  readonly values: ReadonlyMap<FieldKey, RawValue>;
  readonly problems: readonly Problem[];
}

/** Returns the secrets in variables, both as they are and without pasted quotation marks. */
export function secretsInEnvironment(env: Environment): string[] {
  const typed = secretFields.flatMap((field) => variableNames(field).map((name) => env[name] ?? ''));
  return typed.flatMap((text) => [text, withoutQuotes(text).text]).filter((secret) => secret.trim() !== '');
}

/** Parses `NAME=value` lines. Skips blank lines and those that start with #. */
export function parseStdinSecrets(text: string): FoundSecrets {
  const found = new Map<FieldKey, RawValue[]>();
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const split = line.indexOf('=');
    const name = line.slice(0, split).trim();
    const field = secretFields.find((each) => variableNames(each).includes(name));
    if (split > 0 && field) {
      const secret = secretFrom(line.slice(split + 1), { from: 'stdin', name }, field);
      if (isProblem(secret)) problems.push(secret);
      else found.set(field.key, [...(found.get(field.key) ?? []), secret]);
    } else {
      const examples = secretFields.map((each) => `${variableNames(each)[0]}=value`).join(' and ');
      const message = `Line ${index + 1} of standard input is not a known secret.`;
      problems.push({ message, hint: `Expected format: ${examples}, each on a line of its own.` });
    }
  }
  const values = new Map<FieldKey, RawValue>();
  for (const field of secretFields) {
    const value = singleValue(found.get(field.key) ?? [], field);
    if (value && isProblem(value)) problems.push(value);
    else if (value) values.set(field.key, value);
  }
  return { values, problems };
}

/**
 * Reads a secret from the environment under any of its names: from the variable, or else from the file that
 * `<variable>_FILE` names. An empty variable counts as not set.
 */
export async function readEnvironmentSecret(field: Field, sources: SecretSources): Promise<Found | undefined> {
  const values: RawValue[] = [];
  for (const name of variableNames(field)) {
    const found = await readSecretVariable(name, field, sources);
    if (found && isProblem(found)) return found;
    if (found) values.push(found);
  }
  return singleValue(values, field);
}

async function readSecretVariable(name: string, field: Field, sources: SecretSources) {
  const direct = sources.env[name];
  if (direct?.trim()) return secretFrom(direct, { from: 'variable', name }, field);
  const path = withoutQuotes(sources.env[`${name}_FILE`] ?? '').text;
  if (path === '') return undefined;
  return readSecretFile(path, { from: 'variable', name: `${name}_FILE` }, field, sources);
}

/** Reads the secret that a settings file refers to. */
export async function resolveSecretReference(
  reference: SecretReference,
  origin: Origin,
  field: Field,
  sources: SecretSources,
): Promise<Found | UnsetVariable> {
  if ('file' in reference) return readSecretFile(reference.file, origin, field, sources);
  const { variable } = reference;
  // Own properties only: every object has a `constructor`.
  const value = Object.hasOwn(sources.env, variable) ? sources.env[variable] : undefined;
  if (value) return secretFrom(value, origin, field);
  const message = `${describeOrigin(origin, field)} refers to the environment variable ${variable}, which is not set.`;
  return { message, hint: `Set ${variable}, or change the reference.`, place: placeOf(origin), isUnset: true };
}

async function readSecretFile(path: string, origin: Origin, field: Field, sources: SecretSources): Promise<Found> {
  const { cwd, signal, onSilence, onRead, userId } = sources;
  const absolute = resolve(cwd, path);
  try {
    // Whoever runs a settings file may not have written it, so never open anything but a regular file for it.
    const only = origin.from === 'file' ? { pipeTimeout: 0 } : {};
    const found = secretFrom(await readTextFile(absolute, { signal, onSilence, onRead, ...only }), origin, field);
    if (isProblem(found) || userId === undefined || !(await isReadableByOthers(absolute, userId))) return found;
    return withNote(found, `other users of this machine can read ${path} (to prevent it: chmod 600)`);
  } catch (error) {
    signal?.throwIfAborted();
    const source = describeOrigin(origin, field);
    const place = placeOf(origin);
    if (LIKE_A_KEY.test(path))
      return { message: `${source} must be the path of a file.`, hint: 'It looks like the secret itself.', place };
    const message = `The file ${path} (from ${source}) can't be read: ${fileErrorMessage(error)}.`;
    return { message, hint: 'Check the path and its permissions.', place };
  }
}

function withNote(raw: RawValue, note: string): RawValue {
  return { ...raw, note: raw.note === undefined ? note : `${raw.note}, and ${note}` };
}

/** A path that is one long word is probably a secret in the wrong place, which must not be repeated. */
const LIKE_A_KEY = /^[\w+=-]{20,}$/;

/** A secret is sent in a header or a form. What can't be sent is reported here, not by the HTTP library. */
function secretFrom(typed: string, origin: Origin, field: Field): Found {
  const { text, ...note } = withoutQuotes(typed);
  const wrong = wrongWith(text, field);
  if (wrong === undefined) return { value: new Secret(text), origin, ...note };
  const message = `${describeOrigin(origin, field)} ${wrong}.`;
  return { message, hint: `It must contain only the secret: ${field.about}.`, place: placeOf(origin) };
}

/** All of ilert's keys share a prefix, whatever they are for. */
export function isIlertKey(text: string): boolean {
  return /^il1[a-z]/i.test(text);
}

function wrongWith(secret: string, field: Field): string | undefined {
  if (secret === '') return 'is empty';
  if (findPlaceholder(secret, 'secret'))
    return 'contains a placeholder or a reference that was not replaced with the secret';
  if (isHalfQuoted(secret))
    return 'has a quotation mark at one end: part of the secret is missing, or the mark is not part of it';
  if (!/^[\x21-\x7e]+$/.test(secret)) return 'contains whitespace or characters that are not valid in a key';
  if (serviceOf(field) === 'halo' && isIlertKey(secret)) return 'is a key of ilert';
  return undefined;
}
