import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf, parseJson } from '../text/json.ts';

/** Returns the version in package.json, its only source. */
export function readVersion(packageRoot: string): string {
  return String(fieldsOf(parseJson(readFileSync(join(packageRoot, 'package.json'), 'utf8'))).version);
}
