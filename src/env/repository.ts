import { isAbsolute, relative, resolve, sep } from 'node:path';
import { slashed } from '../text/slashed-path.ts';
import type { Environment } from './environment.ts';

/** Returns the top folder of a GitHub or GitLab job's repository; the working folder if that is elsewhere. Pure. */
export function repositoryFolder({ GITHUB_WORKSPACE, CI_PROJECT_DIR }: Environment, cwd: string): string {
  const top = GITHUB_WORKSPACE || CI_PROJECT_DIR;
  return top && !isOutside(relative(top, cwd)) ? top : cwd;
}

/** Returns a path relative to a repository's top folder, with forward slashes; outside of it, the whole path. Pure. */
export function pathInRepository(file: string, cwd: string, top: string | undefined): string {
  const path = resolve(cwd, file);
  const inside = top ? relative(top, path) : path;
  return slashed(isOutside(inside) ? path : inside);
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || path.split(sep)[0] === '..';
}
