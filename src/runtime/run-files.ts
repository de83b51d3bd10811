import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { isUsualFile } from '../config/usual-settings-file.ts';
import { CliError, usageError } from '../errors/cli-error.ts';
import { fileErrorMessage, isSystemError } from '../errors/system-error.ts';
import { fileIdentity } from '../fs/same-file.ts';

/** A file that an option names, for a run to write. */
export interface FileToWrite {
  /** As it was typed. */
  readonly name: string;
  readonly path: string;
  /** With its dashes. */
  readonly option: string;
}

/** The files of one run that its command line or its settings name. None is both read and written, or written twice. */
export interface RunFiles {
  /** The paths of those that were read. */
  readonly read: Set<string>;
  /** Those among them that are known not to be written. */
  readonly compared: Set<string>;
  readonly toWrite: FileToWrite[];
  /** The paths of those that were written. */
  readonly written: Set<string>;
}

/** Of a run that has neither read nor written anything. */
export function createRunFiles(): RunFiles {
  return { read: new Set(), compared: new Set(), toWrite: [], written: new Set() };
}

/** What is written to a file, and which option names it. */
interface Writing {
  readonly option: string;
  /** Such as: the result. */
  readonly what: string;
  /** Replaces "another name" in the hint, for anything but a regular file. */
  readonly hintForDevice?: string;
}

/**
 * Ensures, before anything else is done, that a file can be written; from then on the run reads no such file. Refuses a
 * link, since whoever created it would decide what is replaced.
 *
 * @param name as it was typed
 * @throws CliError, exit 2
 */
export async function fileToWrite(
  name: string,
  { option, what, hintForDevice }: Writing,
  { files, cwd }: { readonly files: RunFiles; readonly cwd: string },
): Promise<FileToWrite> {
  const refuse = (message: string, hint?: string) => unwritable(message, option, hint);
  if (name.trim() === '') throw refuse(`The name of the file for the ${what} is empty.`);
  if (name === '-') throw refuse(`The ${what} is not written to standard output: ${option} takes the name of a file.`);
  const path = resolve(cwd, name);
  if (isUsualFile(basename(path).toLowerCase())) throw refuse(`${name} would be read as the settings file.`);
  try {
    const there = await lstat(path).catch((error: unknown) => {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (there?.isDirectory()) throw refuse(`${name} is a folder.`);
    if (there?.isSymbolicLink() && !DEVICE.test(path)) throw refuse(`${name} is a symbolic link.`);
    if (there && (!there.isFile() || DEVICE.test(path))) throw refuse(`${name} is not a regular file.`, hintForDevice);
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const isMissing = isSystemError(error, 'ENOENT');
    const why = isMissing ? 'its folder does not exist' : fileErrorMessage(error);
    const hint = isMissing ? `Create the folder, or give ${option} another name.` : undefined;
    throw refuse(`The ${what} can't be written to ${name}: ${why}.`, hint);
  }
  const file = { name, path, option };
  files.toWrite.push(file);
  await assertNotRead(file, files.read);
  return file;
}

/** Paths that lead to another stream of this process, whether a file or not. */
const DEVICE = /^\/(dev|proc)\//;

/** Ensures that no file that was read would be overwritten. @throws CliError, exit 2 */
export async function assertNoInputOverwritten({ read, compared, toWrite }: RunFiles): Promise<void> {
  // Each target reads some more.
  const fresh = [...read].filter((path) => !compared.has(path));
  for (const file of toWrite) await assertNotRead(file, fresh);
  for (const path of fresh) compared.add(path);
}

async function assertNotRead({ name, path, option }: FileToWrite, read: Iterable<string>): Promise<void> {
  if (await isAmong(path, read)) throw unwritable(`${name} is read by this run, so it is not written over.`, option);
}

/** Whether a path leads to one of some files. */
export async function isAmong(path: string, files: Iterable<string>): Promise<boolean> {
  const identity = await fileIdentity(path);
  for (const each of files) if ((await fileIdentity(each)) === identity) return true;
  return false;
}

function unwritable(message: string, option: string, hint = `Give ${option} another name.`): CliError {
  return usageError(message, hint, 'file-unwritable');
}
