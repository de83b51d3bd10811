import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. Node's own `recursive` never ends where a file system answers ENOENT to it, as
 * /proc does.
 *
 * @param mode of what is made; a folder that is there keeps its own
 */
export async function createFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    const above = dirname(folder);
    const isMissing = isSystemError(error) && error.code === 'ENOENT' && above !== folder;
    if (isSystemError(error) && error.code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (!isMissing) throw error;
    await createFolder(above, mode);
    await mkdir(folder, { mode });
  }
}

/** Whether an error is one of the system's, such as ENOENT. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
