import { resolve } from 'node:path';
import { messageOf, type Problem } from '../errors.ts';
import { readText } from '../read-text.ts';
import { Secret } from '../secret.ts';
import type { Field } from './field.ts';
import { fields } from './fields.ts';
import { type Given, originInWords } from './origin.ts';

/** Where secrets may be read from. */
export interface SecretPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** `NAME=value` lines of standard input, where `--secrets-stdin` was given. */
  readonly stdin?: string;
  /** Ends the wait for a pipe; whoever reads rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** The secrets that were found, by variable, and what was wrong. Problems never hold a value. */
export interface FoundSecrets {
  readonly given: ReadonlyMap<string, Given>;
  readonly problems: readonly Problem[];
}

const secretFields: readonly Field[] = fields.filter((field) => field.kind === 'secret');

/** Reads `NAME=value` lines; blank lines and those that start with # are passed over. */
export function parseStdinSecrets(text: string): FoundSecrets {
  const names = secretFields.map((field) => field.env);
  const given = new Map<string, Given>();
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const split = line.indexOf('=');
    const name = line.slice(0, split).trim();
    const field = secretFields.find(({ env }) => env === name);
    if (split > 0 && field) {
      const secret = checked({ value: new Secret(line.slice(split + 1)), origin: { from: 'stdin', name } }, field);
      if ('message' in secret) problems.push(secret);
      else given.set(name, secret);
    } else {
      problems.push({
        message: `Line ${index + 1} of standard input is not a secret this program knows.`,
        hint: `Write lines such as ${names.map((known) => `${known}=value`).join(' and ')}.`,
      });
    }
  }
  return { given, problems };
}

/** A secret of the environment: its variable, or the file that `<variable>_FILE` names. An empty variable counts as not set. */
export async function secretOfEnvironment(field: Field, places: SecretPlaces): Promise<Given | Problem | undefined> {
  const name = field.env ?? '';
  const direct = places.env[name];
  if (direct) return checked({ value: new Secret(direct), origin: { from: 'variable', name } }, field);
  const path = places.env[`${name}_FILE`];
  if (!path) return undefined;
  return secretOfFile(path, { value: path, origin: { from: 'variable', name: `${name}_FILE` } }, field, places);
}

/** What the reference of a settings file, `env:NAME` or `file:PATH`, stands for; the form is already checked. */
export async function secretOfReference(
  reference: Given,
  field: Field,
  places: SecretPlaces,
): Promise<Given | Problem> {
  const text = String(reference.value);
  const target = text.slice(text.indexOf(':') + 1).trim();
  if (text.startsWith('file:')) return secretOfFile(target, reference, field, places);
  // Own ones only: every object has a `constructor`.
  const value = Object.hasOwn(places.env, target) ? places.env[target] : undefined;
  if (value) return checked({ value: new Secret(value), origin: reference.origin }, field);
  return {
    message: `${originInWords(reference.origin, field)} refers to the variable ${target}, which is not set.`,
    hint: `Set ${target}, or change the reference.`,
  };
}

async function secretOfFile(path: string, from: Given, field: Field, places: SecretPlaces): Promise<Given | Problem> {
  const where = originInWords(from.origin, field);
  try {
    const text = await readText(resolve(places.cwd, path), { signal: places.signal });
    return checked({ value: new Secret(text.replace(/[\r\n]+$/, '')), origin: from.origin }, field);
  } catch (error) {
    places.signal?.throwIfAborted();
    return {
      message: `The file ${path}, named by ${where}, can't be read: ${messageOf(error)}.`,
      hint: 'Check the path and its permissions.',
    };
  }
}

/** A secret goes into a header or a form: what can't stand there is told here, not by the HTTP library. */
function checked(given: Given, field: Field): Given | Problem {
  const value = (given.value as Secret).reveal();
  if (/^[\x21-\x7e]+$/.test(value)) return given;
  const wrong = value === '' ? 'is empty' : 'holds a space, a line break or another character that no key has';
  return {
    message: `The secret from ${originInWords(given.origin, field)} ${wrong}.`,
    hint: `Nothing else may be there than the secret itself: ${field.about}.`,
  };
}
