import { describe, expect, it, test } from 'vitest';
import { completionWords, flagsOf } from '../../../../src/cli/completion/words.ts';
import { parseCommandLine } from '../../../../src/cli/program.ts';
import { commands } from '../../../../src/cli/registry.ts';

const words = completionWords();

/** Returns the flags on the command's page, and those on the page about the settings if it refers to that. */
async function flagsInHelp(command: string): Promise<string[]> {
  let help = '';
  const read = (argv: readonly string[]) => parseCommandLine(argv, { version: '0', out: (text) => (help += text) });
  await read([command, '--help']);
  if (help.includes('--help settings')) await read(['help', 'settings']);
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag = '']) => flag);
}

describe('completion offers exactly what help shows', () => {
  it.each(commands.map(({ name }) => name))('of %s', async (name) => {
    const command = words.commands.find(({ names }) => names[0] === name);
    const flags = command ? flagsOf(command, words).map((flag) => flag.name) : [];
    expect([...flags].sort()).toEqual((await flagsInHelp(name)).sort());
  });
});

test('only flags that take a value say so, each with how help calls it', () => {
  const all = words.commands.flatMap((command) => flagsOf(command, words));
  const labels = Object.fromEntries(all.map(({ name, value }) => [name, value?.label]));
  expect(labels).toMatchObject({ '--json': undefined, '--watch': undefined, '--wait': 'SECONDS', '--team': 'NAME|ID' });
});

test('a flag has the same definition in every command, apart from the formats that a command has', () => {
  const values = new Map<string, string>();
  for (const { name, value } of words.commands.flatMap((command) => flagsOf(command, words))) {
    if (name === '--format') continue;
    const seen = JSON.stringify(value) ?? 'none';
    expect([name, values.get(name) ?? seen]).toEqual([name, seen]);
    values.set(name, seen);
  }
});

test('repeatable options are marked as such', () => {
  const repeatable = words.service.filter((flag) => flag.repeatable).map(({ name }) => name);
  expect(repeatable.sort()).toEqual([
    '--adopt',
    '--allow-variable',
    '--only-priority',
    '--only-team',
    '--only-ticket-type',
    '--policy-responder',
    '--priority-from-halo',
    '--service',
    '--severity-from-halo',
    '--team',
  ]);
});

test('no choice contains what a shell would split or expand', () => {
  const all = words.commands.flatMap((command) => [...flagsOf(command, words), { value: command.argument }]);
  for (const choice of all.flatMap(({ value }) => value?.choices ?? [])) expect(choice).toMatch(/^[\w.-]+$/);
});
