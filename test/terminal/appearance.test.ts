import { expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn } from '../support/tenants.ts';
import { answerByDefault, exitCodeAtEnd } from './default-answers.ts';
import { describeOnTerminal, KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };

describeOnTerminal('the wizard is readable', () => {
  it('at 40 columns: no word is broken or lost', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { columns: 40, rows: 24 });
    await answerByDefault(terminal, sandbox, 'API key', 'Which product');
    await terminal.answer('Client ID', '?', KEY.enter);
    await terminal.shows('On the Permissions tab select "all", then Save.');
    await answerByDefault(terminal, sandbox, 'Client ID');
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const text = terminal.text();
    for (const sentence of [
      'Enter accepts the default, Esc goes back, Ctrl-C quits.',
      'API key Ada Admin, role Admin',
      'Teams No team',
      'Escalation policy Default',
      'Alert grouping',
      'URL, as shown in your browser',
      'Which product is it? HaloITSM',
      'Client ID of the API application (Enter if you have none)',
      '4. Login type: Agent. Agent to log in as: an agent whose role can configure integrations, runbooks and notifications.',
      'Client secret Signed in to HaloITSM, with access to integrations and runbooks',
      'Payload Recommended payload',
      'Which tickets may open an alert? All tickets',
      'Custom integration: ilert integration (new)',
      'Log a ticket in HaloITSM; the alert should appear in ilert within two minutes.',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('without colours where NO_COLOR is set, and in ASCII where the locale is C', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { env: { NO_COLOR: '1', LANG: 'C' } });
    await answerByDefault(terminal, sandbox, 'API key', 'API key');
    await terminal.answer('Teams', KEY.down, KEY.space);
    await terminal.shows('> [x] Operations');
    terminal.press(KEY.enter);
    await terminal.asks('Escalation policy');
    await terminal.shows('Up/down to move');
    await answerByDefault(terminal, sandbox, 'Escalation policy');
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour starts with one
    expect(terminal.raw()).not.toMatch(/\u001b\[[\d;]+m/);
    expect(terminal.text()).toMatch(/^[\x20-\x7e]+$/);
  });

  it('on a dumb terminal: in ASCII, without any escape sequence, with numbers for choices', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { env: { TERM: 'dumb' } });
    await terminal.answer('API key', 'il1api-wrong', KEY.enter);
    await terminal.shows('! ilert rejected this API key.');
    await terminal.answer('API key', `x${KEY.backspace}`, sandbox.ilert.token, KEY.enter);
    await terminal.asks('Teams');
    terminal.press('1, desk', KEY.enter);
    await terminal.answer('Escalation policy', '<', KEY.enter);
    await terminal.answer('Teams', KEY.escape);
    await terminal.answer('API key', KEY.enter);
    await terminal.asks('Teams');
    await terminal.shows('Enter: Operations, Service Desk');
    terminal.press(KEY.enter);
    await terminal.answer('Escalation policy', 'critical', KEY.enter);
    await answerByDefault(terminal, sandbox, 'Alert grouping');
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const { policies, alertSources } = sandbox.ilert.state;
    const policy = policies.find(({ id }) => id === alertSources.at(-1)?.policyId);
    expect(policy?.name).toBe('Critical incidents');
    expect(terminal.text()).toMatch(/^[\x20-\x7e]+$/);
    expect(terminal.raw()).not.toContain('\u001b');
    expect(terminal.raw()).not.toContain(sandbox.ilert.token);
  });

  it('on a dumb terminal, Ctrl-C at a question cancels', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { env: { TERM: 'dumb' } });
    await terminal.answer('API key', KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toMatch(/Cancelled\. Nothing was changed\.$/);
    expect(terminal.raw()).not.toContain('\u001b');
  });

  it('in a window of 20 by 6 it can be completed', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { columns: 20, rows: 6 });
    await answerByDefault(terminal, sandbox);
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
