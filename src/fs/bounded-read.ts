import * as fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isSystemError } from '../errors/system-error.ts';

// Not from `node:fs/promises`, which takes longer to load than most runs take to read.
const stat = promisify(fs.stat);
const open = promisify(fs.open);
const read = promisify(fs.read);
const close = promisify(fs.close);

/** More than any settings, payload or secret file needs. */
const DEFAULT_MAX_BYTES = 1_000_000;
const DEFAULT_PIPE_TIMEOUT = 30_000;
const POLL_INTERVAL = 20;
const CHUNK = 65_536;

/** Milliseconds without data after which `onSilence` is called. */
const SILENCE = 1_000;

/** How to wait for a pipe. */
export interface PipeWait {
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Called once if no data arrives for a moment. */
  readonly onSilence?: ((path: string) => void) | undefined;
  /** Called before a file is opened, with its path. */
  readonly onRead?: ((path: string) => void) | undefined;
}

interface ReadOptions extends PipeWait {
  /** Milliseconds to wait in total for data from a pipe, such as that of `<(command)`; 0 refuses pipes. */
  readonly pipeTimeout?: number;
  /** A larger file is refused. */
  readonly maxBytes?: number;
}

/**
 * Reads a text file that the user named. Always ends, whatever the path leads to: refuses a folder, a device, a pipe
 * that nobody writes to, and a file that is binary or too large.
 *
 * @throws Error whose message is a clause, or the signal's reason
 */
export async function readTextFile(path: string, options: ReadOptions = {}): Promise<string> {
  const { pipeTimeout = DEFAULT_PIPE_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES, signal, onSilence, onRead } = options;
  onRead?.(path);
  const kind = await stat(path);
  if (kind.isDirectory()) throw new Error('it is a directory');
  // Don't even open it: opening a device can have side effects.
  const takesPipes = pipeTimeout > 0;
  if (!kind.isFile() && !(takesPipes && kind.isFIFO()))
    throw new Error(`it is not a regular file${takesPipes ? ' or pipe' : ''}`);
  // Without O_NONBLOCK, opening a pipe would wait forever for its other end.
  const file = await open(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    const say = () => onSilence?.(path);
    return decodeText(await readAll(file, { maxBytes, pipeTimeout: kind.isFIFO() ? pipeTimeout : 0, signal, say }));
  } finally {
    await close(file);
  }
}

interface Reading {
  readonly maxBytes: number;
  readonly pipeTimeout: number;
  readonly signal: AbortSignal | undefined;
  /** Called when no data has arrived for a moment. */
  readonly say: () => void;
}

async function readAll(file: number, { maxBytes, pipeTimeout, signal, say }: Reading): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (let waited = 0; ; ) {
    const chunk = await readChunk(file);
    if (chunk && chunk.length > 0) {
      size += chunk.length;
      if (size > maxBytes) throw new Error(`it is larger than ${maxBytes / 1_000_000} MB`);
      chunks.push(chunk);
    } else {
      // A pipe that is still empty may not have a writer yet.
      const isEnd = chunk !== undefined && (size > 0 || pipeTimeout === 0);
      if (isEnd) return Buffer.concat(chunks);
      if (waited >= pipeTimeout) throw neverEnded(size, pipeTimeout);
      await sleep(POLL_INTERVAL, undefined, { signal }).catch(() => signal?.throwIfAborted());
      waited += POLL_INTERVAL;
      if (waited === SILENCE) say();
    }
  }
}

function neverEnded(size: number, pipeTimeout: number): Error {
  return new Error(`${size === 0 ? 'nothing' : 'no end'} came through the pipe within ${pipeTimeout / 1000} s`);
}

/** Returns undefined if there may be more later. */
async function readChunk(file: number): Promise<Buffer | undefined> {
  try {
    const { bytesRead, buffer } = await read(file, Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (isSystemError(error, 'EAGAIN')) return undefined;
    throw error;
  }
}

/**
 * Decodes UTF-8, or UTF-16 with the byte order mark that Windows editors and PowerShell write. Drops that mark.
 *
 * @throws Error whose message is a clause
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8 or UTF-16 text: save it as UTF-8');
  }
}
