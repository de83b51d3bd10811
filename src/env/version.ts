import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in the package's own description: the one place that has it. */
export function readVersion(packageRoot: string): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}
