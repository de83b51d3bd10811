import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/cli.ts';
import { variablesToStart } from '../support/system.ts';

/** Files by path: the text of each, or the target of a symbolic link. */
export type CommittedFiles = Readonly<Record<string, string | { readonly linkTo: string }>>;

/** A real repository with a bare origin, like a CI service's, and a clone for somebody to work in. */
export interface GitRepository {
  /** The bare repository. */
  readonly origin: string;
  /** Commits files on a branch and pushes it; creates a new branch from the default branch. Returns the commit. */
  commit(branch: string, files: CommittedFiles): string;
  /** Merges one branch, or commit, into another and pushes the result to a ref. Returns the commit. */
  merge(from: string, into: string, ref: string): string;
  /** The commit of a branch. */
  tipOf(branch: string): string;
  /** Checks out a commit into an empty folder. */
  checkOut(commit: string, folder: string): void;
}

export const DEFAULT_BRANCH = 'main';

/** Creates a repository for this test alone, with one commit. */
export function gitRepositoryOfTest(): GitRepository {
  const folder = temporaryFolder();
  const origin = join(folder, 'origin.git');
  const clone = join(folder, 'clone');
  const git = (...words: string[]) => runGit(clone, ...words);
  const tipOf = (branch: string) => runGit(origin, 'rev-parse', branch);

  mkdirSync(clone);
  runGit(folder, 'init', '--quiet', '--bare', `--initial-branch=${DEFAULT_BRANCH}`, origin);
  runGit(clone, 'init', '--quiet', `--initial-branch=${DEFAULT_BRANCH}`);
  git('remote', 'add', 'origin', origin);
  git('commit', '--quiet', '--allow-empty', '--message', 'Begin');
  git('push', '--quiet', 'origin', DEFAULT_BRANCH);

  return {
    origin,
    tipOf,
    commit(branch, files) {
      git('fetch', '--quiet', 'origin');
      const isNew = git('branch', '--remotes', '--list', `origin/${branch}`) === '';
      git('checkout', '--quiet', '-B', branch, `origin/${isNew ? DEFAULT_BRANCH : branch}`);
      for (const [name, file] of Object.entries(files)) {
        const path = join(clone, name);
        mkdirSync(dirname(path), { recursive: true });
        rmSync(path, { force: true });
        if (typeof file === 'string') writeFileSync(path, file);
        else symlinkSync(file.linkTo, path);
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', `Change ${Object.keys(files).join(', ')}`);
      git('push', '--quiet', 'origin', branch);
      return tipOf(branch);
    },
    merge(from, into, ref) {
      git('fetch', '--quiet', 'origin');
      git('checkout', '--quiet', '--detach', `origin/${into}`);
      git('merge', '--quiet', '--no-ff', '--message', `Merge ${from}`, `origin/${from}`);
      git('push', '--quiet', '--force', 'origin', `HEAD:${ref}`);
      git('fetch', '--quiet', 'origin');
      return git('rev-parse', 'HEAD');
    },
    checkOut(commit, target) {
      runGit(folder, 'clone', '--quiet', '--no-checkout', origin, target);
      runGit(target, 'fetch', '--quiet', 'origin', '+refs/pull/*:refs/pull/*');
      runGit(target, 'checkout', '--quiet', '--detach', commit);
    },
  };
}

/** Runs git with its own settings only. */
export function runGit(cwd: string, ...words: string[]): string {
  const name = { NAME: 'Test', EMAIL: 'test@example.com' };
  const env = {
    ...variablesToStart(),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: name.NAME,
    GIT_AUTHOR_EMAIL: name.EMAIL,
    GIT_COMMITTER_NAME: name.NAME,
    GIT_COMMITTER_EMAIL: name.EMAIL,
  };
  return execFileSync('git', words, { cwd, env, encoding: 'utf8' }).trim();
}
