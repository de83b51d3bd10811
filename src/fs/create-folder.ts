import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isSystemError } from '../errors/system-error.ts';

/**
 * Creates a folder and its parents. Node's own `recursive` never returns if the file system responds with ENOENT, as
 * /proc does.
 *
 * @param mode of new folders; an existing one keeps its own
 */
export async function createFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    const parent = dirname(folder);
    if (isSystemError(error, 'EEXIST') && (await stat(folder)).isDirectory()) return;
    if (!isSystemError(error, 'ENOENT') || parent === folder) throw error;
    await createFolder(parent, mode);
    await mkdir(folder, { mode });
  }
}
