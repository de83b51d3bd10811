import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { isUsualFile } from '../config/usual-settings-file.ts';
import { CliError, ExitCode, usageError } from '../errors/cli-error.ts';
import { fileErrorMessage, isSystemError } from '../errors/system-error.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
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
 * @param file as it was typed
 * @param argv the command line, which must not name the file a second time: it is not written over what is read
 * @throws CliError, exit 2, where it can't
 */
export async function openOutputFile(file: string, argv: readonly string[], cwd: string): Promise<OutputFile> {
  const path = await writablePath(file, cwd);
  const named = await Promise.all(argv.map((word) => pathIn(word, cwd)));
  if (named.filter((each) => each === path).length > 1)
    throw unwritable(`${file} is also named elsewhere on the command line.`);
  if (isUsualFile(basename(path).toLowerCase())) throw unwritable(`${file} would be read as the settings file.`);
  if (await isSavedPlanFile(path)) throw unwritable(`${file} is a saved plan.`);
  let text = '';
  return {
    name: file,
    stream: { write: (more) => (text += more), isFile: true },
    text: () => text,
    async save() {
      await writeFileAtomically(path, text, MODE).catch((error: unknown) => {
        throw new CliError({
          code: 'file-unwritable',
          message: `The result could not be written to ${file}: ${fileErrorMessage(error)}. It is on standard output instead.`,
          exitCode: ExitCode.failed,
        });
      });
    },
  };
}

/** The path that a word of the command line may stand for: `plan.md`, `--output=plan.md`. */
function pathIn(word: string, cwd: string): Promise<string> {
  const path = resolve(cwd, word.replace(/^--[\w-]+=/, ''));
  return realpath(path).catch(() => path);
}

/** The path of a file that can be written. A link is refused: whoever made it would decide what is replaced. @throws CliError, exit 2 */
async function writablePath(file: string, cwd: string): Promise<string> {
  if (file.trim() === '') throw unwritable('The name of the file for the result is empty.');
  const path = resolve(cwd, file);
  try {
    const there = await lstat(path).catch((error: unknown) => {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (there?.isDirectory()) throw unwritable(`${file} is a folder.`);
    if (there?.isSymbolicLink() && !DEVICE.test(path)) throw unwritable(`${file} is a symbolic link.`);
    if (there && (!there.isFile() || DEVICE.test(path)))
      throw unwritable(`${file} is not a regular file.`, 'Omit --output, and redirect standard output to it.');
    const found = there ? await realpath(path) : path;
    await access(dirname(found), constants.W_OK);
    return found;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const why = isSystemError(error, 'ENOENT') ? 'its folder does not exist' : fileErrorMessage(error);
    throw unwritable(`The result can't be written to ${file}: ${why}.`);
  }
}

/** What leads to another stream of this process, be it a file or not. */
const DEVICE = /^\/(dev|proc)\//;

function unwritable(message: string, hint = 'Give --output another name.'): CliError {
  return usageError(message, hint, 'file-unwritable');
}
