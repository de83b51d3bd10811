import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { helpPages } from '../../src/cli/help-pages.ts';
import { commands } from '../../src/cli/registry.ts';
import { layOut } from '../../src/cli/startup/help-page.ts';
import { packageRoot, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { openTerminal } from '../terminal/test-terminal.ts';
import { runBuilt } from './built-command.ts';

const WORDS = commands.flatMap(({ name, alias }) => (alias ? [name, alias] : [name]));
const ASKING = [[], ...WORDS.map((word) => [word])].flatMap((line) => ['--help', '-h'].map((flag) => [...line, flag]));
const LINES = [...ASKING, ['--help', 'settings'], ['help', 'settings'], ['apply', '--help', 'settings']];

describe('prerendered help is what the program renders', () => {
  // In this process it runs from source, without any prerendered pages.
  test.each(LINES.map((line) => [line]))('%j', async (line) => {
    const { exitCode, stdout, stderr } = await runBuilt(line);
    expect({ exitCode, stdout, stderr }).toEqual(await run(line));
    expect(exitCode).toBe(0);
  });
});

test.each([
  [['help']],
  [['help', 'apply']],
  [['--help', '--no-color']],
  [['apply', '--help', '--json']],
  [['apply', '--verbose', '-h']],
  [['help', '--help']],
  [['all-commands', '--help']],
  [['../help/apply', '--help']],
  [['Apply', '--help']],
  [['--version', '--help']],
])('%j is not answered from prerendered help', async (line) => {
  const { exitCode, stdout, stderr } = await runBuilt(line);
  expect({ exitCode, stdout, stderr }).toEqual(await run(line));
});

test('version and help load nothing of the program but its start', () => {
  const folder = temporaryFolder();
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(packageRoot, part), join(folder, part), { recursive: true });
  }
  const others = readdirSync(join(folder, 'dist')).filter((name) => name.startsWith('program-'));
  expect(others).toHaveLength(1);
  for (const name of others) rmSync(join(folder, 'dist', name));
  const ended = (...line: string[]) =>
    spawnSync(process.execPath, [join(folder, 'bin', 'ilert-haloitsm.js'), ...line], { encoding: 'utf8' });
  for (const line of [['--version'], ['-V'], ['--help'], ['apply', '--help'], ['doctor', '-h']]) {
    expect(ended(...line)).toMatchObject({ status: 0, stderr: '' });
  }
  // Anyone who asks for more learns why there is no more.
  expect(ended('help', 'apply').status).not.toBe(0);
});

// The Windows console redraws the screen in its own way.
test.skipIf(onWindows).each([
  ['prerendered', ['apply', '--help']],
  ['rendered', ['help', 'apply']],
])('%s help wraps to the terminal', async (_, argv) => {
  const terminal = openTerminal(await sandboxOfTest(), { argv, columns: 60 });
  expect(await terminal.ended()).toBe(0);
  const page = layOut(helpPages().apply ?? [], 60);
  // Short enough for a terminal's buffer: the end of a longer page may be lost when the program has exited.
  await expect.poll(() => terminal.raw().replaceAll('\r\n', '\n')).toBe(page);
});
