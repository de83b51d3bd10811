import { resolve } from 'node:path';
import { CliError, ExitCode, usageError } from '../errors/cli-error.ts';
import { fileErrorMessage } from '../errors/system-error.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
import { fileIdentity } from '../fs/same-file.ts';
import { fileToWrite, isAmong, type RunFiles } from '../runtime/run-files.ts';
import { isSavedPlanFile } from '../saved-plan/file.ts';
import type { OutputStream } from '../ui/streams.ts';

/** A file that replaces standard output. */
export interface OutputFile {
  /** As typed. */
  readonly name: string;
  /** Receives what would be printed. */
  readonly stream: OutputStream;
  /** What has been printed so far. */
  readonly text: () => string;
  /** Saves all of it to the file. @throws CliError, exit 1, whose cause is the reason */
  save(): Promise<void>;
}

/** Like files that the shell creates: others may read a result, which contains no secrets. */
const MODE = 0o666;

/**
 * Makes sure, before any other work, that a result can be written to a file.
 *
 * @param name of the file, as typed
 * @param argv the command line, which must not name the file twice: what is read is not overwritten
 * @throws CliError, exit 2, if it can't be written
 */
export async function openOutputFile(
  name: string,
  argv: readonly string[],
  { files, cwd }: { readonly files: RunFiles; readonly cwd: string },
): Promise<OutputFile> {
  const hintForDevice = 'Omit --output, and redirect standard output to it.';
  const { path } = await fileToWrite(name, { option: '--output', what: 'result', hintForDevice }, { files, cwd });
  const identity = await fileIdentity(path);
  const named = await Promise.all(argv.map((word) => fileIdentity(resolve(cwd, word.replace(/^--[\w-]+=/, '')))));
  if (named.filter((each) => each === identity).length > 1)
    throw unwritable(`${name} is also named elsewhere on the command line.`);
  if (await isSavedPlanFile(path)) throw unwritable(`${name} is a saved plan.`);
  let text = '';
  return {
    name,
    stream: { write: (more) => (text += more), isFile: true },
    text: () => text,
    async save() {
      // Some files become known only when read or written, and two names may turn out to be one file once it exists.
      if (await isAmong(path, files.read)) throw unsaved(name, 'this run has read it');
      if (await isAmong(path, files.written)) throw unsaved(name, 'this run has written something else to it');
      await writeFileAtomically(path, text, MODE).catch((error: unknown) => {
        throw unsaved(name, fileErrorMessage(error));
      });
    },
  };
}

function unsaved(name: string, why: string): CliError {
  const message = `The result could not be written to ${name}: ${why}. It is on standard output instead.`;
  return new CliError({ code: 'file-unwritable', message, exitCode: ExitCode.failed });
}

function unwritable(message: string): CliError {
  return usageError(message, 'Give --output another name.', 'file-unwritable');
}
