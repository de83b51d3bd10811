import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf, countsIn, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, questionOf, runWizard } from './run-wizard.ts';
import { BACK, CTRL_C, ENTER, inTurn, type Script } from './scripted-prompter.ts';

async function setUp(more: Script = {}) {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...more });
  const { ilert, halo } = sandbox;
  return {
    sandbox,
    cwd,
    typed: { 'ilert-key': ilert.token, 'halo-client-secret': halo.clientSecret },
    secrets: { 'ilert.apiToken': ilert.token, 'halo.clientSecret': halo.clientSecret },
  };
}

describe('a later run begins with a menu', () => {
  it('that says what was set up, where and when', async () => {
    const { sandbox, cwd } = await setUp();
    const run = await runWizard(sandbox, { menu: BACK }, { cwd });
    expect(questionOf(run, 'menu').message).toMatch(
      /^The ilert integration for 127\.0\.0\.1:\d+ was set up on \d{4}-\d\d-\d\d\./,
    );
    expect([run.exitCode, run.stderr]).toEqual([130, expect.stringContaining('Cancelled. Nothing was changed.')]);
  });

  it('to which Esc leads back from the name of another profile', async () => {
    const { sandbox, cwd } = await setUp();
    const run = await runWizard(sandbox, { menu: inTurn('Set up another one', BACK), profile: BACK }, { cwd });
    expect(run.asked.map(({ id }) => id)).toEqual(['menu', 'profile', 'menu']);
    expect(run.exitCode).toBe(130);
  });

  it('Change it: after the secrets comes the review, and an edited answer is shown as a change', async () => {
    const { sandbox, cwd, typed } = await setUp();
    const run = await completeWizard(
      sandbox,
      {
        ...typed,
        menu: ENTER,
        confirm: inTurn('Edit an answer', 'Apply'),
        edit: 'Alert grouping',
        grouping: 'Until alert is accepted',
      },
      { cwd },
    );
    expect(run.asked.map(({ id }) => id).slice(0, 6)).toEqual([
      'menu',
      'ilert-key',
      'halo-client-secret',
      'confirm',
      'edit',
      'grouping',
    ]);
    expect(run.shown).toMatch(/HaloITSM \(exists, will be updated\)[\s\S]*~ alert source/);
    expect(storedIn(sandbox).source.alertCreation).toBe('ONE_PENDING_ALERT_ALLOWED');
  });

  it('Change it, and then nothing: nothing is changed', async () => {
    const { sandbox, cwd, typed } = await setUp();
    const before = configurationOf(sandbox);
    const run = await runWizard(sandbox, { ...typed, menu: ENTER, confirm: 'Quit' }, { cwd });
    expect(questionOf(run, 'confirm').choices?.map(({ name }) => name)).not.toContain('Apply these changes');
    expect([run.exitCode, configurationOf(sandbox)]).toEqual([130, before]);
  });

  it('Change it offers to edit what is gone from ilert in the meantime', async () => {
    const { sandbox, cwd, typed } = await setUp({ policy: 'Critical' });
    const { policies } = sandbox.ilert.state;
    policies.splice(
      policies.findIndex(({ name }) => name === 'Critical incidents'),
      1,
    );
    const script = { ...typed, menu: ENTER, edit: 'Escalation policy', policy: 'Default', confirm: ENTER };
    const run = await completeWizard(sandbox, script, { cwd });
    expect(run.shown).toContain('no escalation policy "Critical incidents"');
    expect(storedIn(sandbox).source.policyId).toBe(policies.find(({ name }) => name === 'Default')?.id);
  });

  it('Send a test alert', async () => {
    const { sandbox, cwd, secrets } = await setUp();
    const run = await completeWizard(sandbox, { ...secrets, menu: 'Send', confirm: true }, { cwd });
    expect(run.exitCode).toBe(0);
    expect(sandbox.ilert.state.alerts.map(({ status }) => status)).toEqual(['RESOLVED']);
  });

  it('Show its status', async () => {
    const { sandbox, cwd, secrets } = await setUp();
    const run = await completeWizard(sandbox, { ...secrets, menu: 'Show' }, { cwd });
    expect(run.stdout).toMatch(/^Healthy/m);
  });

  it('Remove it, after asking; the next run then sets it up again', async () => {
    const { sandbox, cwd, secrets } = await setUp();
    const kept = await runWizard(sandbox, { ...secrets, menu: 'Remove', confirm: false }, { cwd });
    expect([kept.exitCode, countsIn(sandbox)]).toEqual([130, [1, 1, 1, 1, 1, 1]]);
    await completeWizard(sandbox, { ...secrets, menu: 'Remove', confirm: true }, { cwd });
    expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
    const again = await completeWizard(sandbox, defaultAnswers(sandbox), { cwd });
    expect(again.asked.map(({ id }) => id)).not.toContain('menu');
  });

  it('Set up another one: under a profile of its own, which leaves the first one alone', async () => {
    const { sandbox, cwd } = await setUp();
    const { source } = storedIn(sandbox);
    const before = structuredClone(source);
    const run = await completeWizard(
      sandbox,
      {
        ...defaultAnswers(sandbox),
        menu: 'Set up another',
        profile: inTurn('default', 'two words', 'second'),
        existing: 'Keep them',
        name: 'Second source',
        'halo.integrationName': 'second integration',
        'halo.methodName': ENTER,
        'halo.runbookName': 'second runbook',
      },
      { cwd },
    );
    expect(run.refused).toEqual([
      'Profile "default" already exists. Enter another name.',
      'Enter a name of letters, digits, - and _.',
    ]);
    expect(run.stdout).toContain('--profile second');
    expect([source, sandbox.ilert.state.alertSources.at(-1)?.name]).toEqual([before, 'Second source']);
  });
});

it.each([
  ['settings are given as flags', ['setup', '--grouping', 'none']],
  ['another profile is named', ['setup', '--profile', 'other']],
  ['a settings file is named', ['setup', '--config', 'settings.json']],
])('there is no menu where %s', async (_, argv) => {
  const { sandbox, cwd } = await setUp();
  writeFileSync(join(cwd, 'settings.json'), '{}');
  const run = await runWizard(sandbox, { 'ilert-key': CTRL_C }, { cwd, argv });
  expect(run.asked.map(({ id }) => id)).toEqual(['ilert-key']);
});
