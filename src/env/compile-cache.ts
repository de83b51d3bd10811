import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';

/** From Node 22.1 on. */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };

/**
 * Enables Node's compile cache if its folder exists, so that a run without side effects creates no files.
 *
 * @param folder only writable by this user: Node's default is in the folder for temporary files, where others may write
 */
export function useCompileCache(folder: string): void {
  if (enableCompileCache && existsSync(folder)) enableCompileCache(folder);
}

/** Creates the folder, for the runs after one that saves a profile anyway. A failure is ignored. */
export function createCompileCache(folder: string): void {
  if (!enableCompileCache) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // The next run has no cache either.
  }
}
