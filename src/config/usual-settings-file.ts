import { lstatSync } from 'node:fs';
import { join } from 'node:path';

/** The name of a settings file that needs no `--config` in its own folder. This program writes files under it. */
export const USUAL_FILE = 'ilert-haloitsm.yaml';

/** All names under which a settings file is used without `--config`. */
const USUAL_FILES: readonly string[] = [USUAL_FILE, 'ilert-haloitsm.yml', 'ilert-haloitsm.json'];

/** Whether a settings file of this name, without a folder, is used without `--config`. */
export function isUsualFile(name: string): boolean {
  return USUAL_FILES.includes(name);
}

/** Returns the settings files that a folder's runs use without `--config`, whatever is there under their names. */
export function usualFilesIn(folder: string): string[] {
  return USUAL_FILES.filter((name) => isThere(join(folder, name)));
}

/** Whether anything exists at a path. A folder that can't be searched counts as empty. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
