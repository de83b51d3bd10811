import { fileURLToPath } from 'node:url';
import { prerenderedText } from './cli/startup/prerendered-help.ts';
import { useCompileCache } from './env/compile-cache.ts';
import { readVersion } from './env/version.ts';
import { ExitCode, type InterruptSignal, interruptedError } from './errors/cli-error.ts';
import { renderError } from './reporters/error.ts';
import { processSystem, type System } from './runtime/system.ts';
import { withoutCommands } from './ui/sanitize.ts';
import { terminalWidth } from './ui/wrap.ts';

/** Both src/ and the built dist/ are right below it. */
const PACKAGE_ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command line, from reading it to printing its result. @param argv what was typed after the program's name */
export async function main(argv: readonly string[], system: System = processSystem(PACKAGE_ROOT)): Promise<ExitCode> {
  const interrupt = new AbortController();
  // What is being read ends at once; what is being written ends before the next change.
  let interruptedBy: InterruptSignal | undefined;
  const unlisten = system.onInterrupt((signal) => {
    interruptedBy = signal;
    interrupt.abort(interruptedError('Stopped.'));
  });
  try {
    const version = readVersion(system.packageRoot);
    const text = prerenderedText(argv, version, terminalWidth(system.stdout));
    if (text !== undefined) {
      system.stdout.write(text);
      return ExitCode.done;
    }
    if (system.compileCacheFolder) useCompileCache(system.compileCacheFolder);
    // All that a run needs and help does not, in one piece: many small files take longer to load than a large one.
    const { runCommandLine } = await import('./cli/run.ts');
    return await runCommandLine(argv, {
      system,
      version,
      signal: interrupt.signal,
      interruptedBy: () => interruptedBy,
      main,
    });
  } catch (error) {
    // The installation is not whole.
    system.stderr.write(`${withoutCommands(renderError(error, argv.includes('--verbose')))}\n`);
    return ExitCode.failed;
  } finally {
    unlisten();
  }
}
