import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';

/** From Node 22.1 on. */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };

/**
 * Lets Node take compiled code from a folder, and keep it there, where that folder is: so that a run that does
 * nothing makes no file.
 *
 * @param folder of this user alone: Node's own is in the folder for temporary files, where others may write
 */
export function useCompileCache(folder: string): void {
  if (enableCompileCache && existsSync(folder)) enableCompileCache(folder);
}

/** Makes the folder, for the runs that come after one that saves a profile anyway. Failing to is no failure. */
export function createCompileCache(folder: string): void {
  if (!enableCompileCache) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // Without it the next run compiles anew.
  }
}
