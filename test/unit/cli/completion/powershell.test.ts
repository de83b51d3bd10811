import { expect, test } from 'vitest';
import { powershellScript } from '../../../../src/cli/completion/powershell.ts';
import { completionWords, flagsOf } from '../../../../src/cli/completion/words.ts';

/** Returns the script without its comments, and the texts in single quotes as a list. */
function parted(script: string): { code: string; texts: string[] } {
  const texts: string[] = [];
  const code = script
    .replace(/^\s*#.*$/gm, '')
    .replace(/['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛]/g, (_, text: string) => {
      texts.push(text.replace(/(['‘’‚‛])\1/g, '$1'));
      return 'TEXT';
    });
  return { code, texts };
}

/** Not every machine that runs the tests has PowerShell, so this reads the script and does not run it. */
test('the script for PowerShell names every command and every flag of each', () => {
  const words = completionWords();
  const lines = powershellScript(words).split('\n');
  // Without PowerShell, nothing else would notice a typo in what it runs.
  expect(lines.filter((line) => line.includes('[System.Management.Automation.CompletionResult]::new('))).toHaveLength(
    1,
  );
  for (const command of words.commands) {
    for (const name of command.names) {
      const flags = flagsOf(command, words).map((flag) => `'${flag.name}'`);
      expect(lines).toContain(`        '${name}' = @(${flags.join(', ')})`);
    }
  }
  expect(lines).toContain("        '--payload' = @('recommended', 'full', '*')");
  expect(lines).toContain("        'completion' = @('bash', 'zsh', 'fish', 'powershell')");
});

test('any description stays text in PowerShell', () => {
  const about = `it's ‘so’ "here" $(evil) \`evil\` } | # ${'‚'}`;
  const words = completionWords();
  const commands = words.commands.map((command) => ({ ...command, about }));
  const { code, texts } = parted(powershellScript({ ...words, commands }));
  expect(code).not.toContain('evil');
  expect(code).not.toMatch(/['‘’‚‛]/);
  expect(texts.filter((text) => text === about)).toHaveLength(commands.flatMap(({ names }) => names).length);
  const count = (character: string) => code.split(character).length;
  expect([count('{'), count('('), count('[')]).toEqual([count('}'), count(')'), count(']')]);
});
