import { appendFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileErrorMessage, isSystemError } from '../errors/system-error.ts';

/** GitHub's limit for all summaries of a step. */
const MAX_BYTES = 1024 * 1024;

/**
 * Appends Markdown to a GitHub Actions step's summary, below what the step's earlier commands wrote.
 *
 * @param file the value of `GITHUB_STEP_SUMMARY`
 * @returns why it failed, as a sentence; undefined if it succeeded
 */
export async function appendStepSummary(file: string, markdown: string, cwd: string): Promise<string | undefined> {
  const path = resolve(cwd, file);
  const text = `${markdown}\n\n`;
  try {
    const there = await stat(path).catch((error: unknown) => {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (there && !there.isFile()) return notWritten('it is not a regular file');
    if ((there?.size ?? 0) + Buffer.byteLength(text) > MAX_BYTES) return notWritten('it would be larger than 1 MiB');
    await appendFile(path, text);
    return undefined;
  } catch (error) {
    return notWritten(fileErrorMessage(error));
  }
}

function notWritten(why: string): string {
  return `The step summary (GITHUB_STEP_SUMMARY) was not written: ${why}.`;
}
