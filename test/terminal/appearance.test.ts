import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { countsIn } from '../support/tenants.ts';
import { answerByDefault, exitCodeAtEnd } from './default-answers.ts';
import { KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };

// The console of Windows draws the screen anew in its own way: what is sent to it is not what a program printed.
describe.skipIf(onWindows)('the wizard is readable', () => {
  it('at 40 columns: no word is broken or lost', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { columns: 40, rows: 24 });
    await answerByDefault(terminal, sandbox, '1/9', '6/9');
    await terminal.answer('7/9 HaloITSM: client ID', '?', KEY.enter);
    await terminal.shows('Permissions: all. Save.');
    await answerByDefault(terminal, sandbox, '7/9');
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const text = terminal.text();
    for (const sentence of [
      'Enter takes what is offered, Esc (or < as an answer) goes one question back, Ctrl-C stops.',
      '1/9 ilert: your API key (in ilert: your profile, API keys)',
      '2/9 ilert: name of the new alert source',
      '3/9 ilert: teams it belongs to (none is fine)',
      '4/9 ilert: escalation policy, who is woken',
      '5/9 ilert: put alerts together?',
      '6/9 HaloITSM: its address, as in your browser',
      '7/9 HaloITSM: client ID of the API application (? tells how to make one)',
      '4. Login type: Agent. Choose an agent whose role may configure integrations, runbooks and notifications.',
      '7/9 HaloITSM: client secret of the API application',
      '8/9 HaloITSM: what it sends of a ticket',
      '9/9 HaloITSM: which tickets become alerts? All of them, under the usual names',
      'Custom integration: ilert integration (new)',
      'Log a ticket in HaloITSM: within two minutes the alert is in ilert.',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('without colours where NO_COLOR is set, and in ASCII where the locale is C', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { env: { NO_COLOR: '1', LANG: 'C' } });
    await answerByDefault(terminal, sandbox, '1/9', '2/9');
    await terminal.answer('3/9', KEY.down, KEY.space);
    await terminal.shows('> [x] Operations');
    terminal.press(KEY.enter);
    await terminal.asks('4/9');
    await terminal.shows('Up/down to move');
    await answerByDefault(terminal, sandbox, '4/9');
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour starts with one
    expect(terminal.raw()).not.toMatch(/\u001b\[[\d;]+m/);
    expect(terminal.text()).toMatch(/^[\x20-\x7e]+$/);
  });

  it('in ASCII and without colours on a dumb terminal', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { env: { TERM: 'dumb' } });
    await answerByDefault(terminal, sandbox, '1/9', '4/9');
    await terminal.answer('5/9', KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toMatch(/^[\x20-\x7e]+$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour starts with one
    expect(terminal.raw()).not.toMatch(/\u001b\[[\d;]+m/);
  });

  it('in a window of 20 by 6 it can be completed', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { columns: 20, rows: 6 });
    await answerByDefault(terminal, sandbox);
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
