import { addAbortSignal, Readable } from 'node:stream';
import { messageOf, usageError } from '../errors/cli-error.ts';
import { decodeText } from '../fs/bounded-read.ts';
import { withSpinner } from '../ui/spinner.ts';
import type { Context } from './context.ts';
import type { System } from './system.ts';

/** A few secrets are expected; `yes` writes lines without end. */
const MAX_BYTES = 1_000_000;

/** Everything that is piped in. @throws CliError, exit 2, if standard input is a terminal */
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
  const bytes = await withSpinner(streams, 'Reading standard input…', () => readBytes(stdin, signal));
  try {
    return decodeText(bytes);
  } catch (error) {
    throw usageError(`Standard input can't be read: ${messageOf(error)}.`, 'Pipe in NAME=value lines.');
  }
}

async function readBytes(stdin: System['stdin'], signal: AbortSignal): Promise<Buffer> {
  // Otherwise an input that stays open would keep the process alive after Ctrl-C.
  if (stdin instanceof Readable) addAbortSignal(signal, stdin);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stdin) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > MAX_BYTES)
        throw usageError('Standard input holds more than a few secrets.', 'Pipe in NAME=value lines.');
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  return Buffer.concat(chunks);
}
