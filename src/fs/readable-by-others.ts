import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const OTHERS = { read: 0o004, search: 0o001 };
/** Others may be in the group too. */
const GROUP = { read: 0o040, search: 0o011 };

/** Where Docker and (in folders named after the time) Kubernetes mount secrets: the user doesn't set their modes. */
const MOUNTED_SECRET = /^\/(var\/)?run\/secrets\/|\/\.\.\d{4}(_\d\d){5}\.\d+\//;

/**
 * Whether users other than the owner can read a file, going by its own permissions and those of all folders above it.
 * The group counts if the file is the user's own, since other files may be meant for the group.
 *
 * @param user the user's ID, which only POSIX has
 */
export async function isReadableByOthers(path: string, user: number): Promise<boolean> {
  const file = await realpath(path).catch(() => undefined);
  if (file === undefined || MOUNTED_SECRET.test(file)) return false;
  const { mode, uid } = await stat(file);
  const readers = [OTHERS, ...(uid === user ? [GROUP] : [])].filter(({ read }) => (mode & read) !== 0);
  for (let folder = dirname(file); readers.length > 0; folder = dirname(folder)) {
    const { mode: ofFolder } = await stat(folder);
    if (!readers.some(({ search }) => (ofFolder & search) !== 0)) return false;
    if (folder === dirname(folder)) return true;
  }
  return false;
}
