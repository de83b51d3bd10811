import { dirname, join, resolve } from 'node:path';
import { messageOf, type Problem } from '../errors/cli-error.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { payloadFormProblem } from '../payload/form.ts';
import { withoutQuotes } from '../text/pasted.ts';
import { findPlaceholder } from '../text/placeholder.ts';
import { defaultOf } from './default-of.ts';
import type { Field } from './field.ts';
import { fields } from './fields.ts';
import type { SettingsFile } from './file.ts';
import { cleanPastedValue, rawValueFromText } from './given-text.ts';
import { schemaOf } from './kinds.ts';
import { describeOrigin, type Origin, type RawValue } from './origin.ts';
import { readSettingsFile } from './read-file.ts';
import { parseStdinSecrets, readEnvironmentSecret, resolveSecretReference, type SecretSources } from './secrets.ts';
import { type FieldKey, fieldOf } from './settings.ts';
import { nameForTarget, valuesFor } from './target.ts';
import { readVariable } from './variables.ts';

/** The places that settings come from. */
export interface SettingsSources extends SecretSources {
  /** Flags by key, as typed. */
  readonly flags: Readonly<Partial<Record<FieldKey, string | readonly string[]>>>;
  /** The file of `--config`. */
  readonly config?: string;
  /** That file, where it has been read already. */
  readonly file?: SettingsFile;
  /** The one of the file's targets that these settings are for. */
  readonly target?: string;
  /** Settings that the command can't do without: of others a reference may lead nowhere yet. */
  readonly required?: readonly FieldKey[];
  /** Folder of the shipped payloads. */
  readonly templates: string;
}

/** Values by key, the winning one of each, with what was wrong with their sources. */
export interface GatheredSettings {
  readonly values: Map<FieldKey, RawValue>;
  readonly problems: readonly Problem[];
  /** What was given somewhere and could not be read: a problem of its own, and not missing as well. */
  readonly unreadable: ReadonlySet<FieldKey>;
}

/**
 * Reads every source and lets the first win: flag, what the target says of itself, standard input, variable, file.
 * Values are not checked yet (`resolve` does), but for secrets and payloads, which have to be read here.
 */
export async function gatherSettings(places: SettingsSources): Promise<GatheredSettings> {
  const values = new Map<FieldKey, RawValue>();
  const unreadable = new Set<FieldKey>();
  const file = places.file ?? (await fileOf(places));
  const { own, shared, problems: ofTarget } = valuesFor(file, places.target, places.config);
  const stdin = parseStdinSecrets(places.stdin ?? '');
  const problems: Problem[] = [...file.problems, ...ofTarget, ...stdin.problems];
  // Of a file without a single setting, or a target that is not there, nobody knows what would have been in it.
  const isFileUnread = ofTarget.length > 0 || (file.problems.length > 0 && own.size + shared.size === 0);

  for (const field of fields as readonly Field[]) {
    const key = field.key as FieldKey;
    const found = await (field.kind === 'secret' ? secretOf(key, field) : plainOf(key, field));
    if (found && !('message' in found)) values.set(key, found);
    else if (found || isFileUnread) unreadable.add(key);
    if (found && 'message' in found) problems.push(found);
  }
  const named = 'alertSource.name';
  if (places.target !== undefined && !values.has(named))
    values.set(named, nameForTarget(defaultOf(fieldOf(named), values), places.target));
  return { values, problems, unreadable };

  async function secretOf(key: FieldKey, field: Field): Promise<RawValue | Problem | undefined> {
    return (
      (await referred(own.get(key), field)) ??
      stdin.values.get(key) ??
      (await readEnvironmentSecret(field, places)) ??
      (await referred(shared.get(key), field))
    );
  }

  async function plainOf(key: FieldKey, field: Field): Promise<RawValue | Problem | undefined> {
    const found = ofFlag(field, places) ?? own.get(key) ?? readVariable(field, places.env) ?? shared.get(key);
    if (found && 'message' in found) return found;
    if (field.kind === 'payload') return readPayload(found ?? ofDefault(field), field, places);
    return found && cleanPastedValue(found, field);
  }

  async function referred(reference: RawValue | undefined, field: Field): Promise<RawValue | Problem | undefined> {
    if (!reference || !schemaOf(field).safeParse(reference.value).success) return reference;
    const found = await resolveSecretReference(reference, field, {
      ...places,
      cwd: folderOf(reference.origin, places),
    });
    const isNeeded = places.required?.includes(field.key as FieldKey) ?? true;
    return 'message' in found && !isNeeded ? undefined : found;
  }
}

async function fileOf({ config, cwd, signal }: SettingsSources): Promise<SettingsFile> {
  if (config === undefined) return { shared: new Map(), targets: new Map(), problems: [] };
  return readSettingsFile(config, cwd, signal);
}

function ofFlag(field: Field, places: SettingsSources): RawValue | undefined {
  const typed = places.flags[field.key as FieldKey];
  if (typed === undefined) return undefined;
  const origin: Origin = { from: 'flag' };
  return typeof typed === 'string' ? rawValueFromText(typed, origin, field) : { value: typed, origin };
}

function ofDefault(field: Field): RawValue {
  return { value: field.default, origin: { from: 'default' } };
}

const SHIPPED = ['recommended', 'full'];

/** A payload's text: one of the shipped ones by name, else a file, sought from where it was named. */
export async function readPayload(
  named: RawValue,
  field: Field,
  places: Pick<SettingsSources, 'cwd' | 'templates' | 'signal'>,
): Promise<RawValue | Problem> {
  if (typeof named.value !== 'string') {
    return { message: `${describeOrigin(named.origin, field)} must be recommended, full or the path of a file.` };
  }
  const name = named.value.trim();
  if (name === '') return named;
  const placeholder = findPlaceholder(name, field.kind);
  if (placeholder) {
    const message = `${describeOrigin(named.origin, field)} is "${name}": ${placeholder.text} was not replaced with a value.`;
    return { message, hint: placeholder.hint };
  }
  const shipped = SHIPPED.find((each) => each === name.toLowerCase());
  const path = shipped
    ? join(places.templates, `${shipped}.json`)
    : resolve(folderOf(named.origin, places), withoutQuotes(name).text);
  try {
    const text = await readTextFile(path, { signal: places.signal });
    return payloadFormProblem(name, text) ?? { ...named, value: { name: shipped ?? name, text } };
  } catch (error) {
    places.signal?.throwIfAborted();
    return {
      message: `The payload file ${name}, from ${describeOrigin(named.origin, field)}, can't be read: ${messageOf(error)}.`,
      hint: 'Give recommended, full or the path of a file.',
    };
  }
}

function folderOf(origin: Origin, places: Pick<SettingsSources, 'cwd'>): string {
  return origin.from === 'file' ? dirname(resolve(places.cwd, origin.path)) : places.cwd;
}
