import { addAbortSignal, Readable } from 'node:stream';
import { type CliError, messageOf, usageError } from '../errors/cli-error.ts';
import { decodeText, type PipeWait } from '../fs/bounded-read.ts';
import { plainName } from '../ui/sanitize.ts';
import { withSpinner } from '../ui/spinner.ts';
import type { Context } from './context.ts';
import type { System } from './system.ts';

/** A few secrets are expected; `yes` writes endless lines. */
const MAX_BYTES = 1_000_000;
/** Milliseconds without new input; enough to unlock a password manager that writes the secrets. */
const TIMEOUT = 60_000;

/** Returns how a run reads files: it waits for pipes until Ctrl-C, saying so, and keeps track of what it has read. */
export function pipeWait({ signal, streams, files }: Pick<Context, 'signal' | 'streams' | 'files'>): PipeWait {
  return {
    signal,
    onSilence: (path) => streams.info(`Waiting for the pipe ${plainName(path)}…`),
    onRead: (path) => files.read.add(path),
  };
}

/** Reads all piped input. @throws CliError, exit 2, if standard input is a terminal or stays open */
export async function readStdin(context: Pick<Context, 'system' | 'signal' | 'streams'>): Promise<string> {
  const { system, signal, streams } = context;
  const { stdin } = system;
  if (stdin.isTTY) {
    throw usageError(
      '--secrets-stdin reads what is piped in, but standard input is a terminal.',
      'Pipe the lines in, or set the variables.',
      'command-line-invalid',
    );
  }
  signal.throwIfAborted();
  const bytes = await withSpinner(streams, 'Reading standard input…', () => readBytes(system, signal));
  try {
    return decodeText(bytes);
  } catch (error) {
    throw usageError(`Standard input can't be read: ${messageOf(error)}.`, 'Pipe in NAME=value lines.');
  }
}

async function readBytes({ stdin, timeScale }: System, signal: AbortSignal): Promise<Buffer> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), TIMEOUT * timeScale);
  // Otherwise an input that stays open would keep the process alive after Ctrl-C.
  if (stdin instanceof Readable) addAbortSignal(AbortSignal.any([signal, silence.signal]), stdin);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stdin) {
      timer.refresh();
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > MAX_BYTES)
        throw usageError('Standard input holds more than a few secrets.', 'Pipe in NAME=value lines.');
    }
  } catch (error) {
    signal.throwIfAborted();
    throw silence.signal.aborted ? staysOpen(size) : error;
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

function staysOpen(size: number): CliError {
  const seconds = TIMEOUT / 1000;
  return usageError(
    `Standard input is still open, and ${size === 0 ? 'nothing' : 'nothing more'} came within ${seconds} s.`,
    'Pipe in NAME=value lines, and close the pipe after them.',
  );
}
