import { resolve } from 'node:path';
import type { Place, Problem } from '../errors/cli-error.ts';
import { fileErrorMessage, isSystemError } from '../errors/system-error.ts';
import { type PipeWait, readTextFile } from '../fs/bounded-read.ts';
import { type AllowedHosts, readAllowedHosts } from './allowed-hosts.ts';
import { readPayload } from './payload-file.ts';
import { baseFolderOf, cleanPastedValue, type Found, isProblem, type RawValue, rawValueFromText } from './raw-value.ts';
import { problemOf } from './resolve.ts';
import { parseReference } from './secret-reference.ts';
import {
  isUnset,
  parseStdinSecrets,
  readEnvironmentSecret,
  resolveSecretReference,
  type SecretSources,
} from './secrets.ts';
import { defaultOf, type FieldKey, fieldOf, fields, type SettingsField } from './settings.ts';
import { type AcceptedTargets, NO_FILE, type SettingsFile, valuesFor } from './settings-file.ts';
import { isUsualFile } from './usual-settings-file.ts';
import { readVariable } from './variables.ts';

/** Where the settings of a run come from. */
export interface SettingsSources extends SecretSources {
  /** Flags by key, as typed; true for a flag without a value. */
  readonly flags: Readonly<Partial<Record<FieldKey, string | readonly string[] | true>>>;
  /** The path of `--config`. */
  readonly config?: string | undefined;
  /** That file, if it has already been read. */
  readonly file?: SettingsFile | undefined;
  /** The target in the file that these settings are for. */
  readonly target?: string | undefined;
  /** The targets that the command can run for. */
  readonly acceptedTargets?: AcceptedTargets | undefined;
  /** The settings that the command requires, all by default. A reference to an optional secret may fail. */
  readonly required?: readonly FieldKey[];
  /** Folder of the shipped payloads. */
  readonly templates: string;
}

/** The value of each key from the source that takes precedence, and what was wrong with the sources. */
export interface GatheredSettings {
  readonly values: Map<FieldKey, RawValue>;
  readonly problems: readonly Problem[];
  /** Settings with a value that can't be read: already a problem, so they don't count as missing too. */
  readonly unreadable: ReadonlySet<FieldKey>;
  /** False if a file that can't be read, or a target that was not found or chosen, may hold further settings. */
  readonly isComplete: boolean;
  /** Secrets whose variable is not set: a problem of its own, unless someone types them. */
  readonly unset: ReadonlyMap<FieldKey, Problem>;
  /** Where the file defines the target of these settings. */
  readonly targetPlace?: Place | undefined;
  /** Where Halo's credentials may be sent; anywhere, if undefined. */
  readonly allowedHosts: AllowedHosts | undefined;
}

/**
 * Reads every source. Precedence: flag, the target's own values, standard input, variable, what all targets share.
 * Values are not checked yet (`resolveSettings` does), except secrets and payloads, which have to be read here.
 */
export async function gatherSettings(sources: SettingsSources): Promise<GatheredSettings> {
  const { config, cwd, target, required } = sources;
  const file = sources.file ?? (config === undefined ? NO_FILE : await readSettingsFile(config, cwd, sources));
  const { own, shared, problems: ofTarget } = valuesFor(file, target, config, sources.acceptedTargets);
  const stdin = parseStdinSecrets(sources.stdin ?? '');
  const values = new Map<FieldKey, RawValue>();
  const unreadable = new Set<FieldKey>();
  const unset = new Map<FieldKey, Problem>();
  const { allowedHosts, problems: ofHosts } = readAllowedHosts(sources.env);
  const problems: Problem[] = [...file.problems, ...ofTarget, ...stdin.problems, ...ofHosts];
  const isComplete = ofTarget.length === 0 && !file.isUnreadable;

  for (const field of fields) {
    const found = await (field.kind === 'secret' ? findSecret(field) : findValue(field));
    if (found) keep(field.key, found);
    else if (!isComplete) unreadable.add(field.key);
    for (const raw of [own.get(field.key), shared.get(field.key)]) if (raw) checkOverridden(field, raw);
  }
  if (target !== undefined && !values.has('alertSource.name')) {
    const value = `${defaultOf(fieldOf('alertSource.name'), values)} ${target}`;
    values.set('alertSource.name', { value, origin: { from: 'default' } });
  }
  const targetPlace = target === undefined ? undefined : file.targets.get(target)?.place;
  return { values, problems, unreadable, isComplete, unset, targetPlace, allowedHosts };

  function keep(key: FieldKey, found: Found): void {
    if (!isProblem(found)) {
      values.set(key, found);
      return;
    }
    unreadable.add(key);
    if (isUnset(found)) unset.set(key, found);
    else report(found);
  }

  /** Reports a mistake in the file even if overridden, or it would only surface once the override is removed. */
  function checkOverridden(field: SettingsField, raw: RawValue): void {
    if (field.kind === 'payload' || values.get(field.key)?.origin === raw.origin) return;
    const problem = problemOf(field, cleanPastedValue(raw, field), { allowedHosts });
    if (problem) report(problem);
  }

  function report(problem: Problem): void {
    if (!problems.some(({ message }) => message === problem.message)) problems.push(problem);
  }

  async function findSecret(field: SettingsField): Promise<Found | undefined> {
    return (
      (await dereference(own.get(field.key), field)) ??
      stdin.values.get(field.key) ??
      (await readEnvironmentSecret(field, sources)) ??
      (await dereference(shared.get(field.key), field))
    );
  }

  async function findValue(field: SettingsField): Promise<Found | undefined> {
    const { key } = field;
    const found = readFlag(field, sources) ?? own.get(key) ?? readVariable(field, sources.env) ?? shared.get(key);
    if (found && isProblem(found)) return found;
    if (field.kind !== 'payload') return found && cleanPastedValue(found, field);
    return readPayload(found ?? { value: field.default, origin: { from: 'default' } }, field, sources);
  }

  async function dereference(raw: RawValue | undefined, field: SettingsField): Promise<Found | undefined> {
    if (!raw) return undefined;
    const problem = problemOf(field, raw);
    const reference = problem ? undefined : parseReference(String(raw.value));
    if (!reference) return problem;
    const base = baseFolderOf(raw.origin, cwd);
    const found = await resolveSecretReference(reference, raw.origin, field, { ...sources, cwd: base });
    const isRequired = required?.includes(field.key) ?? true;
    return isProblem(found) && !isRequired ? undefined : found;
  }
}

const HINT_FOR_USUAL = 'Put it right, choose another one with --config FILE, or add --no-config to use none.';

/**
 * Reads a settings file; one that can't be read has a problem. The parser is loaded only if there is a file.
 *
 * @throws the signal's reason
 */
export async function readSettingsFile(path: string, cwd: string, wait: PipeWait = {}): Promise<SettingsFile> {
  const { signal, onSilence, onRead } = wait;
  try {
    const { parseSettingsFile } = await import('./parse-settings-file.ts');
    // A file that nobody named may be anything, so only a pipe named by the user is waited for.
    const only = isUsualFile(path) ? { pipeTimeout: 0 } : {};
    return parseSettingsFile(await readTextFile(resolve(cwd, path), { signal, onSilence, onRead, ...only }), path);
  } catch (error) {
    signal?.throwIfAborted();
    const message = isSystemError(error, 'ENOENT')
      ? `Settings file not found: ${path}.`
      : `The settings file ${path} can't be read: ${fileErrorMessage(error)}.`;
    const hint = isUsualFile(path) ? HINT_FOR_USUAL : 'Check --config.';
    return { ...NO_FILE, problems: [{ message, hint, place: { file: path } }], isUnreadable: true };
  }
}

function readFlag(field: SettingsField, { flags }: SettingsSources): RawValue | undefined {
  const typed = flags[field.key];
  if (typed === undefined) return undefined;
  return typeof typed === 'string'
    ? rawValueFromText(typed, { from: 'flag' }, field)
    : { value: typed, origin: { from: 'flag' } };
}
