import { resolve } from 'node:path';
import { messageOf, type Problem } from '../errors/cli-error.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { Secret } from '../secret/secret.ts';
import { isHalfQuoted, withoutQuotes } from '../text/pasted.ts';
import type { Field } from './field.ts';
import { findPlaceholder } from './placeholder.ts';
import { describeOrigin, type Origin, type RawValue, removalNote } from './raw-value.ts';
import { fields } from './settings.ts';
import { singleValue, variableNames } from './variables.ts';

/** Where secrets may be read from. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** `NAME=value` lines of standard input, where `--secrets-stdin` was given. */
  readonly stdin?: string;
  /** Ends the wait for a pipe; whoever reads rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** The secrets that were found, by key, and what was wrong. Problems never hold a value. */
export interface FoundSecrets {
  readonly values: ReadonlyMap<string, RawValue>;
  readonly problems: readonly Problem[];
}

const secretFields: readonly Field[] = fields.filter((field) => field.kind === 'secret');

/** Reads `NAME=value` lines; blank lines and those that start with # are passed over. */
export function parseStdinSecrets(text: string): FoundSecrets {
  const found = new Map<Field, RawValue[]>();
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const split = line.indexOf('=');
    const name = line.slice(0, split).trim();
    const field = secretFields.find((each) => variableNames(each).includes(name));
    if (split > 0 && field) {
      const secret = checked(line.slice(split + 1), { from: 'stdin', name }, field);
      if ('message' in secret) problems.push(secret);
      else found.set(field, [...(found.get(field) ?? []), secret]);
    } else {
      problems.push({
        message: `Line ${index + 1} of standard input is not a secret this program knows.`,
        hint: `Write lines such as ${secretFields.map(({ env }) => `${env}=value`).join(' and ')}.`,
      });
    }
  }
  const values = new Map<string, RawValue>();
  for (const [field, all] of found) {
    const one = singleValue(all, field);
    if (one && 'message' in one) problems.push(one);
    else if (one) values.set(field.key, one);
  }
  return { values, problems };
}

/**
 * A secret of the environment, by whichever name is set: its variable, or else the file that `<variable>_FILE` names. An
 * empty variable counts as not set.
 */
export async function readEnvironmentSecret(
  field: Field,
  places: SecretSources,
): Promise<RawValue | Problem | undefined> {
  const all: RawValue[] = [];
  for (const name of variableNames(field)) {
    const values = await secretOfVariable(name, field, places);
    if (values && 'message' in values) return values;
    if (values) all.push(values);
  }
  return singleValue(all, field);
}

async function secretOfVariable(name: string, field: Field, places: SecretSources) {
  const direct = places.env[name];
  if (direct?.trim()) return checked(direct, { from: 'variable', name }, field);
  const path = withoutQuotes(places.env[`${name}_FILE`] ?? '').text;
  if (path === '') return undefined;
  return secretOfFile(path, { from: 'variable', name: `${name}_FILE` }, field, places);
}

/** What the reference of a settings file, `env:NAME` or `file:PATH`, stands for; the form is already checked. */
export async function resolveSecretReference(
  reference: RawValue,
  field: Field,
  places: SecretSources,
): Promise<RawValue | Problem> {
  const text = String(reference.value);
  const target = text.slice(text.indexOf(':') + 1).trim();
  if (text.startsWith('file:')) return secretOfFile(target, reference.origin, field, places);
  // Own ones only: every object has a `constructor`.
  const value = Object.hasOwn(places.env, target) ? places.env[target] : undefined;
  if (value) return checked(value, reference.origin, field);
  return {
    message: `${describeOrigin(reference.origin, field)} refers to the variable ${target}, which is not set.`,
    hint: `Set ${target}, or change the reference.`,
  };
}

async function secretOfFile(
  path: string,
  origin: Origin,
  field: Field,
  places: SecretSources,
): Promise<RawValue | Problem> {
  const where = describeOrigin(origin, field);
  try {
    const text = await readTextFile(resolve(places.cwd, path), { signal: places.signal });
    return checked(text, origin, field);
  } catch (error) {
    places.signal?.throwIfAborted();
    return {
      message: `The file ${path}, named by ${where}, can't be read: ${messageOf(error)}.`,
      hint: 'Check the path and its permissions.',
    };
  }
}

/** A secret goes into a header or a form: what can't be there is reported here, not by the HTTP library. */
function checked(typed: string, origin: Origin, field: Field): RawValue | Problem {
  const { text, removed } = withoutQuotes(typed);
  const wrong = wrongWith(text);
  if (wrong === undefined)
    return { value: new Secret(text), origin, ...(removed !== undefined && { note: removalNote(removed) }) };
  return {
    message: `The secret from ${describeOrigin(origin, field)} ${wrong}.`,
    hint: `Nothing else may be there than the secret itself: ${field.about}.`,
  };
}

function wrongWith(secret: string): string | undefined {
  if (secret === '') return 'is empty';
  if (findPlaceholder(secret, 'secret')) return 'is a placeholder or a reference that was not replaced with the secret';
  if (isHalfQuoted(secret))
    return 'has a quotation mark at one end: part of it is missing, or the mark is not part of it';
  if (!/^[\x21-\x7e]+$/.test(secret)) return 'holds a space, a line break or another character that no key has';
  return undefined;
}
