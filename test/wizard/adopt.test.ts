import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { applied, configurationOf, countsIn, expectNothingPending, storedIn } from '../support/tenants.ts';
import { printedCommand } from './printed-command.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf, runWizard, without } from './run-wizard.ts';
import { BACK, ENTER, inTurn } from './scripted-prompter.ts';

/** Sets it up from another machine: this one knows nothing about it. */
async function setUpElsewhere(): Promise<Sandbox> {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  return sandbox;
}

describe('resources that exist under our names', () => {
  it('are adopted from an earlier setup, and not created twice', async () => {
    const sandbox = await setUpElsewhere();
    const before = configurationOf(sandbox);
    const { shown, stdout } = await completeWizard(sandbox, {
      ...without(defaultAnswers(sandbox), 'confirm'),
      existing: ENTER,
    });
    const { source, integration, runbook } = storedIn(sandbox);
    expect(shown).toContain(
      [
        'Already exists:',
        `  alert source "HaloITSM" (ID ${source.id})`,
        `  custom integration "ilert integration" (ID ${integration.id})`,
        `  runbook "ilert runbook" (ID ${runbook.id})`,
      ].join('\n'),
    );
    expect(stdout).toContain('No changes');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('are not asked about if this profile created them', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
    const { source } = storedIn(sandbox);
    source.alertCreation = 'ONE_PENDING_ALERT_ALLOWED';
    const again = await completeWizard(sandbox, defaultAnswers(sandbox), { cwd });
    expect(idsOf(again)).not.toContain('existing');
    expect(source.alertCreation).toBe('ONE_ALERT_PER_EMAIL');
  });

  it('are shown with their changes before they are changed', async () => {
    const sandbox = await setUpElsewhere();
    const { shown } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      existing: ENTER,
      grouping: 'Until alert is accepted',
    });
    expect(shown).toMatch(
      /~ alert source "HaloITSM"[\s\S]*Alert grouping {3}Do not group alerts → Until alert is accepted/,
    );
    expect(storedIn(sandbox).source.alertCreation).toBe('ONE_PENDING_ALERT_ALLOWED');
  });

  it('stay as they are if ours get other names', async () => {
    const sandbox = await setUpElsewhere();
    const { source, integration, runbook } = storedIn(sandbox);
    const before = structuredClone([source, integration, runbook]);
    await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      existing: 'Keep them',
      name: 'Second source',
      'halo.integrationName': 'second integration',
      'halo.methodName': ENTER,
      'halo.runbookName': 'second runbook',
    });
    expect([source, integration, runbook]).toEqual(before);
    expect(sandbox.ilert.state.alertSources.at(-1)?.name).toBe('Second source');
    expect(sandbox.halo.state.webhooks.at(-1)?.name).toBe('second runbook');
    expect(sandbox.writes()).toBe(12);
  });

  it("are another one's if the alert source has alerts and nothing here posts to it: Enter creates a new one", async () => {
    const sandbox = await setUpElsewhere();
    const { halo, ilert } = sandbox;
    const { source } = storedIn(sandbox);
    ilert.state.addAlert(source, { summary: 'A ticket of another HaloITSM' });
    halo.state.bindings.splice(-2);
    for (const rows of [halo.state.webhooks, halo.state.methods, halo.state.integrations]) rows.pop();
    const before = structuredClone(source);
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      existing: ENTER,
      name: 'Second source',
      'halo.integrationName': ENTER,
      'halo.methodName': ENTER,
      'halo.runbookName': ENTER,
    });
    expect(wizard.shown).toContain('The alert source has alerts, but nothing in this HaloITSM posts to it');
    expect(source).toEqual(before);
    expect(ilert.state.alertSources.at(-1)?.name).toBe('Second source');
  });

  it('stay as they are if the person stops', async () => {
    const sandbox = await setUpElsewhere();
    const before = configurationOf(sandbox);
    const wizard = await runWizard(sandbox, { ...without(defaultAnswers(sandbox), 'confirm'), existing: 'Cancel' });
    expect(wizard.exitCode).toBe(130);
    expect(wizard.stderr).toContain('Cancelled. Nothing was changed.');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('are asked about again after going back, but not once adopted', async () => {
    const sandbox = await setUpElsewhere();
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      grouping: 'Until alert is resolved',
      existing: inTurn(BACK, ENTER),
      'on-call': inTurn(ENTER, ENTER),
      confirm: ENTER,
    });
    expect(idsOf(wizard).slice(-4)).toEqual(['existing', 'on-call', 'existing', 'confirm']);
  });

  it('under names from flags have to be changed there', async () => {
    const sandbox = await setUpElsewhere();
    const { exitCode, stderr } = await runWizard(
      sandbox,
      { ...without(defaultAnswers(sandbox), 'confirm'), existing: 'Keep them' },
      {
        argv: ['setup', '--name', 'HaloITSM', '--integration-name', 'ilert integration'].concat(
          '--method-name',
          'send ticket to ilert',
          '--runbook-name',
          'ilert runbook',
        ),
      },
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Change them there.');
  });
});

describe('an incomplete setup', () => {
  it('with the HaloITSM side alone is completed in ilert, and points to the new alert source', async () => {
    const sandbox = await setUpElsewhere();
    const { ilert } = sandbox;
    ilert.state.alertSources.splice(ilert.state.alertSources.indexOf(storedIn(sandbox).source), 1);
    const { shown, stdout } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), existing: ENTER });
    expect(shown).not.toContain('alert source "HaloITSM" (ID');
    expect(stdout).toContain('Done: 1 created, 1 updated');
    const { source, method } = storedIn(sandbox);
    expect(method.path).toContain(source.integrationKey);
    await expectNothingPending(sandbox);
  });

  it('with the ilert side alone is completed in HaloITSM', async () => {
    const sandbox = await setUpElsewhere();
    const { source, integration, method, runbook } = storedIn(sandbox);
    const { integrations, methods, webhooks, bindings } = sandbox.halo.state;
    integrations.splice(integrations.indexOf(integration), 1);
    methods.splice(methods.indexOf(method), 1);
    webhooks.splice(webhooks.indexOf(runbook), 1);
    for (const binding of bindings.filter(({ webhook_id }) => webhook_id === runbook.id)) {
      bindings.splice(bindings.indexOf(binding), 1);
    }
    const { shown, stdout } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), existing: ENTER });
    expect(shown).toContain(`alert source "HaloITSM" (ID ${source.id})`);
    expect(stdout).toContain('Done: 5 created, 0 updated');
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('with a custom integration that has methods of others is left alone: ours gets another name', async () => {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.halo;
    const theirs = state.addIntegration('ilert integration', { resourcebaseurl: 'https://elsewhere.example' });
    state.addMethod(theirs, 'their method');
    const before = structuredClone(theirs);
    const { shown } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      existing: ENTER,
      name: ENTER,
      'halo.integrationName': 'our integration',
      'halo.methodName': ENTER,
      'halo.runbookName': ENTER,
    });
    expect(shown).toContain('their method');
    expect(shown).toContain('Choose another name.');
    expect(theirs).toEqual(before);
  });
});

describe('several resources with the same name', () => {
  /** Creates two integrations, each with two methods that have our name. */
  async function doubled() {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.halo;
    const rows = [1, 2].map(() => state.addIntegration('ilert integration', { resourcebaseurl: sandbox.ilert.url }));
    for (const row of rows) {
      state.addMethod(row, 'send ticket to ilert');
      state.addMethod(row, 'send ticket to ilert');
    }
    return { sandbox, rows };
  }

  // Windows has no POSIX shell to read the line.
  it.skipIf(onWindows)('the person chooses ours, for each kind, and the reproduce command adopts it', async () => {
    const { sandbox, rows } = await doubled();
    const mine = rows[1]?.id ?? 0;
    const methods = sandbox.halo.state.methods.filter(({ integration_id }) => integration_id === mine);
    const untouched = structuredClone(rows[0]);
    const { stdout, asked } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'several-custom-integration': `ID ${mine}`,
      'several-method': `ID ${methods[1]?.id}`,
    });
    expect(asked.find(({ id }) => id === 'several-method')?.choices).toHaveLength(4);
    expect(rows[0]).toEqual(untouched);
    expect(sandbox.halo.state.integrations.filter(({ name }) => name === 'ilert integration')).toHaveLength(2);
    const before = sandbox.writes();
    const again = await run(printedCommand(stdout, 'apply'), { env: pointedAt(sandbox) });
    expect(again.stderr).toBe('');
    expect(again.stdout).toContain('No changes');
    expect(sandbox.writes()).toBe(before);
  });

  it('if none is ours, ours gets another name', async () => {
    const { sandbox } = await doubled();
    await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'several-custom-integration': 'None; create',
      name: ENTER,
      'halo.integrationName': 'third',
      'halo.methodName': ENTER,
      'halo.runbookName': ENTER,
    });
    expect(sandbox.halo.state.integrations.at(-1)?.name).toBe('third');
  });

  it('if the person stops, nothing is changed', async () => {
    const { sandbox } = await doubled();
    const wizard = await runWizard(sandbox, {
      ...without(defaultAnswers(sandbox), 'confirm'),
      'several-custom-integration': 'Cancel',
    });
    expect(wizard.exitCode).toBe(130);
    expect(sandbox.writes()).toBe(0);
    expect(questionOf(wizard, 'several-custom-integration').message).toBe(
      'There are 2 custom integrations named "ilert integration". Which one should be used?',
    );
  });
});
