import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What two paths of one file have in common, by whatever links they lead to it; of one that does not exist, its place. */
export async function fileIdentity(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    const folder = dirname(path);
    return join(await realpath(folder).catch(() => folder), basename(path));
  }
}
