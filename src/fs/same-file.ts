import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Returns what all paths to a file have in common, whatever links they follow; its path if it does not exist. */
export async function fileIdentity(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    const folder = dirname(path);
    return join(await realpath(folder).catch(() => folder), basename(path));
  }
}
