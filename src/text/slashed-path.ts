import { sep } from 'node:path';

/** Returns a path with forward slashes, which every system understands. Pure. */
export function slashed(path: string): string {
  return path.replaceAll(sep, '/');
}
