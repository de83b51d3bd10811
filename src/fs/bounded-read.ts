import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** More than any file of settings, payload or secret has. */
const MOST_BYTES = 1_000_000;
/** Milliseconds in which something must come through a pipe. */
const PATIENCE = 30_000;
const PAUSE = 20;
const CHUNK = 65_536;

/** How long a pipe is waited for. */
export interface ReadOptions {
  /** Milliseconds in which something must come through a pipe, such as that of `<(command)`. */
  readonly pipeTimeout?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file that somebody named, as text. It ends whatever the path leads to: a folder, a device, a pipe that
 * nobody writes to, and what is no text or too large are refused.
 *
 * @throws Error that says in a clause what is wrong, or the signal's reason
 */
export async function readTextFile(
  path: string,
  { pipeTimeout = PATIENCE, signal }: ReadOptions = {},
): Promise<string> {
  const kind = await stat(path);
  if (kind.isDirectory()) throw new Error('it is a folder');
  // Not even opened: a device may act on that.
  if (kind.isFIFO() && pipeTimeout === 0) throw new Error('it is a pipe');
  if (!kind.isFile() && !kind.isFIFO()) throw new Error('it is neither a file nor a pipe');
  // Else opening a pipe would wait for its other end, for ever.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return decodeText(await readAll(file, kind.isFIFO() ? pipeTimeout : 0, signal));
  } finally {
    await file.close();
  }
}

async function readAll(file: FileHandle, patience: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for (let quiet = 0; ; ) {
    const part = await readPart(file);
    if (part && part.length > 0) {
      quiet = 0;
      size += part.length;
      if (size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES / 1000} kB`);
      parts.push(part);
    } else {
      // A pipe that has not brought anything yet may wait for who writes to it.
      const isOver = part !== undefined && (size > 0 || patience === 0);
      if (isOver) return Buffer.concat(parts);
      if (quiet >= patience) throw new Error(`nothing came through the pipe for ${patience / 1000} s`);
      await sleep(PAUSE, undefined, { signal }).catch(() => signal?.throwIfAborted());
      quiet += PAUSE;
    }
  }
}

/** Undefined where there may be more later. */
async function readPart(file: FileHandle): Promise<Buffer | undefined> {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

/**
 * Text in UTF-8, or in UTF-16 with the byte order mark that Windows' editors and PowerShell put before it; without
 * that mark.
 *
 * @throws Error that says in a clause what is wrong
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not text in UTF-8 or UTF-16: save it as UTF-8');
  }
}
