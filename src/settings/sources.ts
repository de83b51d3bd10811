import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { messageOf, type Problem } from '../errors.ts';
import type { Field } from './field.ts';
import { fields } from './fields.ts';
import { fromText, schemaOf } from './kinds.ts';
import { type Given, type Origin, originInWords } from './origin.ts';
import { parseStdinSecrets, type SecretPlaces, secretOfEnvironment, secretOfReference } from './secrets.ts';
import type { FieldKey } from './settings.ts';

/** The places that settings come from. */
export interface Places extends SecretPlaces {
  /** Flags by key, as typed. */
  readonly flags: Readonly<Partial<Record<FieldKey, string | readonly string[]>>>;
  /** The file of `--config`. */
  readonly config?: string;
  /** Folder of the shipped payloads. */
  readonly templates: string;
}

/** Values by key, the winning one of each, with what was wrong with their sources. */
export interface Gathered {
  readonly given: Map<FieldKey, Given>;
  readonly problems: readonly Problem[];
  /** What was given somewhere and could not be read: a problem of its own, and not missing as well. */
  readonly unread: ReadonlySet<FieldKey>;
}

/**
 * Reads every source and lets the first win: flag, standard input, variable, file. Values are not
 * checked yet (`resolve` does), but for secrets and payloads, which have to be read here.
 */
export async function gatherSettings(places: Places): Promise<Gathered> {
  const problems: Problem[] = [];
  const given = new Map<FieldKey, Given>();
  const unread = new Set<FieldKey>();
  const file = await readSettingsFile(places, problems);
  // Of a file without a single setting nobody knows what would have been in it.
  const isFileUnread = problems.length > 0 && file.size === 0;
  const stdin = parseStdinSecrets(places.stdin ?? '');
  problems.push(...stdin.problems);

  for (const field of fields as readonly Field[]) {
    const key = field.key as FieldKey;
    const found =
      field.kind === 'secret'
        ? (stdin.given.get(field.env ?? '') ??
          (await secretOfEnvironment(field, places)) ??
          (await fromFile(key, field)))
        : (ofFlag(field, places) ?? ofVariable(field, places) ?? file.get(key));
    const value =
      field.kind === 'payload'
        ? await readPayload((found as Given | undefined) ?? ofDefault(field), field, places)
        : found;
    if (value && !('message' in value)) given.set(key, value);
    else if (value || isFileUnread) unread.add(key);
    if (value && 'message' in value) problems.push(value);
  }
  return { given, problems, unread };

  async function fromFile(key: FieldKey, field: Field): Promise<Given | Problem | undefined> {
    const reference = file.get(key);
    if (!reference || !schemaOf(field).safeParse(reference.value).success) return reference;
    return secretOfReference(reference, field, { ...places, cwd: folderOf(reference.origin, places) });
  }
}

async function readSettingsFile(places: Places, problems: Problem[]): Promise<ReadonlyMap<FieldKey, Given>> {
  if (places.config === undefined) return new Map();
  try {
    const { parseSettingsFile } = await import('./file.ts');
    const file = parseSettingsFile(await readFile(resolve(places.cwd, places.config), 'utf8'), places.config);
    problems.push(...file.problems);
    return file.given;
  } catch (error) {
    problems.push({
      message: `The settings file ${places.config} can't be read: ${messageOf(error)}.`,
      hint: 'Check the path of --config.',
    });
    return new Map();
  }
}

function ofFlag(field: Field, places: Places): Given | undefined {
  const typed = places.flags[field.key as FieldKey];
  if (typed === undefined) return undefined;
  const value = typeof typed === 'string' ? fromText(field, typed) : typed;
  return { value, origin: { from: 'flag' } };
}

/** An empty variable is one that is not set: CI systems set those of missing secrets so. */
function ofVariable(field: Field, places: Places): Given | undefined {
  const text = field.env && places.env[field.env];
  if (!text?.trim()) return undefined;
  return { value: fromText(field, text), origin: { from: 'variable', name: field.env ?? '' } };
}

function ofDefault(field: Field): Given {
  return { value: field.default, origin: { from: 'default' } };
}

/** A payload's text: one of the shipped ones by name, else a file, sought from where it was named. */
export async function readPayload(
  named: Given,
  field: Field,
  places: Pick<Places, 'cwd' | 'templates'>,
): Promise<Given | Problem> {
  if (typeof named.value !== 'string') {
    return { message: `${originInWords(named.origin, field)} must be recommended, full or the path of a file.` };
  }
  const name = named.value.trim();
  if (name === '') return named;
  const shipped = name === 'recommended' || name === 'full';
  const path = shipped ? join(places.templates, `${name}.json`) : resolve(folderOf(named.origin, places), name);
  try {
    // Windows' editors put a byte order mark before the text.
    const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
    return { value: { name, text }, origin: named.origin };
  } catch (error) {
    return {
      message: `The payload file ${name}, from ${originInWords(named.origin, field)}, can't be read: ${messageOf(error)}.`,
      hint: 'Give recommended, full or the path of a file.',
    };
  }
}

function folderOf(origin: Origin, places: Pick<Places, 'cwd'>): string {
  return origin.from === 'file' ? dirname(resolve(places.cwd, origin.path)) : places.cwd;
}
