import { sep } from 'node:path';

/** A path with slashes, as every system reads it. Pure. */
export function slashed(path: string): string {
  return path.replaceAll(sep, '/');
}
