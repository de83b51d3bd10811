import { join } from 'node:path';
import { entryKindAt } from '../fs/atomic-write.ts';

/** The name of a settings file that needs no `--config` in its own folder; what this program writes is called so. */
export const USUAL_FILE = 'ilert-haloitsm.yaml';

/** Every name under which a settings file is used without `--config`. */
const USUAL_FILES: readonly string[] = [USUAL_FILE, 'ilert-haloitsm.yml', 'ilert-haloitsm.json'];

/** Whether a settings file of this name, without a folder, is used by itself. */
export function isUsualFile(name: string): boolean {
  return USUAL_FILES.includes(name);
}

/** The settings files in a folder that are used without `--config`, whatever is there under their names. */
export async function usualFilesIn(folder: string): Promise<string[]> {
  const kinds = await Promise.all(
    // In a folder that can't be searched, nothing is found.
    USUAL_FILES.map((name) => entryKindAt(join(folder, name)).catch(() => 'nothing' as const)),
  );
  return USUAL_FILES.filter((_, index) => kinds[index] !== 'nothing');
}
