import { join } from 'node:path';
import { messageOf, usageError } from '../errors/cli-error.ts';
import { isSystemError } from '../errors/system-error.ts';
import { entryKindAt, writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/create-folder.ts';
import type { ExportedFile, FilePlace } from './file-set.ts';

/**
 * Writes files into a folder, which is created if necessary. Returns the names of those that it has (atomically)
 * replaced. Leaves other files alone, even a README.md or .tf that no export wrote: then nothing is written.
 * @throws CliError, exit 2, if the folder can't be written to or a file there is not from an export
 */
export async function writeFiles(folder: string, files: readonly ExportedFile[]): Promise<ReadonlySet<string>> {
  try {
    await createFolder(folder);
    const replaced = await replacedFiles(folder, files);
    for (const { name, text } of files) await writeFileAtomically(join(folder, name), text);
    return replaced;
  } catch (error) {
    throw asUnwritable(folder, error);
  }
}

/** Returns the names of files from an earlier export to be replaced. @throws CliError, exit 2, as `writeFiles` */
export async function replacedFiles(folder: string, files: readonly FilePlace[]): Promise<ReadonlySet<string>> {
  try {
    const replaced = new Set<string>();
    for (const file of files) if (await replacesExport(folder, file)) replaced.add(file.name);
    return replaced;
  } catch (error) {
    throw asUnwritable(folder, error);
  }
}

function asUnwritable(folder: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return unwritable(`Can't write to ${folder}: ${messageOf(error)}.`, 'Choose a writable folder.');
}

/** Whether this file is from an earlier export. A file that can't be read as text is not. */
export async function isLeftOver(folder: string, name: string, mark: string): Promise<boolean> {
  return (await readTextFile(join(folder, name), { pipeTimeout: 0 }).catch(() => '')).startsWith(mark);
}

/** Whether the file replaces one of an earlier export. @throws CliError if it would replace anything else */
async function replacesExport(folder: string, { name, mark }: FilePlace): Promise<boolean> {
  const path = join(folder, name);
  const there = await entryKindAt(path);
  if (there === 'nothing') return false;
  if (there === 'something else') throw unwritable(`Can't write to ${path}: it is not a regular file.`);
  if (mark === undefined || (await isLeftOver(folder, name, mark))) return true;
  throw unwritable(`${path} exists and was not written by "export". Nothing was written.`);
}

function unwritable(message: string, hint = 'Choose another folder.') {
  return usageError(message, hint, 'file-unwritable');
}
