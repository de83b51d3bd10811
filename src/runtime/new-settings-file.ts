import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import type { SettingsFile } from '../config/settings-file.ts';
import { SCHEMA_FILE } from '../config/settings-file-heading.ts';
import { readSettingsFile } from '../config/sources.ts';
import { isUsualFile, USUAL_FILE, usualFilesIn } from '../config/usual-settings-file.ts';
import { usageError, usageErrors } from '../errors/cli-error.ts';
import { entryKindAt } from '../fs/atomic-write.ts';
import type { NewFile } from '../fs/new-files.ts';
import { listInWords } from '../text/list.ts';
import type { Context } from './context.ts';
import type { LiveSettingsToWrite } from './live-settings-to-write.ts';
import { pipeWait } from './stdin.ts';

/** Where a settings file belongs, and what is next to it. */
export interface SettingsFilePlace {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  /** The file of a payload that is not a shipped one. */
  readonly payload: string;
  /** Whether the file exists, and is used as it is. */
  readonly isKept: boolean;
}

/**
 * Returns the place of a settings file with a given name.
 *
 * @param mayBeThere whether an existing file will do: anyone who asks only for a pipeline already has a settings file,
 *   perhaps with another extension
 * @throws CliError, exit 2, if the name is empty
 */
export async function placeOfSettings(
  { system, options }: Context,
  argument: string,
  mayBeThere: boolean,
): Promise<SettingsFilePlace> {
  if (argument.trim() === '')
    throw usageError('The name of the settings file is empty.', `Leave it out for ${USUAL_FILE}.`);
  const found = mayBeThere && argument === USUAL_FILE && options.isConfigFound ? options.config : undefined;
  const path = resolve(system.cwd, found ?? argument);
  const name = basename(path);
  const folder = dirname(path);
  return {
    path,
    name,
    folder,
    payload: join(folder, `${basename(name, extname(name))}.payload.json`),
    isKept: mayBeThere && (await entryKindAt(path)) === 'a file',
  };
}

/**
 * Returns the context for writing a settings file. A second one next to the usual one is for another integration, so
 * the wizard's saved answers don't apply to it, unless their profile is named.
 */
export function withoutAnswersOfAnother(context: Context, path: string): Context {
  const { canPrompt, system, options } = context;
  if (!canPrompt || options.typedProfile !== undefined) return context;
  const found = usualFilesIn(system.cwd);
  return found.some((file) => resolve(system.cwd, file) !== path) ? { ...context, canPrompt: false } : context;
}

/** @throws CliError, exit 2, if something already exists at one of these paths */
export async function assertNothingAt(paths: readonly string[], { system }: Context): Promise<void> {
  const kinds = await Promise.all(paths.map((path) => entryKindAt(path).catch(() => 'nothing' as const)));
  const taken = paths.filter((_, index) => kinds[index] !== 'nothing').map((path) => relative(system.cwd, path));
  if (taken.length === 0) return;
  const exist = taken.length === 1 ? 'exists already' : 'exist already';
  const hint = taken.length === 1 ? 'Choose another name, or move it away first.' : 'Move them away first.';
  throw usageError(`${listInWords(taken)} ${exist}. Nothing was written.`, hint, 'file-unwritable');
}

/** @throws CliError, exit 2, if the folder would have two usual settings files */
export function assertOnlyOne({ name, folder }: SettingsFilePlace): void {
  const [other] = isUsualFile(name) ? usualFilesIn(folder) : [];
  if (other === undefined) return;
  const message = `That folder has the settings file ${other} already, and with two of them none would be used. Nothing was written.`;
  throw usageError(message, `Choose another name, or move ${other} away first.`, 'file-unwritable');
}

/** Returns the settings file, and the payload's file with it. */
export async function newSettingsFiles(content: LiveSettingsToWrite, place: SettingsFilePlace): Promise<NewFile[]> {
  const { settingsAsJson, settingsAsYaml } = await import('../config/write-settings-file.ts');
  const hasSchema = (await entryKindAt(join(place.folder, SCHEMA_FILE))) !== 'nothing';
  const url = content.values.get('halo.url');
  const about = {
    name: place.name,
    url: url === undefined ? undefined : String(url),
    schema: hasSchema ? SCHEMA_FILE : undefined,
  };
  const write = extname(place.name).toLowerCase() === '.json' ? settingsAsJson : settingsAsYaml;
  const { path, payload } = place;
  return [
    { path, text: write(content, about) },
    ...(content.payload === undefined ? [] : [{ path: payload, text: content.payload }]),
  ];
}

/**
 * Reads a settings file: the one to be written, or the existing one.
 *
 * @throws CliError, exit 2, if the existing one is invalid
 */
export async function settingsIn(
  { path, name }: SettingsFilePlace,
  written: NewFile | undefined,
  context: Context,
): Promise<SettingsFile> {
  if (written) {
    const { parseSettingsFile } = await import('../config/parse-settings-file.ts');
    return parseSettingsFile(written.text, name);
  }
  const { cwd } = context.system;
  const file = await readSettingsFile(relative(cwd, path), cwd, pipeWait(context));
  if (file.problems.length > 0) throw usageErrors(file.problems, 'setting-invalid');
  return file;
}
