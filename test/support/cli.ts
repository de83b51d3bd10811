import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { InterruptSignal } from '../../src/errors/cli-error.ts';
import { main } from '../../src/main.ts';
import type { System } from '../../src/runtime/system.ts';
import { createKeyboard } from '../../src/ui/keyboard.ts';
import { createPrompter } from '../../src/ui/prompts.ts';
import { expectDocumentsAsTheirSchemas } from './json-documents.ts';

export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What a run printed, and how it ended. */
export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOverrides extends Partial<Omit<System, 'env'>> {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The piped input. */
  readonly input?: string;
  /** Called once the run listens for Ctrl-C, with a function that sends it. */
  readonly onStart?: (interrupt: () => void) => void;
}

/** Runs the whole program in this process, with its own streams, folder and variables, and short retry delays. */
export async function run(argv: readonly string[], overrides: RunOverrides = {}): Promise<RunResult> {
  const { env, input = '', onStart, ...rest } = overrides;
  const printed = { stdout: '', stderr: '' };
  let interrupt: (signal: InterruptSignal) => void = () => undefined;
  const folder = rest.cwd ?? temporaryFolder();
  const exitCode = await main(argv, {
    env: env ?? {},
    cwd: folder,
    configDir: join(folder, '.saved'),
    platform: 'linux',
    nodeVersion: process.version,
    processId: process.pid,
    isRunning: () => false,
    stdin: piped(input),
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    packageRoot,
    keychain: async () => undefined,
    openPrompter: async (streams, signal) => {
      const { stdin: input, stderr: output } = rest;
      if (!(input instanceof Readable) || !(output instanceof Writable))
        throw new Error('this test expects no question');
      const keyboard = createKeyboard(input, {
        interrupted: () => interrupt('SIGINT'),
        closed: () => interrupt('SIGHUP'),
      });
      return createPrompter({ keyboard, output }, streams, signal);
    },
    holdKeyboard: () => () => undefined,
    now: Date.now,
    timeScale: 0.001,
    onInterrupt: (callback) => {
      interrupt = callback;
      onStart?.(() => callback('SIGINT'));
      return () => undefined;
    },
    ...rest,
  });
  expectDocumentsAsTheirSchemas(argv, folder, printed.stdout);
  return { exitCode, ...printed };
}

/** Returns the variables that point the program at a sandbox. */
export function pointedAt(
  { ilert, halo }: Sandbox,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    ILERT_ENDPOINT: ilert.url,
    ILERT_API_TOKEN: ilert.token,
    HALO_URL: halo.url,
    HALO_CLIENT_ID: halo.clientId,
    HALO_CLIENT_SECRET: halo.clientSecret,
    ILERT_ESCALATION_POLICY: 'Default',
    ...more,
  };
}

/** Creates a folder for this test alone, removed when it ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ilert-haloitsm-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function* piped(input: string): AsyncGenerator<string> {
  if (input !== '') yield input;
}
