import { randomUUID } from 'node:crypto';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { isSystemError } from './make-folder.ts';

/** What is written may hold a key: only its owner reads it. */
const OWNER_ONLY = 0o600;

/**
 * Writes a file, whole or not at all. A rename puts it in the old one's place at once, with its own mode, and a link
 * there is replaced, not followed.
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, text, { mode: OWNER_ONLY, flag: 'wx' });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** What a path leads to: a link counts as a file, since it would be replaced as one. */
export async function entryKindAt(path: string): Promise<'nothing' | 'a file' | 'something else'> {
  try {
    const there = await lstat(path);
    return there.isFile() || there.isSymbolicLink() ? 'a file' : 'something else';
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return 'nothing';
    throw error;
  }
}
