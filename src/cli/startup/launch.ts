import { join } from 'node:path';
import { isatty } from 'node:tty';
import { type Compiler, createCompiler } from '../../env/compiled-code.ts';
import { isCi } from '../../env/environment.ts';
import { ownFolders } from '../../env/user-folders.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import { isSystemError } from '../../errors/system-error.ts';
import type * as Program from '../../main.ts';
import type { Keyboard } from '../../ui/keyboard.ts';
import { createProcessKeyboard } from '../../ui/process-keyboard.ts';
import { reportWriteErrors } from '../../ui/write-errors.ts';
import { createLoader } from './program-files.ts';

/** The name of the file with what every run of the program needs; the build sets it. */
declare const PROGRAM_FILE: string;

/**
 * Loads the program and runs it, which sets this process's exit code.
 *
 * @param argv what was typed after the program's name
 * @param dist the folder of the program's files
 */
export async function launch(argv: readonly string[], packageRoot: string, dist: string): Promise<void> {
  reportWriteErrors(process.stderr);
  let opened: Keyboard | undefined;
  const keyboard = () => {
    opened ??= createProcessKeyboard();
    return opened;
  };
  // A question requires a quiet keyboard for a while: that time can pass while the program loads.
  const release = mayAskAtOnce(argv) ? keyboard().hold() : undefined;
  const kept = compiledFolder();
  const checksum = kept === undefined ? undefined : process.getBuiltinModule?.('node:zlib').crc32;
  const compiler = createCompiler(dist, kept, { userId: process.getuid?.(), processId: process.pid, checksum });
  const program = loadProgram(compiler);
  if (!program) {
    release?.();
    process.exitCode = ExitCode.failed;
    process.stderr.write(`Error: Files are missing in ${dist}: install ilert-haloitsm again.\n`);
    return;
  }
  const { main, processSystem } = program;
  const exitCode = await main(argv, processSystem(packageRoot, keyboard));
  release?.();
  process.exitCode = exitCode;
  // A rejected line runs little of what the next one needs.
  if (exitCode !== ExitCode.usage) process.once('exit', compiler.keep);
}

/** Undefined if the program's files are missing. */
function loadProgram(compiler: Compiler): typeof Program | undefined {
  try {
    // The file that the build writes exports the same as main.ts.
    return createLoader(PROGRAM_FILE, compiler)('./main.js') as typeof Program;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whether the wizard's first question is likely to come first. */
function mayAskAtOnce([first = 'setup']: readonly string[]): boolean {
  // Asks the system: `process.stdin` throws if Windows gives a program one that can't be opened.
  return first === 'setup' && !isCi(process.env) && process.stderr.isTTY && isatty(0);
}

/** None in a CI system, whose next run is on another machine; Node's own variable disables it as well. */
function compiledFolder(): string | undefined {
  const { cache } = ownFolders(process);
  if (!cache || isCi(process.env) || process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  return join(cache, 'compiled', `${process.version}-${process.arch}`);
}
