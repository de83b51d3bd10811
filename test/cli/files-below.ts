import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns every file below a folder, including hidden ones. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
