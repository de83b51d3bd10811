import { homedir } from 'node:os';
import { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import type { Environment } from '../env/environment.ts';
import { ownFolders } from '../env/user-folders.ts';
import { ExitCode, type InterruptSignal } from '../errors/cli-error.ts';
import type { Keychain } from '../state/keychain.ts';
import type { Keyboard } from '../ui/keyboard.ts';
import type { Prompter } from '../ui/prompter.ts';
import type { OutputStream, Streams } from '../ui/streams.ts';

/** Everything that the program uses of the machine it runs on; tests have their own. */
export interface System {
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** The number of the user; undefined on Windows. */
  readonly userId?: number | undefined;
  /** As `v20.12.0`. */
  readonly nodeVersion: string;
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The package's own folder, which contains its templates and version. */
  readonly packageRoot: string;
  /** The folder of the saved profiles; undefined if nothing can be saved. */
  readonly configDir?: string;
  /** Opens the system's keychain, if there is one. */
  readonly keychain: () => Promise<Keychain | undefined>;
  /** Opens the prompts of the terminal; their code is loaded when the first question is asked. */
  readonly openPrompter: (streams: Streams, signal: AbortSignal) => Promise<Prompter>;
  /** From now on, what is typed while no question is asked is discarded. Returns a function that ends it. */
  readonly holdKeyboard: () => () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Stretches or shortens every wait; 1 for real services. */
  readonly timeScale: number;
  /** Calls back when the program is to stop; returns a function that stops listening. A second Ctrl-C ends it at once. */
  readonly onInterrupt: (callback: (signal: InterruptSignal) => void) => () => void;
}

const SIGNALS: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The folder that relative paths are resolved against; a deleted one has no name. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** Some libraries determine the home folder when they are loaded, which throws if the user has none. */
function ensureHome(env: NodeJS.ProcessEnv): void {
  try {
    homedir();
  } catch {
    env.HOME = '/nonexistent';
  }
}

/** Windows may start a program with one that can't be opened, as a scheduled task or a service: nothing can be read then. */
function standardInput(): System['stdin'] {
  try {
    return process.stdin;
  } catch {
    return Readable.from([]);
  }
}

/**
 * The real machine, whose outputs report by then what can't be written.
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
    // Opened at its first use: version and help need none.
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

/**
 * Listens to the signals that end a program. The listener stays for the whole run: libraries that listen as well, such as
 * those of spinners and questions, end the program if they find themselves alone.
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
    // Node aborts, with a core dump, if it exits after its terminal has gone: only the signal itself ends it properly.
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  };
}
