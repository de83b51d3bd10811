import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CommandWords,
  completionWords,
  type Flag,
  flagsOf,
  type Words,
} from '../../../../src/cli/completion/words.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { onWindows } from '../../../support/system.ts';
import { isThere, offeredBy, offeredByZshFromPath, type Shell } from './shells.ts';

const words = completionWords();
const shells: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Returns the words offered for each line, sorted; for `--flag=value`, the value. */
const wordsAt = (shell: Shell, lines: readonly string[], options?: Parameters<typeof offeredBy>[2]) =>
  offeredBy(shell, lines, options).map((offered) =>
    offered.map(({ word }) => word.replace(/^--[\w-]+=/, '').replace(/\/$/, '')).sort(),
  );

/** Nobody should put this into a table, but a shell must still treat it as text. */
const HOSTILE = `it's "here" $(touch owned) \`touch owned\` $HOME [x] a:b; touch owned & \\ | * #`;

function hostileWords(): Words {
  const flag = (each: Flag): Flag => ({ ...each, about: `${each.name} ${HOSTILE}` });
  const command = (each: CommandWords) => ({ ...each, about: HOSTILE, flags: each.flags.map(flag) });
  return {
    ...words,
    commands: words.commands.map(command),
    every: words.every.map(flag),
    service: words.service.map(flag),
  };
}

// bash is required, except on Windows, where it may exist but start nothing; a machine without one of the other two
// skips its tests.
describe.each(shells)('%s', (shell) => {
  describe.skipIf(onWindows || (shell !== 'bash' && !isThere(shell)))('completes', () => {
    it('the commands, with their aliases', () => {
      const all = words.commands.flatMap(({ names }) => names).sort();
      expect(wordsAt(shell, ['ilert-haloitsm ', 'ilert-haloitsm do', 'ilert-haloitsm help '])).toEqual([
        all,
        ['doctor'],
        [...all.filter((name) => name !== 'help'), 'settings'].sort(),
      ]);
    });

    it('every flag of every command, and none of another', () => {
      const flags = words.commands
        .filter(({ takes }) => takes !== 'none')
        .flatMap((command) => command.names.map((name) => [name, flagsOf(command, words)] as const));
      const offered = wordsAt(
        shell,
        flags.map(([name]) => `ilert-haloitsm ${name} --`),
      );
      expect(offered).toEqual(flags.map(([, each]) => each.map(({ name }) => name).sort()));
    });

    it('the flags of the wizard where a flag stands in the place of the command', () => {
      const lines = ['ilert-haloitsm --pri', 'ilert-haloitsm --ver', 'ilert-haloitsm --name x --priority l'];
      expect(wordsAt(shell, lines)).toEqual([
        ['--priority', '--priority-from-halo'],
        ['--verbose', '--version'],
        ['low', 'low-during-support-hours'],
      ]);
    });

    it('the values of each flag that has a list of them, after a space and after =', () => {
      const flags = words.service.filter(({ value }) => value?.choices.length && value.paths === 'none');
      expect(flags.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['--grouping', '--grouping-window', '--priority', '--auto-resolve', '--product']),
      );
      const lines = flags.flatMap(({ name }) => [
        `ilert-haloitsm apply ${name} `,
        `ilert-haloitsm plan --offline ${name}=`,
      ]);
      const choices = flags.map(({ value }) => [...(value?.choices ?? [])].sort());
      expect(wordsAt(shell, lines)).toEqual(choices.flatMap((each) => [each, each]));
    });

    it('the shells', () => {
      expect(wordsAt(shell, ['ilert-haloitsm completion '])).toEqual([['bash', 'fish', 'powershell', 'zsh']]);
    });

    it('files for settings, payload and report, folders for an export', () => {
      const cwd = temporaryFolder();
      mkdirSync(join(cwd, 'sub'));
      for (const name of ['settings.yaml', 'sub/deep.json']) writeFileSync(join(cwd, name), '');
      const lines = ['apply --config s', 'status --report se', 'apply --payload ', 'export s'];
      const offered = wordsAt(
        shell,
        lines.map((line) => `ilert-haloitsm ${line}`),
        { cwd },
      );
      expect(offered).toEqual([
        ['settings.yaml', 'sub'],
        ['settings.yaml'],
        ['full', 'recommended', 'settings.yaml', 'sub'],
        ['sub'],
      ]);
    });

    it('nothing for free text, nor values of a flag that the command does not have', () => {
      const lines = ['apply --team ', 'nonsense --', 'schema --grouping '].map((line) => `ilert-haloitsm ${line}`);
      const [team, nonsense, schema] = wordsAt(shell, lines);
      expect([team, nonsense]).toEqual([[], []]);
      expect(schema).not.toContain('window');
    });

    it('any description, without executing it', () => {
      const cwd = temporaryFolder();
      const lines = ['ilert-haloitsm apply --gro', 'ilert-haloitsm pl'];
      const [flags = [], commands = []] = offeredBy(shell, lines, { words: hostileWords(), cwd });
      expect(flags.map(({ word }) => word).sort()).toEqual(['--grouping', '--grouping-window']);
      expect(commands.map(({ word }) => word)).toEqual(['plan']);
      if (shell !== 'bash') {
        for (const { word, about } of flags) expect(about).toBe(`${word} ${HOSTILE}`);
        expect(commands[0]?.about).toBe(HOSTILE);
      }
      expect(readdirSync(cwd)).toEqual([]);
    });
  });
});

describe.skipIf(!isThere('zsh'))('zsh, with the script in its function path', () => {
  it('completes repeatedly', () => {
    const line = 'ilert-haloitsm apply --grouping s';
    const offered = offeredByZshFromPath([line, line]);
    expect(offered.map((each) => each.map(({ word }) => word))).toEqual([['similarity'], ['similarity']]);
  });
});

describe.each(['zsh', 'fish'] as const)('%s', (shell) => {
  it.skipIf(!isThere(shell))('says what each flag is', () => {
    expect(offeredBy(shell, ['ilert-haloitsm apply --escalation'])).toEqual([
      [{ word: '--escalation-policy', about: 'escalation policy: who gets notified' }],
    ]);
  });
});
