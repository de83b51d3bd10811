import { PassThrough } from 'node:stream';
import headless from '@xterm/headless';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { createKeyboard } from '../../../src/ui/keyboard.ts';
import { BACK, type Choice, type Prompter } from '../../../src/ui/prompter.ts';
import { createPrompter } from '../../../src/ui/prompts.ts';
import { createStreams } from '../../../src/ui/streams.ts';

const ENTER = '\r';
const ESCAPE = '\u001b';
const DOWN = '\u001b[B';

/** Creates questions on their own screen, and a person in front of it. */
function screenOfTest({ columns = 80, rows = 24 } = {}) {
  const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  onTestFinished(() => screen.dispose());
  // As with a real terminal, a writer can't end it.
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows, end: () => undefined });
  output.on('data', (data: Buffer) => screen.write(data));
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const keyboard = createKeyboard(input, { interrupted: () => undefined, closed: () => undefined });
  const streams = createStreams({
    stdout: output,
    stderr: output,
    env: { TERM: 'xterm' },
    redactor: createRedactor(),
    options: { quiet: false, verbose: false, color: false },
  });
  const lines = () =>
    Array.from({ length: screen.buffer.active.length }, (_, row) =>
      // Answers are aligned in a column.
      screen.buffer.active
        .getLine(row)
        ?.translateToString(true)
        .replace(/(?<=\S) {2,}/, ' '),
    ).filter((line) => line !== '');
  return {
    prompter: createPrompter({ keyboard, output }, streams, new AbortController().signal),
    lines,
    /** Waits until the last lines of the screen are these. */
    shows: (...expected: string[]) =>
      vi.waitFor(() => expect(lines().slice(-expected.length)).toEqual(expected), { timeout: 5_000, interval: 5 }),
    type: (...keys: string[]) => void input.write(keys.join('')),
  };
}

const policies: Choice[] = [
  { value: 'new', name: 'Create a new escalation policy…', isPinned: true },
  ...Array.from({ length: 40 }, (_, at) => ({ value: `${at + 1}`, name: `Policy ${at + 1}` })),
];

describe('a list', () => {
  const ask = (prompter: Prompter) =>
    prompter.choose({ id: 'policy', message: 'Escalation policy', choices: policies, initial: '1' });

  it('longer than a page shows the position and that it can be searched, and keeps pinned choices visible', async () => {
    const { prompter, shows, lines, type } = screenOfTest();
    const answer = ask(prompter);
    await shows('1–9 of 40 · ↑↓ to move, type to search, Enter to select, Esc to go back');
    type(DOWN.repeat(20));
    await shows('17–25 of 40 · ↑↓ to move, type to search, Enter to select, Esc to go back');
    expect(lines()).toContain('  Create a new escalation policy…');
    expect(lines()).toContain('❯ Policy 21');
    type('policy 38');
    await shows(
      '? Escalation policy policy 38',
      '  Create a new escalation policy…',
      '❯ Policy 38',
      '1–1 of 1 · ↑↓ to move, type to search, Enter to select, Esc to go back',
    );
    type(ENTER);
    expect(await answer).toBe('38');
    await shows('✔ Escalation policy Policy 38');
  });

  it('takes nothing where nothing matches, until something is highlighted', async () => {
    const { prompter, shows, type } = screenOfTest();
    const answer = ask(prompter);
    await shows('1–9 of 40 · ↑↓ to move, type to search, Enter to select, Esc to go back');
    type('nothing', ENTER);
    await shows(
      '? Escalation policy nothing',
      '  Create a new escalation policy…',
      'No matches. Press Backspace to edit the search.',
      '↑↓ to move, type to search, Enter to select, Esc to go back',
    );
    type(DOWN, ENTER);
    expect(await answer).toBe('new');
  });

  it('of many clears the search after a selection, by space or Enter', async () => {
    const { prompter, shows, type } = screenOfTest();
    const teams = ['Network', 'Operations', 'Service Desk'].map((name) => ({ value: name, name }));
    const answer = prompter.chooseMany({ id: 'teams', message: 'Teams', choices: teams, none: 'No team' });
    const keys = 'Type to search, Space to select, Enter to continue, Esc to go back';
    await shows('Selected: No team', keys);
    type('desk ');
    await shows('  ◯ Operations', '❯ ◉ Service Desk', 'Selected: Service Desk', keys);
    type('net', ENTER);
    await shows('  ◉ Service Desk', 'Selected: Service Desk, Network', keys);
    type(ENTER);
    expect(await answer).toEqual(['Service Desk', 'Network']);
    await shows('✔ Teams Service Desk, Network');
  });

  it('shows its help on ?, unless that is part of a search', async () => {
    const { prompter, shows, type } = screenOfTest({ columns: 100 });
    const choices = [
      { value: 'a', name: 'Which?' },
      { value: 'b', name: 'That' },
    ];
    const answer = prompter.choose({ id: 'x', message: 'Which one', choices, help: 'Either will do.' });
    await shows('↑↓ to move, type to search, Enter to select, ? for help, Esc to go back');
    type('?');
    await shows(
      'Either will do.',
      '? Which one',
      '❯ Which?',
      '  That',
      '↑↓ to move, type to search, Enter to select, ? for help, Esc to go back',
    );
    type('h?');
    await shows('1–1 of 1 · ↑↓ to move, type to search, Enter to select, ? for help, Esc to go back');
    type(ENTER);
    expect(await answer).toBe('a');
  });
});

describe('a question that is left', () => {
  it('with Esc is taken off the screen', async () => {
    const { prompter, shows, lines, type } = screenOfTest();
    prompter.info('Before');
    const answer = prompter.choose({ id: 'policy', message: 'Escalation policy', choices: policies });
    await shows('1–9 of 40 · ↑↓ to move, type to search, Enter to select, Esc to go back');
    type(ESCAPE);
    expect(await answer).toBe(BACK);
    await vi.waitFor(() => expect(lines()).toEqual(['Before']));
  });

  it('says what Esc does where that is not to go back', async () => {
    const { prompter, shows } = screenOfTest();
    void prompter.choose({ id: 'menu', message: 'Menu', choices: [{ value: 'a', name: 'Test' }], escapeTo: 'quit' });
    await shows('↑↓ to move, type to search, Enter to select, Esc to quit');
  });
});

describe('a question without help', () => {
  it('says so on ?, which is never a name', async () => {
    const { prompter, shows, type } = screenOfTest();
    const name = prompter.text({ id: 'name', message: 'Name' });
    await shows('? Name');
    type('?', ENTER);
    await shows('? Name ?', '! There is no further help for this question.');
    type('\u0015', 'Tickets', ENTER);
    expect(await name).toBe('Tickets');
  });

  it('says so in a list too, as long as nothing is searched', async () => {
    const { prompter, shows, type } = screenOfTest();
    void prompter.choose({ id: 'policy', message: 'Escalation policy', choices: policies });
    await shows('1–9 of 40 · ↑↓ to move, type to search, Enter to select, Esc to go back');
    type('?');
    await shows(
      '! There is no further help for this question.',
      '1–9 of 40 · ↑↓ to move, type to search, Enter to select, Esc to go back',
    );
  });
});

describe('a line', () => {
  it('shows its help on ?, and goes back on <', async () => {
    const { prompter, shows, type } = screenOfTest();
    const answer = prompter.text({ id: 'x', message: 'Client ID', help: '1. Open HaloITSM.\n2. Copy it.' });
    await shows('? Client ID', 'Enter ? for help');
    type('?', ENTER);
    await shows('? Client ID ?', '1. Open HaloITSM.', '2. Copy it.', '? Client ID', 'Enter ? for help');
    type('<', ENTER);
    expect(await answer).toBe(BACK);
  });

  it('shows what is checked, no check mark before that, and what stands behind it then', async () => {
    const { prompter, shows, lines, type } = screenOfTest();
    let passed: () => void = () => undefined;
    const answer = prompter.secret({
      id: 'key',
      message: 'API key',
      checking: 'Checking API key…',
      check: () => new Promise((resolve) => (passed = () => resolve(undefined))),
      confirmed: () => 'Ada Admin (ACME), role Admin',
    });
    await shows('? API key');
    type('secret', ENTER);
    await vi.waitFor(() => expect(lines().at(-1)).toMatch(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Checking API key…$/), { timeout: 5_000 });
    type('typed meanwhile', ENTER);
    expect(lines().join()).not.toContain('✔');
    passed();
    expect((await answer).valueOf()).not.toBe(BACK);
    await shows('✔ API key Ada Admin (ACME), role Admin');
  });

  it('that nothing has confirmed gets no check mark', async () => {
    const { prompter, shows, type } = screenOfTest();
    const answer = prompter.secret({ id: 'key', message: 'API key', isUnchecked: () => true });
    await shows('? API key');
    type('secret', ENTER);
    await answer;
    await shows('• API key (hidden)');
  });

  it('that was left empty gets none either', async () => {
    const { prompter, shows, type } = screenOfTest();
    const answer = prompter.text({ id: 'id', message: 'Client ID (Enter if you have none)' });
    await shows('? Client ID (Enter if you have none)');
    type(ENTER);
    expect(await answer).toBe('');
    await shows('? Client ID (Enter if you have none)');
  });

  it('asks again for a secret that was refused, and does not append the right one to it', async () => {
    const { prompter, shows, type } = screenOfTest();
    const answer = prompter.secret({
      id: 'key',
      message: 'API key',
      check: (secret) => (secret.reveal() === 'right' ? undefined : 'Wrong key.'),
    });
    await shows('? API key');
    type('wrong', ENTER);
    await shows('? API key', '! Wrong key.');
    type('right', ENTER);
    const secret = await answer;
    expect(secret === BACK ? secret : secret.reveal()).toBe('right');
    await shows('✔ API key (hidden)');
  });

  it('keeps a text that was refused, so that it can be corrected', async () => {
    const { prompter, shows, type } = screenOfTest();
    const check = (text: string) => (text === '42' ? undefined : 'Enter 42.');
    const answer = prompter.text({ id: 'x', message: 'Answer', check });
    await shows('? Answer');
    type('43', ENTER);
    await shows('? Answer 43', '! Enter 42.');
    type('\u007f2', ENTER);
    expect(await answer).toBe('42');
  });

  it('ends with the error of a check that can not be made', async () => {
    const { prompter, shows, type } = screenOfTest();
    const check = () => Promise.reject(new Error('no network'));
    const answer = prompter.text({ id: 'x', message: 'Answer', check });
    answer.catch(() => undefined);
    await shows('? Answer');
    type('43', ENTER);
    await expect(answer).rejects.toThrow('no network');
  });
});

it.each([
  ['y', true],
  ['YES', true],
  ['n', false],
  ['', false],
] as const)('yes or no: %j is %s, where no is offered', async (typed, expected) => {
  const { prompter, shows, type } = screenOfTest();
  const answer = prompter.confirm({ id: 'x', message: 'Remove these?', initial: false });
  await shows('? Remove these? (y/N)');
  type('maybe', ENTER);
  await shows('? Remove these? maybe', '! Enter y for yes or n for no.');
  type('\u007f'.repeat(5), typed, ENTER);
  expect(await answer).toBe(expected);
  await shows(`✔ Remove these? ${expected ? 'Yes' : 'No'}`);
});
