import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, idsOf, runWizard } from './run-wizard.ts';
import { CTRL_C, type Script } from './scripted-prompter.ts';

/** Creates a home folder in which the wizard has set up an integration. */
async function setUp(more: Script = {}) {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...more });
  return { sandbox, cwd };
}

const secretsOf = ({ ilert, halo }: Sandbox) => ({
  'ilert.apiToken': ilert.token,
  'halo.clientSecret': halo.clientSecret,
});

/** Names both accounts, as the person sees them. */
const accountsOf = ({ ilert, halo }: Sandbox) => `HaloITSM ${halo.url} and ilert ${ilert.url} (profile default)`;

describe('after the wizard, with only the secrets typed,', () => {
  it.each([
    [['status'], 0, /^Healthy/m],
    [['plan', '--exit-code'], 0, /^No changes/m],
  ])('%s works', async (argv, exitCode, expected) => {
    const { sandbox, cwd } = await setUp({ payload: 'Full payload', grouping: 'Until alert is accepted' });
    const run = await runWizard(sandbox, secretsOf(sandbox), { cwd, argv });
    expect(run.stderr).toContain(`Note: Using what the wizard saved for ${accountsOf(sandbox)}.`);
    expect(run.stderr).not.toMatch(/halo\.url|alertSource\./);
    expect([run.exitCode, run.stdout]).toEqual([exitCode, expect.stringMatching(expected)]);
  });

  it.each(['apply', 'destroy', 'verify'])('%s names both accounts before it asks for approval', async (command) => {
    const { sandbox, cwd } = await setUp();
    const argv = command === 'apply' ? ['apply', '--grouping', 'until-resolved'] : [command];
    const run = await runWizard(sandbox, { ...secretsOf(sandbox), confirm: false }, { cwd, argv });
    expect(run.exitCode).toBe(130);
    expect(run.shown).toContain(accountsOf(sandbox));
  });

  it('the accounts are named before a secret is asked for', async () => {
    const { sandbox, cwd } = await setUp();
    const run = await runWizard(sandbox, { 'ilert.apiToken': CTRL_C }, { cwd, argv: ['destroy'] });
    expect(run.stderr).toContain(accountsOf(sandbox));
  });

  it('destroy removes what the wizard set up', async () => {
    const { sandbox, cwd } = await setUp();
    const run = await runWizard(sandbox, { ...secretsOf(sandbox), confirm: true }, { cwd, argv: ['destroy'] });
    expect(run.exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('verify proves it', async () => {
    const { sandbox, cwd } = await setUp();
    const run = await runWizard(sandbox, { ...secretsOf(sandbox), confirm: true }, { cwd, argv: ['verify'] });
    expect([run.exitCode, run.stdout]).toEqual([
      0,
      expect.stringMatching(/^ilert's side works: a test event created alert \d+/m),
    ]);
  });

  it('a secret that is rejected ends the run, and Ctrl-C at its question changes nothing', async () => {
    const { sandbox, cwd } = await setUp();
    const argv = ['status'];
    const wrong = await runWizard(sandbox, { ...secretsOf(sandbox), 'ilert.apiToken': 'il1api-x' }, { cwd, argv });
    expect(wrong.exitCode).toBe(3);
    const stopped = await runWizard(sandbox, { 'ilert.apiToken': CTRL_C }, { cwd, argv });
    expect(stopped.exitCode).toBe(130);
  });
});

describe('what the wizard saved', () => {
  it('is not used in CI, without a terminal, or with --json: everything that is missing is reported', async () => {
    const { sandbox, cwd } = await setUp();
    const withoutTerminal = { isTTY: false, write: () => true };
    for (const overrides of [
      { argv: ['status'], env: { CI: 'true' } },
      { argv: ['status', '--json'] },
      { argv: ['status'], stderr: withoutTerminal },
    ]) {
      const run = await runWizard(sandbox, {}, { cwd, ...overrides });
      expect([run.exitCode, idsOf(run)]).toEqual([2, []]);
    }
  });

  it('gives way to what is given', async () => {
    const { sandbox, cwd } = await setUp();
    const argv = ['plan', '--exit-code', '--grouping', 'until-resolved'];
    const run = await runWizard(sandbox, secretsOf(sandbox), { cwd, argv });
    expect([run.exitCode, run.stdout]).toEqual([4, expect.stringMatching(/grouping|alertCreation/i)]);
  });

  it('follows what is applied later: the next status has nothing to report', async () => {
    const { sandbox, cwd } = await setUp();
    const argv = ['apply', '--grouping', 'until-resolved'];
    const script = { ...secretsOf(sandbox), confirm: true };
    expect((await runWizard(sandbox, script, { cwd, argv })).exitCode).toBe(0);
    expect((await runWizard(sandbox, secretsOf(sandbox), { cwd, argv: ['status'] })).exitCode).toBe(0);
  });

  it('is not mixed with another account: nothing of it is used', async () => {
    const { sandbox, cwd } = await setUp();
    const argv = ['plan', '--halo-url', 'https://other.haloitsm.com'];
    const run = await runWizard(sandbox, {}, { cwd, argv });
    expect([run.exitCode, idsOf(run)]).toEqual([2, []]);
    expect(run.stderr).not.toContain(sandbox.halo.clientId);
  });
});

it('without anything saved or given, nothing is asked: everything that is missing is reported', async () => {
  const run = await runWizard(await sandboxOfTest(), {}, { argv: ['status'] });
  expect([run.exitCode, idsOf(run)]).toEqual([2, []]);
});

it('a settings file whose variables are not set asks for the secrets, on a terminal only', async () => {
  const { sandbox, cwd } = await setUp();
  const { halo } = sandbox;
  const settings = {
    ilert: { apiToken: 'env:ILERT_API_TOKEN' },
    alertSource: { escalationPolicy: 'Default' },
    halo: { url: halo.url, clientId: halo.clientId, clientSecret: 'env:HALO_CLIENT_SECRET' },
  };
  writeFileSync(join(cwd, 'settings.json'), JSON.stringify(settings));
  const argv = ['plan', '--exit-code', '--config', 'settings.json'];
  const run = await runWizard(sandbox, secretsOf(sandbox), { cwd, argv });
  expect([run.exitCode, idsOf(run)]).toEqual([0, ['ilert.apiToken', 'halo.clientSecret']]);
  const inCi = await runWizard(sandbox, {}, { cwd, argv, env: { CI: '1' } });
  expect(inCi.stderr).toContain('refers to the environment variable ILERT_API_TOKEN, which is not set');
});
