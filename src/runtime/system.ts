import { homedir } from 'node:os';
import { join } from 'node:path';
import { isCi } from '../env/environment.ts';
import { userFolders } from '../env/user-folders.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { Keychain } from '../state/keychain.ts';
import type { Prompter } from '../ui/prompter.ts';
import type { OutputStream, Streams } from '../ui/streams.ts';

/** Everything the program takes from the machine it runs on; tests give their own. */
export interface System {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** As `v20.12.0`. */
  readonly nodeVersion: string;
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The package's own folder: templates and version are there. */
  readonly packageRoot: string;
  /** Folder of the saved profiles; undefined where nothing can be saved. */
  readonly configDir?: string;
  /** Where compiled code may be kept for the next run; none in a pipeline, whose next run is on another machine. */
  readonly compileCacheFolder?: string;
  /** The system's store of secrets, where there is one; opened only when it is asked for. */
  readonly keychain: () => Promise<Keychain | undefined>;
  /** Opens the prompts of the terminal; their code is loaded when the first question is asked. */
  readonly openPrompter: (streams: Streams, signal: AbortSignal) => Promise<Prompter>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Stretches or shortens every wait between attempts; 1 for real services. */
  readonly timeScale: number;
  /** Calls back on Ctrl-C or termination; gives back how to stop listening. */
  readonly onInterrupt: (callback: () => void) => () => void;
}

/** The folder that relative paths start from; one that was deleted has no name. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** Some libraries ask for the home folder when they are loaded, and that throws where the system knows none. */
function ensureHome(env: NodeJS.ProcessEnv): void {
  try {
    homedir();
  } catch {
    env.HOME = '/nonexistent';
  }
}

/** What is to be done where a stream does not take what is written. */
function listenForLoss(stream: NodeJS.WriteStream, notes: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read has gone (`| head -1`): the work goes on, and its words are lost.
    if (error.code === 'EPIPE' || lossIsTold) return;
    lossIsTold = true;
    // The work may be done all the same, but its account is not whole: no run may call that good.
    process.once('exit', () => {
      process.exitCode = ExitCode.failed;
    });
    if (stream !== notes) notes.write(`Error: The result can't be written to standard output: ${error.message}.\n`);
  });
}

let lossIsTold = false;

/** The real machine. @param packageRoot the package's own folder */
export function processSystem(packageRoot: string): System {
  const { env, platform, version, stdout, stderr } = process;
  const { ILERT_HALOITSM_HOME: own } = env;
  const { config, cache } = own ? { config: own, cache: own } : userFolders(env, platform, process.getuid?.());
  ensureHome(env);
  listenForLoss(stdout, stderr);
  listenForLoss(stderr, stderr);
  return {
    env,
    platform,
    nodeVersion: version,
    // Opened when it is first looked at: the version and the help need none.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    cwd: workingFolder(),
    packageRoot,
    ...(config && { configDir: config }),
    ...(cache && !isCi(env) && { compileCacheFolder: join(cache, 'compiled') }),
    keychain: async () => (await import('../state/keychain.ts')).openKeychain(),
    openPrompter: async (streams, signal) =>
      (await import('../ui/prompts.ts')).createPrompter({ input: process.stdin, output: stderr }, streams, signal),
    now: Date.now,
    timeScale: 1,
    onInterrupt(callback) {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.on(signal, callback);
      return () => {
        for (const signal of signals) process.off(signal, callback);
      };
    },
  };
}
