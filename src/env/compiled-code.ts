import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Compiles JavaScript files, and keeps V8's compiled code for the next run. */
export interface Compiler {
  /** Returns the value of a file that is one expression. @param name of the file, which changes with its content */
  valueOf(name: string): unknown;
  /** Saves what was compiled in this run, with the functions that were called. Never fails. */
  keep(): void;
}

/** The user and process that keep compiled code. */
export interface Keeper {
  /** The numeric user ID; undefined on Windows. */
  readonly userId: number | undefined;
  readonly processId: number;
  /** Node's own checksum, which is the fastest; Node 20.12 to 20.15 has none. */
  readonly checksum?: ((bytes: Buffer) => number) | undefined;
}

/**
 * Creates a compiler. A later run executes compiled code, so it only reads a folder that this user alone can write.
 *
 * @param source the folder of the files
 * @param kept the folder of the compiled code; undefined to neither read nor save any
 */
export function createCompiler(source: string, kept: string | undefined, keeper: Keeper): Compiler {
  const { userId } = keeper;
  const fresh = new Map<string, Script>();
  const isRead = kept !== undefined && isOwnFolder(kept, userId);
  return {
    valueOf(name) {
      const filename = join(source, name);
      const cachedData = isRead ? readCompiled(join(kept, name), keeper) : undefined;
      // The build leaves only ASCII in them, and this is V8's fastest way to make a string of it.
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
        removeUnused(dirname(kept), userId);
      } catch {
        // The next run compiles as this one did.
      }
    },
  };
}

const OTHERS_WRITE = 0o022;
/** Windows has neither of the last two. */
const READ_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function isOwnFolder(path: string, userId: number | undefined): boolean {
  const entry = entryAt(path);
  return entry?.isDirectory() === true && isOwn(entry, userId);
}

/** Whether only this user can write it. On Windows, everything in a user's folders belongs to that user. */
function isOwn({ uid, mode }: Stats, userId: number | undefined): boolean {
  return userId === undefined || (uid === userId && (mode & OTHERS_WRITE) === 0);
}

/** Also undefined if a parent is not a folder, or can't be searched. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** Creates one level at a time: Node's own `recursive` never ends if a file system answers ENOENT, as /proc does. */
function createFolder(folder: string): void {
  if (entryAt(folder)) return;
  if (dirname(folder) !== folder) createFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Precedes the code: V8 executes whatever it gets, and damaged code may crash the program or do anything else. */
const CHECKSUM_BYTES = 8;

/** Checks the open file rather than the path, since others may swap the folder in between. Rejects links and pipes. */
function readCompiled(path: string, { userId, checksum = fnv1a }: Keeper): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, READ_FILE);
    const entry = fstatSync(file);
    if (!entry.isFile() || !isOwn(entry, userId)) return undefined;
    const content = readFileSync(file);
    noteUse(file, entry);
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
  // In a container, each run may have the same process ID as one that was killed.
  rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, Buffer.concat([start, compiled]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** FNV-1a over all words. */
function fnv1a(bytes: Buffer): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  return words.reduce((sum, word) => Math.imul(sum ^ word, 0x01000193), 0x811c9dc5 ^ bytes.length) >>> 0;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 30;

/** Once a day, sets the file's modification time to that of its last use. */
function noteUse(file: number, { mtimeMs }: Stats): void {
  if (Date.now() - mtimeMs < DAY_MS) return;
  try {
    futimesSync(file, new Date(), new Date());
  } catch {
    // It can be used even if it can't be written.
  }
}

/** A folder for one version of Node. */
const OF_NODE = /^v\d+\.\d+\.\d+.*-\w+$/;
/** A program file, whose name has a hash of its content, or one that was not completely written. */
const OF_PROGRAM = /-[0-9a-zA-Z]{8}\.js(\.\d+)?$/;

/** Removes what no version has used for a month. @param compiled has a folder for each version of Node */
function removeUnused(compiled: string, userId: number | undefined): void {
  if (!isOwnFolder(compiled, userId)) return;
  const folders = readdirSync(compiled).filter((name) => OF_NODE.test(name));
  for (const folder of folders.map((name) => join(compiled, name))) {
    if (!isOwnFolder(folder, userId)) continue;
    const files = readdirSync(folder);
    const unused = files.filter((name) => OF_PROGRAM.test(name) && isUnused(join(folder, name)));
    for (const name of unused) rmSync(join(folder, name), { force: true });
    if (unused.length === files.length) rmdirSync(folder);
  }
}

function isUnused(path: string): boolean {
  const entry = entryAt(path);
  return entry?.isFile() === true && Date.now() - entry.mtimeMs > KEPT_DAYS * DAY_MS;
}
