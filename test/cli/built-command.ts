import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { packageRoot, temporaryFolder } from '../support/cli.ts';
import { expectDocumentsAsTheirSchemas } from '../support/json-documents.ts';
import { variablesToStart } from '../support/system.ts';

/** How a built command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built command that is running. */
export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Resolves once this has been printed to either stream; rejects if the command ends without it. */
  printed(text: string): Promise<string>;
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Its working folder, which is also its home. */
  readonly cwd?: string;
  /** Node's own flags. */
  readonly nodeFlags?: readonly string[];
  /** Leaves standard input open and silent. */
  readonly silentInput?: boolean;
  /** What is piped in. */
  readonly input?: string;
}

/** Starts `bin/ilert-haloitsm.js` like a user, with none of this machine's variables; killed when the test ends. */
export function startBuilt(argv: readonly string[], options: StartOptions = {}): Running {
  const { env, cwd = temporaryFolder(), nodeFlags = [], silentInput = false, input = '' } = options;
  const child = spawn(process.execPath, [...nodeFlags, join(packageRoot, 'bin', 'ilert-haloitsm.js'), ...argv], {
    cwd,
    env: { ...variablesToStart(), HOME: cwd, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  // Many commands end without reading it.
  child.stdin.on('error', () => undefined);
  if (!silentInput) child.stdin.end(input);

  const seen = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      seen[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const closed = new Promise<Ended>((resolve) =>
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...seen })),
  );
  const ended = closed.then((end) => {
    // A killed command may have printed half a document.
    if (end.signal === null) expectDocumentsAsTheirSchemas(argv, cwd, end.stdout);
    return end;
  });
  return {
    process: child,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => (seen.stdout + seen.stderr).includes(text) && resolve(seen.stdout + seen.stderr);
        listeners.add(look);
        look();
        ended.then((end) => reject(new Error(`ended without "${text}": ${JSON.stringify(end)}`)));
      }),
  };
}

/** Runs the built command to its end. */
export function runBuilt(argv: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return startBuilt(argv, options).ended;
}
