import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf, runWizard, without } from './run-wizard.ts';
import { ENTER, inTurn } from './scripted-prompter.ts';

describe('names of another integration than the profile remembers', () => {
  const OTHERS = {
    name: 'Second',
    more: 'All of them, under other names',
    'halo.integrationName': 'I2',
    'halo.methodName': 'M2',
  };

  /** A machine that has set up one integration, and answers for another one. */
  async function otherNames() {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
    const before = configurationOf(sandbox);
    const script = { ...without(defaultAnswers(sandbox), 'confirm'), ...OTHERS, 'halo.runbookName': 'R2' };
    return { sandbox, cwd, before, script, stored: storedIn(sandbox) };
  }

  it('are asked about before anything is changed, and the person can stop', async () => {
    const { sandbox, cwd, before, script, stored } = await otherNames();
    const run = await runWizard(sandbox, { ...script, another: 'Cancel' }, { cwd });
    expect([run.exitCode, configurationOf(sandbox)]).toEqual([130, before]);
    expect(run.shown).toContain(`alert source "HaloITSM" (id ${stored.source.id})`);
    expect(questionOf(run, 'another').choices?.at(-1)?.description).toContain('--profile');
  });

  it('can be given again: then the remembered one is worked on', async () => {
    const { sandbox, cwd, before, script } = await otherNames();
    const names = {
      name: inTurn('Second', 'HaloITSM'),
      'halo.integrationName': inTurn('I2', 'ilert integration'),
      'halo.methodName': inTurn('M2', 'send ticket to ilert'),
      'halo.runbookName': inTurn('R2', 'ilert runbook'),
    };
    const run = await completeWizard(sandbox, { ...script, ...names, another: ENTER }, { cwd });
    expect(run.stdout).toContain('Nothing to do');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('can be those that it gets', async () => {
    const { sandbox, cwd, script, stored } = await otherNames();
    const run = await completeWizard(sandbox, { ...script, another: 'Rename it to', confirm: ENTER }, { cwd });
    expect(run.stdout).toContain('Done: 0 created, 4 updated.');
    const { source, integration, method, runbook } = stored;
    expect([source, integration, method, runbook].map(({ name }) => name)).toEqual(['Second', 'I2', 'M2', 'R2']);
  });
});

it('the address of another HaloITSM than the profile remembers is refused where it is asked for', async () => {
  const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
  const { cwd } = await completeWizard(first, defaultAnswers(first));
  const script = { ...defaultAnswers(first), 'halo-url': inTurn(second.halo.url, first.halo.url) };
  const run = await completeWizard(first, without(script, 'confirm'), { cwd });
  expect(run.refused).toEqual([expect.stringContaining('--profile NAME')]);
  expect(second.requests).toEqual([]);
});

it('another HaloITSM that is given beforehand is refused before the first question', async () => {
  const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
  const { cwd } = await completeWizard(first, defaultAnswers(first));
  const run = await runWizard(second, {}, { cwd, argv: ['--halo-url', second.halo.url] });
  expect([run.exitCode, idsOf(run)]).toEqual([2, []]);
  expect(run.stderr).toContain(first.halo.url);
});
