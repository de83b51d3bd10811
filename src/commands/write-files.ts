import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, usageFault } from '../errors.ts';
import type { ExportedFile } from '../export/file-set.ts';
import { isSystemError, makeFolder } from '../make-folder.ts';

/** What is written may hold a key: only its owner reads it. */
const OWNER_ONLY = 0o600;

/**
 * Writes files into a folder, which is made if it is not there. A file of the same name is replaced,
 * whole or not at all; none is deleted. A README.md or .tf that is somebody else's is not touched.
 *
 * @returns the names of those that were replaced
 * @throws Fault, exit 2, where the folder can't be written to, or a file there is not an export's; then nothing is written
 */
export async function writeFiles(folder: string, files: readonly ExportedFile[]): Promise<ReadonlySet<string>> {
  try {
    await makeFolder(folder);
    const replaced = new Set<string>();
    for (const file of files) if (await isThere(folder, file)) replaced.add(file.name);
    for (const { name, text } of files) await replace(join(folder, name), text);
    return replaced;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw usageFault(`Can't write to ${folder}: ${messageOf(error)}.`, 'Give a folder that you may write to.');
  }
}

/** Whether there is such a file. @throws Fault where it is none of ours */
async function isThere(folder: string, { name, mark = '' }: ExportedFile): Promise<boolean> {
  const before = await readFile(join(folder, name), 'utf8').catch((error: unknown) => {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (before === undefined || before.startsWith(mark)) return before !== undefined;
  throw usageFault(
    `${join(folder, name)} is there, and no export of this program wrote it. Nothing was written.`,
    'Give another folder.',
  );
}

/** A rename puts the new file in the old one's place at once, with its own mode, and follows no link. */
async function replace(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, text, { mode: OWNER_ONLY, flag: 'wx' });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
