import { fileURLToPath } from 'node:url';
import { type Keychain, systemKeychain } from './settings/keychain.ts';
import type { OutputStream } from './terminal/streams.ts';
import type { Prompter } from './wizard/prompter.ts';

/** Everything the program takes from the machine it runs on; tests give their own. */
export interface Host {
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
  /** Folder of the saved profiles; undefined for the system's usual one. */
  readonly configDir?: string;
  /** The system's store of secrets, where there is one; opened only when it is asked for. */
  readonly keychain: () => Promise<Keychain | undefined>;
  /** Who asks the questions; undefined for the terminal's own prompts. */
  readonly prompter?: Prompter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Stretches or shortens every wait between attempts; 1 for real services. */
  readonly pace: number;
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

/** The real machine. */
export function processHost(): Host {
  const { env, platform, version, stdin, stdout, stderr } = process;
  // Whoever read has gone (`| head -1`): the work goes on, and its words are lost.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    env,
    platform,
    nodeVersion: version,
    stdin,
    stdout,
    stderr,
    cwd: workingFolder(),
    packageRoot: fileURLToPath(new URL('..', import.meta.url)),
    ...(env.ILERT_HALOITSM_HOME && { configDir: env.ILERT_HALOITSM_HOME }),
    keychain: systemKeychain,
    now: Date.now,
    pace: 1,
    onInterrupt(callback) {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.on(signal, callback);
      return () => {
        for (const signal of signals) process.off(signal, callback);
      };
    },
  };
}
