import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { createCompiler, type Keeper } from '../../../src/env/compiled-code.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { onWindows } from '../../support/system.ts';

const ME: Keeper = { userId: process.getuid?.(), processId: process.pid };

/** Large enough for damage inside V8's saved data. */
const SOURCE = `({ answer() { return [${Array.from({ length: 100 }, (_, index) => `(() => "${index}".length)()`)}].length; } })`;

/** Creates a folder with a program file, and a path for its compiled code that does not exist yet. */
function program() {
  const folder = temporaryFolder();
  const source = join(folder, 'dist');
  mkdirSync(source);
  writeFileSync(join(source, 'part.js'), SOURCE);
  return { folder, source, kept: join(folder, 'cache', 'compiled') };
}

function answerOf(source: string, kept: string | undefined, keeper = ME) {
  const compiler = createCompiler(source, kept, keeper);
  const { answer } = compiler.valueOf('part.js') as { answer(): number };
  const result = answer();
  compiler.keep();
  return result;
}

const ANSWER = 100;

test('the second run uses what the first has compiled', () => {
  const { source, kept } = program();
  expect(answerOf(source, kept)).toBe(ANSWER);
  const before = statSync(join(kept, 'part.js'));
  expect(answerOf(source, kept)).toBe(ANSWER);
  // It was accepted, so it was not written again.
  expect(statSync(join(kept, 'part.js')).ino).toBe(before.ino);
});

test.skipIf(onWindows)('only the user can read and write it', () => {
  const { source, kept } = program();
  answerOf(source, kept);
  expect(statSync(kept).mode & 0o777).toBe(0o700);
  expect(statSync(join(kept, 'part.js')).mode & 0o777).toBe(0o600);
});

test.each([
  ['empty', () => Buffer.alloc(0)],
  ['cut off', (content: Buffer) => content.subarray(0, content.length / 2)],
  [
    'overwritten in part',
    (content: Buffer) => Buffer.from(content).fill(0, content.length / 2, content.length / 2 + 512),
  ],
  ['of something else', () => Buffer.from('({ answer: () => 1 })')],
])('a file that is %s is not used, and replaced', (_, damaged) => {
  const { source, kept } = program();
  answerOf(source, kept);
  const file = join(kept, 'part.js');
  const whole = readFileSync(file);
  writeFileSync(file, damaged(whole));
  expect(answerOf(source, kept)).toBe(ANSWER);
  expect(readFileSync(file).length).toBe(whole.length);
});

test.each([
  ['as Node checks it', { ...ME, checksum: crc32 }],
  ['where Node has no checksum', ME],
])('not a single bit may differ, %s', (_, keeper) => {
  const { source, kept } = program();
  answerOf(source, kept, keeper);
  const file = join(kept, 'part.js');
  const whole = readFileSync(file);
  for (const at of [8, 9, Math.floor(whole.length / 3), whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(file, damaged);
    expect(answerOf(source, kept, keeper)).toBe(ANSWER);
    // It was not used, so it was replaced.
    expect(readFileSync(file).equals(damaged)).toBe(false);
  }
});

const DAY = 24 * 60 * 60;

/** Creates a file that was last used this many days ago. */
function leave(folder: string, name: string, daysAgo: number) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, name), '');
  setUsed(join(folder, name), daysAgo);
}

function setUsed(file: string, daysAgo: number) {
  const then = Date.now() / 1000 - daysAgo * DAY;
  utimesSync(file, then, then);
}

test('what nothing has used for a month is removed, of every version of Node and of the program, and nothing else', () => {
  const { folder, source } = program();
  const compiled = join(folder, 'cache', 'compiled');
  const kept = join(compiled, 'v20.12.0-x64');
  const [gone, used, others] = ['v18.0.0-x64', 'v22.1.0-x64', 'precious'].map((name) => join(compiled, name));
  for (const name of ['program-0123abcd.js', 'program-0123abcd.js.17', 'precious.js']) leave(kept, name, 31);
  leave(kept, 'program-4567abcd.js', 29);
  leave(String(gone), 'program-0123abcd.js', 31);
  leave(String(used), 'chunk-ABCD0123.js', 31);
  leave(String(used), 'program-0123abcd.js', 29);
  leave(String(others), 'program-0123abcd.js', 31);
  answerOf(source, kept);
  expect(readdirSync(kept).sort()).toEqual(['part.js', 'precious.js', 'program-4567abcd.js']);
  expect(readdirSync(compiled).sort()).toEqual(['precious', 'v20.12.0-x64', 'v22.1.0-x64']);
  expect(readdirSync(String(used))).toEqual(['program-0123abcd.js']);
  expect(readdirSync(String(others))).toEqual(['program-0123abcd.js']);
});

test('what is used stays, since that is noticed', () => {
  const { source, kept } = program();
  answerOf(source, kept);
  const file = join(kept, 'part.js');
  setUsed(file, 31);
  const before = statSync(file);
  answerOf(source, kept);
  const after = statSync(file);
  expect(after.ino).toBe(before.ino);
  expect(after.mtimeMs).toBeGreaterThan(Date.now() - DAY * 1000);
});

test('what a run has left that was killed while it saved is replaced by a run of the same number', () => {
  const { source, kept } = program();
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  writeFileSync(join(kept, `part.js.${process.pid}`), 'half');
  answerOf(source, kept);
  expect(readdirSync(kept)).toEqual(['part.js']);
});

test('a folder in place of a file stays, and nothing else is left', () => {
  const { source, kept } = program();
  mkdirSync(join(kept, 'part.js'), { recursive: true, mode: 0o700 });
  expect(answerOf(source, kept)).toBe(ANSWER);
  expect(readdirSync(kept)).toEqual(['part.js']);
});

// Windows has neither file modes nor numeric user IDs.
test.skipIf(onWindows)('a folder that others can write to is neither read nor written', () => {
  const { source, kept } = program();
  mkdirSync(kept, { recursive: true });
  chmodSync(kept, 0o777);
  expect(answerOf(source, kept)).toBe(ANSWER);
  expect(readdirSync(kept)).toEqual([]);
});

test.skipIf(onWindows)('a folder of another user is neither read nor written', () => {
  const { source, kept } = program();
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  expect(answerOf(source, kept, { ...ME, userId: (ME.userId ?? 0) + 1 })).toBe(ANSWER);
  expect(readdirSync(kept)).toEqual([]);
});

/** As if put there by someone who can replace the folder. */
test.skipIf(onWindows).each([
  ['that others can write to', (file: string) => chmodSync(file, 0o666)],
  [
    'that is a link',
    (file: string) => {
      renameSync(file, `${file}.elsewhere`);
      symlinkSync(`${file}.elsewhere`, file);
    },
  ],
  [
    'that is a pipe',
    (file: string) => {
      rmSync(file);
      execFileSync('mkfifo', [file]);
    },
  ],
])('a file %s is not executed, and replaced', (_, change) => {
  const { source, kept } = program();
  answerOf(source, kept);
  const file = join(kept, 'part.js');
  change(file);
  expect(answerOf(source, kept)).toBe(ANSWER);
  expect(lstatSync(file).isFile()).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.skipIf(onWindows)('a link in place of the folder is not followed', () => {
  const { folder, source } = program();
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere, { mode: 0o700 });
  const link = join(folder, 'link');
  symlinkSync(elsewhere, link);
  expect(answerOf(source, link)).toBe(ANSWER);
  expect(readdirSync(elsewhere)).toEqual([]);
});

test.each([
  ['below a file', (folder: string) => join(folder, 'dist', 'part.js', 'compiled')],
  ['nowhere', () => undefined],
  ['where no folder can be made', () => '/proc/compiled/here'],
])('a cache folder %s does no harm', (_, kept) => {
  const { folder, source } = program();
  expect(answerOf(source, kept(folder))).toBe(ANSWER);
});

test('nothing is written where nothing is compiled', () => {
  const { source, kept } = program();
  createCompiler(source, kept, ME).keep();
  expect(existsSync(kept)).toBe(false);
});
