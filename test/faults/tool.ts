import { fileURLToPath } from 'node:url';
import { main } from '../../src/main.ts';
import type { System } from '../../src/runtime/system.ts';

/** The package's folder; a bench has to be told, since its code is bundled elsewhere. */
const packageRoot = process.env.FAULTS_PACKAGE ?? fileURLToPath(new URL('../..', import.meta.url));

/** What a run printed, and how it ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program in this process, even outside a test.
 *
 * @param home folder of its saved profiles
 * @param more other differences from its usual machine
 */
export async function runTool(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  home: string,
  more: Partial<System> = {},
): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await main(argv, {
    env,
    cwd: home,
    configDir: home,
    platform: 'linux',
    nodeVersion: process.version,
    processId: process.pid,
    isRunning: () => false,
    packageRoot,
    stdin: nothing(),
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    keychain: async () => undefined,
    holdKeyboard: () => () => undefined,
    openPrompter: () => Promise.reject(new Error('nothing is asked here')),
    now: Date.now,
    timeScale: 0.001,
    onInterrupt: () => () => undefined,
    ...more,
  });
  return { exitCode, ...printed };
}

async function* nothing(): AsyncGenerator<string> {}
