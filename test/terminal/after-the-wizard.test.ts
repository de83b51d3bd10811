import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn } from '../support/tenants.ts';
import { answerByDefault, exitCodeAtEnd } from './default-answers.ts';
import { describeOnTerminal, KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 90_000 };

describeOnTerminal('in the home folder in which the wizard has set up an integration', () => {
  async function setUp() {
    const sandbox = await sandboxOfTest();
    const home = temporaryFolder();
    const wizard = openTerminal(sandbox, { home });
    await answerByDefault(wizard, sandbox);
    expect(await exitCodeAtEnd(wizard)).toBe(0);
    /** Runs a command without the settings file that the wizard saved, and types nothing but the secrets. */
    const command = async (...argv: string[]) => {
      const terminal = openTerminal(sandbox, { home, argv: [...argv, '--no-config'] });
      await terminal.answer('ilert API key', sandbox.ilert.token, KEY.enter);
      await terminal.answer('Client secret', sandbox.halo.clientSecret, KEY.enter);
      return terminal;
    };
    return { sandbox, home, command };
  }

  it('status, plan, verify and destroy need the secrets alone, which are not shown', LONG, async () => {
    const { sandbox, command } = await setUp();
    const status = await command('status');
    expect(await status.ended()).toBe(0);
    expect(status.text()).toContain('Using what the wizard saved for HaloITSM');
    for (const secret of [sandbox.ilert.token, sandbox.halo.clientSecret]) expect(status.raw()).not.toContain(secret);

    const plan = await command('plan', '--exit-code');
    expect(await plan.ended()).toBe(0);

    const verify = await command('verify', '--yes');
    expect(await verify.ended()).toBe(0);
    expect(sandbox.ilert.state.alerts.map((alert) => alert.status)).toEqual(['RESOLVED']);

    const destroy = await command('destroy', '--yes');
    expect(await destroy.ended()).toBe(0);
    expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('in CI nothing is asked or used: what is missing is reported', LONG, async () => {
    const { sandbox, home } = await setUp();
    const terminal = openTerminal(sandbox, { home, argv: ['status', '--no-config'], env: { CI: 'true' } });
    expect(await terminal.ended()).toBe(2);
    expect(terminal.text()).toContain('HALO_URL');
  });

  it('a later run offers a menu, whose first entry leads to the review', LONG, async () => {
    const { sandbox, home } = await setUp();
    const terminal = openTerminal(sandbox, { home });
    await terminal.answer('The ilert integration for', KEY.enter);
    await terminal.answer('API key', sandbox.ilert.token, KEY.enter);
    await terminal.answer('Client secret', sandbox.halo.clientSecret, KEY.enter);
    await terminal.answer('What do you want to change?', KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
  });
});
