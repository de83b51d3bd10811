import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes a folder and those above it. Node's own `recursive` never ends where a file system answers ENOENT to it, as /proc does. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const above = dirname(folder);
    const isMissing = isSystemError(error) && error.code === 'ENOENT' && above !== folder;
    if (isSystemError(error) && error.code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (!isMissing) throw error;
    await makeFolder(above);
    await mkdir(folder);
  }
}

/** Whether an error is one of the system's, such as ENOENT. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
