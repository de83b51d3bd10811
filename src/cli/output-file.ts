import { resolve } from 'node:path';
import { CliError, ExitCode, usageError } from '../errors/cli-error.ts';
import { fileErrorMessage } from '../errors/system-error.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
import { fileIdentity } from '../fs/same-file.ts';
import { fileToWrite, isAmong, type RunFiles } from '../runtime/run-files.ts';
import { isSavedPlanFile } from '../saved-plan/file.ts';
import type { OutputStream } from '../ui/streams.ts';

/** A file in the place of standard output. */
export interface OutputFile {
  /** As it was typed. */
  readonly name: string;
  /** Takes what would be printed. */
  readonly stream: OutputStream;
  /** What was printed so far. */
  readonly text: () => string;
  /** Puts all of it into the file. @throws CliError, exit 1, whose cause is the reason */
  save(): Promise<void>;
}

/** As the shell creates files: others may read a result, which has no secrets. */
const MODE = 0o666;

/**
 * Makes sure, before anything else is done, that a result can be written to a file.
 *
 * @param name of the file, as it was typed
 * @param argv the command line, which must not name the file a second time: it is not written over what is read
 * @throws CliError, exit 2, where it can't
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
      // Some files are only known when they are read or written, and whether two names are of one file when it is there.
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
