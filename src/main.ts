import { runCommandLine } from './cli/run.ts';
import { readVersion } from './env/version.ts';
import { ExitCode, type InterruptSignal, interruptedError } from './errors/cli-error.ts';
import { renderError } from './reporters/error.ts';
import type { System } from './runtime/system.ts';
import { withoutCommands } from './ui/sanitize.ts';

export { processSystem } from './runtime/system.ts';

/** Runs a command line, from parsing it to printing its result. @param argv what was typed after the program's name */
export async function main(argv: readonly string[], system: System): Promise<ExitCode> {
  const interrupt = new AbortController();
  // Reads end immediately; writes end before the next change.
  let interruptedBy: InterruptSignal | undefined;
  const unlisten = system.onInterrupt((signal) => {
    interruptedBy = signal;
    interrupt.abort(interruptedError('Stopped.'));
  });
  try {
    const version = readVersion(system.packageRoot);
    return await runCommandLine(argv, {
      system,
      version,
      signal: interrupt.signal,
      interruptedBy: () => interruptedBy,
      main,
    });
  } catch (error) {
    // The installation is incomplete.
    system.stderr.write(`${withoutCommands(renderError(error, argv.includes('--verbose')))}\n`);
    return ExitCode.failed;
  } finally {
    unlisten();
  }
}
