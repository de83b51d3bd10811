import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createRedactor } from '../../src/secret/redactor.ts';
import { quoted } from '../../src/text/shell-word.ts';
import { createKeyboard } from '../../src/ui/keyboard.ts';
import { createPrompter } from '../../src/ui/prompts.ts';
import { createStreams } from '../../src/ui/streams.ts';

const HOSTILE = 'Ops\u001b[2J\u001b]0;title\u0007\u009b31m\u202e\nError: forged';

/** Asks with a service's names in all places, answers with Enter, and returns what was sent to the terminal. */
async function asked(question: 'choose' | 'chooseMany' | 'text' | 'confirm'): Promise<string> {
  const keys = Object.assign(new PassThrough(), { isTTY: true });
  let sent = '';
  let isAnswered = false;
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  screen.on('data', (part) => {
    sent += part;
    // Answers only once there is a question, and only once.
    if (!isAnswered && sent.includes('Ops')) {
      isAnswered = true;
      setImmediate(() => keys.write('\r'));
    }
  });
  const env = { TERM: 'dumb', NO_COLOR: '1' };
  const streams = createStreams({
    stdout: screen,
    stderr: screen,
    env,
    redactor: createRedactor(),
    unicode: false,
    options: { quiet: false, verbose: false, color: false },
  });
  const keyboard = createKeyboard(keys, { interrupted: () => undefined, closed: () => undefined });
  const prompter = createPrompter({ keyboard, output: screen }, streams, new AbortController().signal);
  const common = { id: 'x', message: `Which of ${HOSTILE}?` };
  const choices = [{ value: 'one', name: HOSTILE, description: HOSTILE }];
  if (question === 'choose') await prompter.choose({ ...common, choices });
  else if (question === 'chooseMany') await prompter.chooseMany({ ...common, choices, initial: ['one'] });
  else if (question === 'text') await prompter.text({ ...common, initial: HOSTILE });
  else await prompter.confirm({ ...common, initial: true });
  return sent;
}

it.each(['choose', 'chooseMany', 'text', 'confirm'] as const)(
  'names of a service do not steer the terminal in a question: %s',
  async (question) => {
    const sent = await asked(question);
    expect(sent).toContain('Ops');
    // inquirer moves the cursor with its own sequences, and none of these.
    for (const part of ['\u001b[2J', '\u001b]0;', '\u0007', '\u009b', '\u202e']) expect(sent).not.toContain(part);
  },
);

it('a word with any quotation mark that PowerShell knows stays one word', () => {
  for (const quote of ["'", '\u2018', '\u2019', '\u201a', '\u201b'])
    expect(quoted(`a${quote}; Remove-Item x`, 'powershell')).toBe(`'a${quote}${quote}; Remove-Item x'`);
});

it('a word with an equals sign in front is quoted, since zsh would look for a command', () => {
  expect(quoted('=ls', 'posix')).toBe("'=ls'");
  expect(quoted('a=b', 'posix')).toBe('a=b');
});
