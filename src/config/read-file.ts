import { resolve } from 'node:path';
import { messageOf } from '../errors/cli-error.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import type { SettingsFile } from './file.ts';

/**
 * Reads a settings file; one that can't be read is one with a problem. The parser is loaded for those who have a file.
 *
 * @param signal ends the wait for a pipe
 * @throws the signal's reason
 */
export async function readSettingsFile(path: string, cwd: string, signal?: AbortSignal): Promise<SettingsFile> {
  try {
    const { parseSettingsFile } = await import('./file.ts');
    return parseSettingsFile(await readTextFile(resolve(cwd, path), { signal }), path);
  } catch (error) {
    signal?.throwIfAborted();
    const message = `The settings file ${path} can't be read: ${messageOf(error)}.`;
    return { shared: new Map(), targets: new Map(), problems: [{ message, hint: 'Check the path of --config.' }] };
  }
}
