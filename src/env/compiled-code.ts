import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Compiles files of JavaScript, and keeps what V8 has compiled for the next run. */
export interface Compiler {
  /** The value of a file that is one expression. @param name of the file, which changes with its content */
  valueOf(name: string): unknown;
  /** Saves what was compiled in this run, with the functions that were called. Never fails. */
  keep(): void;
}

/** Who keeps compiled code. */
export interface Keeper {
  /** The number of the user; undefined on Windows. */
  readonly userId: number | undefined;
  readonly processId: number;
  /** Node's own checksum, which is the fastest; Node 20.12 to 20.15 has none. */
  readonly checksum?: ((bytes: Buffer) => number) | undefined;
}

/**
 * What V8 has compiled is code that a later run executes: only in a folder that this user alone can write is it read.
 *
 * @param source the folder of the files
 * @param kept the folder of the compiled code; undefined where none is to be read or saved
 */
export function createCompiler(source: string, kept: string | undefined, keeper: Keeper): Compiler {
  const { userId } = keeper;
  const fresh = new Map<string, Script>();
  const isRead = kept !== undefined && isOwnFolder(kept, userId);
  return {
    valueOf(name) {
      const filename = join(source, name);
      const cachedData = isRead ? readCompiled(join(kept, name), keeper) : undefined;
      // The build leaves nothing but ASCII in them, of which V8 makes a string fastest in this way.
      const script = new Script(readFileSync(filename, 'latin1'), { filename, ...(cachedData && { cachedData }) });
      if (!cachedData || script.cachedDataRejected) fresh.set(name, script);
      return script.runInThisContext();
    },
    keep() {
      if (kept === undefined || fresh.size === 0) return;
      try {
        createFolder(kept);
        if (!isOwnFolder(kept, userId)) return;
        for (const [name, script] of fresh) writeCompiled(join(kept, name), script.createCachedData(), keeper);
        removeOthers(kept, new Set(readdirSync(source)));
      } catch {
        // The next run compiles as this one did.
      }
    },
  };
}

const OTHERS_WRITE = 0o022;
/** Windows knows neither of the last two. */
const READ_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function isOwnFolder(path: string, userId: number | undefined): boolean {
  const entry = entryAt(path);
  return entry?.isDirectory() === true && isOwn(entry, userId);
}

/** Whether this user alone can write it. On Windows, what is in a user's folders is the user's own. */
function isOwn({ uid, mode }: Stats, userId: number | undefined): boolean {
  return userId === undefined || (uid === userId && (mode & OTHERS_WRITE) === 0);
}

/** Undefined as well where a parent is no folder, or can't be searched. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** One at a time: Node's own `recursive` never ends where a file system answers ENOENT, as /proc does. */
function createFolder(folder: string): void {
  if (entryAt(folder)) return;
  if (dirname(folder) !== folder) createFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** In front of the compiled code: V8 executes what it is given, and what is damaged ends the program or does anything else. */
const CHECKSUM_BYTES = 8;

/** What is read is asked of the open file, since others may exchange the folder in between; a link or a pipe is none. */
function readCompiled(path: string, { userId, checksum = fnv1a }: Keeper): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, READ_FILE);
    const entry = fstatSync(file);
    if (!entry.isFile() || !isOwn(entry, userId)) return undefined;
    const content = readFileSync(file);
    const compiled = content.subarray(CHECKSUM_BYTES);
    return content.readUInt32LE() === checksum(compiled) ? compiled : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function writeCompiled(path: string, compiled: Buffer, { checksum = fnv1a, processId }: Keeper): void {
  const start = Buffer.alloc(CHECKSUM_BYTES);
  start.writeUInt32LE(checksum(compiled));
  const temporary = `${path}.${processId}`;
  writeFileSync(temporary, Buffer.concat([start, compiled]), { mode: 0o600, flag: 'wx' });
  renameSync(temporary, path);
}

/** FNV-1a of all words. */
function fnv1a(bytes: Buffer): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  return words.reduce((sum, word) => Math.imul(sum ^ word, 0x01000193), 0x811c9dc5 ^ bytes.length) >>> 0;
}

/** A file of the program, whose name has a hash of its content, or one that was not completely written. */
const OF_PROGRAM = /-[0-9a-zA-Z]{8}\.js(\.\d+)?$/;

/** What another version of the program has left. */
function removeOthers(folder: string, current: ReadonlySet<string>): void {
  const others = readdirSync(folder).filter((name) => OF_PROGRAM.test(name) && !current.has(name));
  for (const name of others) rmSync(join(folder, name), { force: true });
}
