import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createFolder } from './create-folder.ts';

/** A file that does not exist yet. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Writes all files or none, and creates their folders. Never replaces an existing file. */
export async function createFiles(files: readonly NewFile[]): Promise<void> {
  const created: string[] = [];
  try {
    for (const { path, text } of files) {
      await createFolder(dirname(path));
      // Exclusively: somebody may have created it in the meantime.
      await writeFile(path, text, { flag: 'wx' });
      created.push(path);
    }
  } catch (error) {
    await Promise.all(created.map((path) => rm(path, { force: true })));
    throw error;
  }
}
