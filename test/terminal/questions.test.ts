import { expect, it } from 'vitest';
import { growAccount } from '../../sandbox/sandbox.ts';
import { closedPort } from '../support/loopback.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { answerByDefault } from './default-answers.ts';
import { describeOnTerminal, KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };

describeOnTerminal('the product of a HaloITSM (F23)', () => {
  it('is shown with its URL where the host tells it, and everything after it has its name', LONG, async () => {
    const sandbox = await sandboxOfTest();
    // A test can't reach any host of Halo's cloud.
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}`, NO_PROXY: '127.0.0.1' };
    const terminal = openTerminal(sandbox, { env });
    await answerByDefault(terminal, sandbox, 'API key', 'Alert grouping');
    await terminal.shows('HaloITSM or HaloPSA');
    await terminal.answer('URL', 'acme.halopsa.com', KEY.enter);
    await terminal.shows('Press Enter again to use it anyway.');
    await terminal.answer('URL', KEY.enter);
    await terminal.asks('Client ID');
    await terminal.shows('• URL, as shown in your browser https://acme.halopsa.com (HaloPSA), not checked');
    terminal.press('?', KEY.enter);
    await terminal.shows('once, as a HaloPSA administrator');
  });

  it('is asked for where the host does not tell it', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, 'API key', 'URL');
    await terminal.answer('Which product', KEY.down, KEY.enter);
    await answerByDefault(terminal, sandbox, 'Client ID', 'Options for');
    await terminal.shows('Alert source HaloPSA (new)');
  });
});

describeOnTerminal('the API key (F24)', () => {
  it(
    "of an alert source is recognised at once, without asking ilert, and a personal one's place is named",
    LONG,
    async () => {
      const sandbox = await sandboxOfTest();
      const terminal = openTerminal(sandbox);
      await terminal.answer('API key', 'il1hit0123456789', KEY.enter);
      await terminal.shows('! This is the API key of an alert source');
      await terminal.shows('user icon > Manage API keys');
      expect(sandbox.requests).toEqual([]);
      await terminal.answer('API key', sandbox.ilert.token, KEY.enter);
      await terminal.asks('Teams');
      await terminal.shows('API key Ada Admin, role Admin');
      expect(terminal.raw()).not.toContain('il1hit0123456789');
    },
  );

  it('? shows where to find it, and the question is asked again', LONG, async () => {
    const terminal = openTerminal(await sandboxOfTest());
    await terminal.answer('API key', '?', KEY.enter);
    await terminal.shows('click the user icon > Manage API keys');
    await terminal.asks('API key');
  });
});

describeOnTerminal('a long list (F27)', () => {
  it('keeps "Create a new escalation policy…" on the screen, says how to search, and where one is', LONG, async () => {
    const sandbox = await sandboxOfTest();
    growAccount(sandbox.ilert.state, { policies: 80 });
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, 'API key', 'Teams');
    await terminal.asks('Escalation policy');
    await terminal.shows('+ Create a new escalation policy…');
    await terminal.shows(/type to search/i);
    await terminal.shows(/\d+–\d+ of \d+/);
    terminal.press('policy 38');
    await terminal.shows('❯ Policy 38');
    expect(terminal.text()).toMatch(/policy 38 \+ Create a new escalation policy… ❯ Policy 38/);
    terminal.press(KEY.enter);
    await terminal.asks('Alert grouping');
    await terminal.shows('Escalation policy Policy 38');
  });
});
