import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf, parseJson } from '../text/json.ts';

/** The version in package.json, the only place that has it. */
export function readVersion(packageRoot: string): string {
  return String(fieldsOf(parseJson(readFileSync(join(packageRoot, 'package.json'), 'utf8'))).version);
}
