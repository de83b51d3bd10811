import { randomUUID } from 'node:crypto';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { isSystemError } from '../errors/system-error.ts';

/** The content may include a key. */
const OWNER_ONLY = 0o600;

/**
 * Writes a file completely or not at all, by renaming a temporary file. Replaces an existing file, including its mode.
 * A link is replaced, not followed.
 *
 * @param mode only for the owner by default; set it if the content is for others too
 */
export async function writeFileAtomically(path: string, text: string, mode = OWNER_ONLY): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { mode, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Returns what is at a path. A link counts as a file, since it would be replaced like one. */
export async function entryKindAt(path: string): Promise<'nothing' | 'a file' | 'something else'> {
  try {
    const entry = await lstat(path);
    return entry.isFile() || entry.isSymbolicLink() ? 'a file' : 'something else';
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return 'nothing';
    throw error;
  }
}
