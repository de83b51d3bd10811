import { dirname, join, resolve } from 'node:path';
import { entryKindAt } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';

/** Returns the top folder of the repository that contains a folder, if any. */
export async function topOfRepository(folder: string): Promise<string | undefined> {
  for (let each = folder; ; each = dirname(each)) {
    if ((await entryKindAt(join(each, '.git')).catch(() => 'nothing')) !== 'nothing') return each;
    if (dirname(each) === each) return undefined;
  }
}

/** The limit for references, since one file may contain many. */
const MAX_BYTES = 50_000_000;

/** The default branch of new repositories. */
const USUAL_BRANCH = 'main';

/**
 * Returns the default branch of a repository: its origin's, else `main`, `master` or `trunk` if one exists, else the
 * one that is checked out. Reads Git's files, since running a program in a folder made by others could run theirs.
 */
export async function defaultBranchOf(top: string): Promise<string> {
  const own = await gitFolderOf(top);
  // A worktree shares everything else with its repository.
  const shared = resolve(own, (await textAt(join(own, 'commondir'))).trim());
  const ofOrigin = branchIn(await textAt(join(shared, 'refs/remotes/origin/HEAD')), 'refs/remotes/origin/');
  if (ofOrigin !== undefined) return ofOrigin;
  for (const name of [USUAL_BRANCH, 'master', 'trunk']) if (await hasBranch(shared, name)) return name;
  return branchIn(await textAt(join(own, 'HEAD')), 'refs/heads/') ?? USUAL_BRANCH;
}

/** Returns `.git`, or the folder named in it if it is a file. */
async function gitFolderOf(top: string): Promise<string> {
  const named = /^gitdir: (.+)/.exec(await textAt(join(top, '.git')))?.[1];
  return named === undefined ? join(top, '.git') : resolve(top, named.trim());
}

async function hasBranch(git: string, name: string): Promise<boolean> {
  const refs = [`refs/heads/${name}`, `refs/remotes/origin/${name}`];
  const packed = await textAt(join(git, 'packed-refs'));
  if (refs.some((ref) => packed.includes(` ${ref}\n`))) return true;
  const loose = await Promise.all(refs.map((ref) => textAt(join(git, ref))));
  return loose.some((text) => text !== '');
}

/**
 * Returns the branch that a symbolic reference names. Git doesn't allow spaces and control characters in it, or a dot
 * at its start: in a repository with reftable, the file is a stub that says `.invalid`.
 */
function branchIn(text: string, folder: string): string | undefined {
  const [, ref = ''] = /^ref: ([^\s\p{C}]+)\s*$/u.exec(text) ?? [];
  return ref.startsWith(folder) && !ref.startsWith(`${folder}.`) ? ref.slice(folder.length) : undefined;
}

/** Reads a file; returns an empty text if it can't be read. */
function textAt(path: string): Promise<string> {
  return readTextFile(path, { pipeTimeout: 0, maxBytes: MAX_BYTES }).catch(() => '');
}
