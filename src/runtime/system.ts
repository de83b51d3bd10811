import { homedir } from 'node:os';
import { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import type { Environment } from '../env/environment.ts';
import { ownFolders } from '../env/user-folders.ts';
import { ExitCode, type InterruptSignal } from '../errors/cli-error.ts';
import { isSystemError } from '../errors/system-error.ts';
import type { Keychain } from '../state/keychain.ts';
import type { Keyboard } from '../ui/keyboard.ts';
import type { Prompter } from '../ui/prompter.ts';
import type { OutputStream, Streams } from '../ui/streams.ts';

/** Everything that the program uses of its machine; tests have their own. */
export interface System {
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** The numeric user ID; undefined on Windows. */
  readonly userId?: number | undefined;
  /** Such as `v20.12.0`. */
  readonly nodeVersion: string;
  /** The ID of this program's process. */
  readonly processId: number;
  /** Whether this machine has a process with this ID. */
  readonly isRunning: (processId: number) => boolean;
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The package's own folder, which contains its templates and version. */
  readonly packageRoot: string;
  /** The folder of the saved profiles; undefined if nothing can be saved. */
  readonly configDir?: string;
  /** Opens the system's keychain, if there is one. */
  readonly keychain: () => Promise<Keychain | undefined>;
  /** Opens the terminal's prompts; their code is loaded for the first question. */
  readonly openPrompter: (streams: Streams, signal: AbortSignal) => Promise<Prompter>;
  /** Discards what is typed while no question is open. Returns a function that ends this. */
  readonly holdKeyboard: () => () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Scales every wait; 1 for real services. */
  readonly timeScale: number;
  /**
   * Calls back when the program is to stop; returns a function that stops listening. A second Ctrl-C ends it at once.
   */
  readonly onInterrupt: (callback: (signal: InterruptSignal) => void) => () => void;
}

const SIGNALS: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Returns the folder that relative paths are resolved against; a deleted one has no name. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** Some libraries determine the home folder while loading, and throw if the user has none. */
function ensureHome(env: NodeJS.ProcessEnv): void {
  try {
    homedir();
  } catch {
    env.HOME = '/nonexistent';
  }
}

/** On Windows, the standard input of a scheduled task or a service may not open: then there is nothing to read. */
function standardInput(): System['stdin'] {
  try {
    return process.stdin;
  } catch {
    return Readable.from([]);
  }
}

/**
 * Returns the real machine. By now its outputs report what can't be written.
 *
 * @param packageRoot the package's own folder
 * @param keyboard opens the keyboard of this process
 */
export function processSystem(packageRoot: string, keyboard: () => Keyboard): System {
  const { env, platform, version, stdout, stderr } = process;
  const { config } = ownFolders(process);
  ensureHome(env);
  return {
    env,
    platform,
    userId: process.getuid?.(),
    nodeVersion: version,
    processId: process.pid,
    isRunning,
    // Opened when it is first used: version and help don't need it.
    get stdin() {
      return standardInput();
    },
    stdout,
    stderr,
    cwd: workingFolder(),
    packageRoot,
    ...(config && { configDir: config }),
    keychain: async () => (await import('../state/keychain.ts')).openKeychain(),
    async openPrompter(streams, signal) {
      const terminal = { keyboard: keyboard(), output: stderr };
      if (env.TERM === 'dumb')
        return (await import('../ui/plain-prompts.ts')).createPlainPrompter(terminal, streams, signal);
      return (await import('../ui/prompts.ts')).createPrompter(terminal, streams, signal);
    },
    holdKeyboard: () => keyboard().hold(),
    now: Date.now,
    timeScale: 1,
    onInterrupt,
  };
}

function isRunning(processId: number): boolean {
  try {
    // Signal 0 only asks.
    return process.kill(processId, 0);
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

/**
 * Listens for the signals that end a program. The listener stays for the whole run: libraries that listen as well, such
 * as those for spinners and questions, end the program if they are the only listeners.
 */
function onInterrupt(callback: (signal: InterruptSignal) => void): () => void {
  const hasTerminal = [0, 1, 2].some((fd) => isatty(fd));
  let stoppedBy: InterruptSignal | undefined;
  const listenTo = (signal: InterruptSignal) => {
    const listener = () => {
      if (stoppedBy && signal === 'SIGINT') process.exit(ExitCode.interrupted);
      if (stoppedBy) return;
      stoppedBy = signal;
      callback(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  };
  const unlisten = SIGNALS.map(listenTo);
  return () => {
    for (const each of unlisten) each();
    if (stoppedBy !== 'SIGHUP' || !hasTerminal) return;
    // Node aborts with a core dump if it exits after its terminal has closed: only the signal itself ends it properly.
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  };
}
