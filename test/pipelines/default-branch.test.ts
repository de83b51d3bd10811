import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBranchOf, topOfRepository } from '../../src/pipelines/git-repository.ts';
import { temporaryFolder } from '../support/cli.ts';
import { runGit } from './git-repository.ts';

/** Creates a clone of a repository whose default branch has this name, with another branch checked out. */
function cloneOf(branch: string): string {
  const [origin, clone] = [temporaryFolder(), join(temporaryFolder(), 'clone')];
  runGit(origin, 'init', '--quiet', `--initial-branch=${branch}`);
  runGit(origin, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
  runGit(origin, 'clone', '--quiet', origin, clone);
  runGit(clone, 'checkout', '--quiet', '-b', 'set-up');
  return clone;
}

/** Creates a repository that was never cloned, with these branches; the last one is checked out. */
function repositoryWith(...branches: readonly string[]): string {
  const folder = temporaryFolder();
  for (const [index, branch] of branches.entries()) {
    runGit(
      folder,
      ...(index === 0 ? ['init', '--quiet', `--initial-branch=${branch}`] : ['checkout', '--quiet', '-b', branch]),
    );
    runGit(folder, 'commit', '--quiet', '--allow-empty', '--message', branch);
  }
  return folder;
}

describe('the default branch of a repository', () => {
  it('is what its origin says, whatever is checked out', async () => {
    expect(await defaultBranchOf(cloneOf('trunk'))).toBe('trunk');
    expect(await defaultBranchOf(cloneOf('release/2.x'))).toBe('release/2.x');
  });

  it('is found from a worktree', async () => {
    const worktree = join(temporaryFolder(), 'worktree');
    runGit(cloneOf('trunk'), 'worktree', 'add', '--quiet', '-b', 'elsewhere', worktree);
    expect(readFileSync(join(worktree, '.git'), 'utf8')).toMatch(/^gitdir: /);
    expect(await defaultBranchOf(worktree)).toBe('trunk');
  });

  it('without an origin, is main, master or trunk where there is one, also after git has packed its references', async () => {
    expect(await defaultBranchOf(repositoryWith('main', 'set-up'))).toBe('main');
    expect(await defaultBranchOf(repositoryWith('trunk', 'set-up'))).toBe('trunk');
    const packed = repositoryWith('master', 'set-up');
    runGit(packed, 'pack-refs', '--all');
    expect(await defaultBranchOf(packed)).toBe('master');
  });

  it('is else what is checked out, also before the first commit', async () => {
    expect(await defaultBranchOf(repositoryWith('trunk'))).toBe('trunk');
    const empty = temporaryFolder();
    runGit(empty, 'init', '--quiet', '--initial-branch=develop');
    expect(await defaultBranchOf(empty)).toBe('develop');
  });

  it('is main where there is no repository yet', async () => {
    expect(await defaultBranchOf(temporaryFolder())).toBe('main');
  });
});

it('the top folder of a repository is found from a folder in it', async () => {
  const top = repositoryWith('main');
  const folder = join(top, 'tenants', 'acme');
  mkdirSync(folder, { recursive: true });
  expect(await topOfRepository(folder)).toBe(top);
});
