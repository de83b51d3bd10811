import { lstatSync } from 'node:fs';
import { join } from 'node:path';

/** The name of a settings file that needs no `--config` in its own folder; what this program writes is called so. */
export const USUAL_FILE = 'ilert-haloitsm.yaml';

/** Every name under which a settings file is used without `--config`. */
const USUAL_FILES: readonly string[] = [USUAL_FILE, 'ilert-haloitsm.yml', 'ilert-haloitsm.json'];

/** Whether a settings file of this name, without a folder, is used by itself. */
export function isUsualFile(name: string): boolean {
  return USUAL_FILES.includes(name);
}

/** The settings files in a folder that are used without `--config`, whatever is there under their names. */
export function usualFilesIn(folder: string): string[] {
  return USUAL_FILES.filter((name) => isThere(join(folder, name)));
}

/** In a folder that can't be searched, nothing is. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
