import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, temporaryFolder } from '../support/cli.ts';
import { runBuilt } from './built-command.ts';

/** Prints the files and the Node modules that a command line has loaded. */
const SPY = `
const fs = require('node:fs');
const read = [];
const original = fs.readFileSync;
fs.readFileSync = (path, ...rest) => { read.push(String(path)); return original(path, ...rest); };
process.on('exit', () => {
  const own = read.filter((path) => path.includes('dist')).map((path) => path.split(/[\\\\/]/).pop());
  const ofNode = process.moduleLoadList.filter((name) => /^NativeModule (crypto|fs\\/promises|http2?|https|os|tls|tty|vm|zlib|child_process|readline)$/.test(name));
  process.stderr.write('LOADED ' + JSON.stringify([...own.filter((name) => name !== 'start.cjs'), ...ofNode.map((name) => name.split(' ')[1])]) + '\\n');
});
`;

/** Returns what a command line has read of the bundle besides its start, and Node's slow modules that it loaded. */
async function loadedBy(argv: readonly string[]): Promise<string[]> {
  const cwd = temporaryFolder();
  const spy = join(cwd, 'spy.cjs');
  writeFileSync(spy, SPY);
  const { exitCode, stderr } = await runBuilt(argv, {
    cwd,
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    nodeFlags: ['--require', spy],
  });
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(/^LOADED (.*)$/m.exec(stderr)?.[1] ?? '');
}

const program = readdirSync(join(packageRoot, 'dist')).filter((name) => name.startsWith('program-'));

test.each([['--version'], ['-V']])('%s loads nothing of the program', async (flag) => {
  expect(await loadedBy([flag])).toEqual([]);
});

test('help loads its page alone', async () => {
  expect(await loadedBy(['--help'])).toEqual(['all-commands.txt']);
  expect(await loadedBy(['apply', '--help'])).toEqual(['apply.txt']);
});

test('plan --offline loads the program in one file: no wizard, spinner, HTTP client, YAML, simulator or facts', async () => {
  const toCompileIt = ['os', 'tty', 'vm'];
  expect((await loadedBy(['plan', '--offline', '--json'])).sort()).toEqual([...toCompileIt, ...program].sort());
});
