import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../cli/files-below.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf, runWizard, without } from './run-wizard.ts';
import { ENTER, inTurn } from './scripted-prompter.ts';

describe('names of another integration than the profile remembers', () => {
  const OTHERS = {
    'alertSource.name': 'Second',
    'halo.integrationName': 'I2',
    'halo.methodName': 'M2',
    'halo.runbookName': 'R2',
  };

  /** Creates a machine that has set up one integration, and whose answers are for another one. */
  async function otherNames() {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
    const before = configurationOf(sandbox);
    rememberAnswers(cwd, OTHERS);
    const script = without(defaultAnswers(sandbox), 'confirm');
    return { sandbox, cwd, before, script, stored: storedIn(sandbox) };
  }

  it('lead to a question before anything is changed, which can be cancelled', async () => {
    const { sandbox, cwd, before, script, stored } = await otherNames();
    const run = await runWizard(sandbox, { ...script, another: 'Cancel' }, { cwd });
    expect([run.exitCode, configurationOf(sandbox)]).toEqual([130, before]);
    expect(run.shown).toContain(`alert source "HaloITSM" (ID ${stored.source.id})`);
    expect(questionOf(run, 'another').choices?.at(-1)?.description).toContain('--profile');
  });

  it('can be replaced by the saved names, to work on that integration', async () => {
    const { sandbox, cwd, before, script } = await otherNames();
    const names = {
      name: 'HaloITSM',
      'halo.integrationName': 'ilert integration',
      'halo.methodName': 'send ticket to ilert',
      'halo.runbookName': 'ilert runbook',
    };
    const run = await completeWizard(sandbox, { ...script, ...names, another: ENTER }, { cwd });
    expect(run.stdout).toContain('No changes');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('can be the new names of the saved integration', async () => {
    const { sandbox, cwd, script, stored } = await otherNames();
    const run = await completeWizard(sandbox, { ...script, another: 'Rename it to', confirm: ENTER }, { cwd });
    expect(run.stdout).toContain('Done: 0 created, 4 updated');
    const { source, integration, method, runbook } = stored;
    expect([source, integration, method, runbook].map(({ name }) => name)).toEqual(['Second', 'I2', 'M2', 'R2']);
  });
});

/** Changes answers in the profile, as if another version had saved them. */
function rememberAnswers(cwd: string, answers: Readonly<Record<string, unknown>>): void {
  const [file = ''] = filesBelow(cwd).filter((path) => basename(path) === 'profiles.json');
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(saved.default.answers, answers);
  writeFileSync(file, JSON.stringify(saved));
}

it('a URL that is not that of the profile is rejected at its question', async () => {
  const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
  const { cwd } = await completeWizard(first, defaultAnswers(first));
  const script = { ...defaultAnswers(first), 'halo-url': inTurn(second.halo.url, first.halo.url) };
  const run = await completeWizard(first, without(script, 'confirm'), { cwd });
  expect(run.refused).toEqual([expect.stringContaining('--profile NAME')]);
  expect(second.requests).toEqual([]);
});

it('a URL in the settings that is not that of the profile is rejected before the first question', async () => {
  const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
  const { cwd } = await completeWizard(first, defaultAnswers(first));
  const run = await runWizard(second, {}, { cwd, argv: ['--halo-url', second.halo.url] });
  expect([run.exitCode, idsOf(run)]).toEqual([2, []]);
  expect(run.stderr).toContain(first.halo.url);
});
