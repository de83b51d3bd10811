import { describe, expect, it } from 'vitest';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, questionOf } from './run-wizard.ts';
import { ENTER, inTurn, type Script } from './scripted-prompter.ts';

const NEW: Record<string, Script[string]> = {
  policy: '+ Create a new escalation policy',
  'policy-name': ENTER,
  'policy-responders': ['On-call (schedule)', 'Sina Servicedesk', 'Ada Admin'],
  'policy-timeout': '25',
};

describe('the escalation policy', () => {
  it('is chosen from the existing ones, each with whom it notifies', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), policy: 'Critical incidents' });
    expect(questionOf(wizard, 'policy').choices?.map(({ name, description }) => [name, description])).toEqual([
      ['+ Create a new escalation policy…', 'You choose its name, the responders and their order.'],
      ['Default', 'Notifies Ada Admin.'],
      ['Critical incidents', 'Notifies On-call, then Ada Admin and Oscar Operator.'],
    ]);
    const chosen = sandbox.ilert.state.policies.find(({ name }) => name === 'Critical incidents');
    expect(storedIn(sandbox).source.policyId).toBe(chosen?.id);
  });

  it('is distinguished from another of the same name by its ID', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const second = sandbox.ilert.state.addPolicy('Default');
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), policy: `Default (ID ${second.id})` });
    expect(storedIn(sandbox).source.policyId).toBe(second.id);
  });

  it('that is new notifies users and schedules in the order of their selection', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...NEW });
    const { policies, users, schedules } = sandbox.ilert.state;
    const policy = policies.find(({ name }) => name === 'Service desk tickets');
    const idOf = (name: string) => users.find(({ firstName }) => firstName === name)?.id;
    expect(policy?.rules).toMatchObject([
      { escalationTimeout: 25, scheduleIds: [schedules[0]?.id], userIds: [] },
      { escalationTimeout: 25, userIds: [idOf('Sina')], scheduleIds: [] },
      { escalationTimeout: 25, userIds: [idOf('Ada')], scheduleIds: [] },
    ]);
    expect(storedIn(sandbox).source.policyId).toBe(policy?.id);
  });

  it('that is new needs an unused name, a responder and a valid timeout', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const { refused } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      ...NEW,
      'policy-name': inTurn('', 'Default', 'Night shift'),
      'policy-responders': inTurn([], ['Ada Admin', 'On-call (schedule)']),
      'policy-timeout': inTurn('soon', '0', '2.5', '5,0'),
    });
    expect(refused).toEqual([
      'Enter a name.',
      expect.stringContaining('An escalation policy with this name already exists.'),
      'Select at least one responder.',
      ...Array(3).fill('Enter a whole number between 1 and 1440.'),
    ]);
    expect(sandbox.ilert.state.policies.at(-1)).toMatchObject({
      name: 'Night shift',
      rules: [{ escalationTimeout: 5 }, { escalationTimeout: 5 }],
    });
  });

  it('that is new with one responder has no timeout to ask for', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const { 'policy-timeout': _, ...script } = { ...defaultAnswers(sandbox), ...NEW };
    await completeWizard(sandbox, { ...script, 'policy-responders': ['Ada Admin'] });
    expect(sandbox.ilert.state.policies.at(-1)?.rules).toHaveLength(1);
  });

  it('that the wizard created is removed by destroy', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const before = configurationOf(sandbox);
    const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...NEW });
    const { ILERT_ESCALATION_POLICY: _, ...env } = pointedAt(sandbox);
    const { exitCode, stderr } = await run(['destroy', '--yes'], { cwd, env });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('- escalation policy "Service desk tickets"');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('that the wizard created is kept by destroy if somebody else uses it', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...NEW });
    const policy = sandbox.ilert.state.policies.at(-1);
    sandbox.ilert.state.addAlertSource('Another', { policyId: policy?.id ?? 0 });
    const { stdout } = await run(['destroy', '--yes'], { cwd, env: pointedAt(sandbox) });
    expect(stdout).toMatch(/Kept, because it is still in use:\n {2}escalation policy "Service desk tickets" .*Another/);
    expect(sandbox.ilert.state.policies).toContain(policy);
  });

  it('that existed before is never removed', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const before = configurationOf(sandbox);
    const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
    expect((await run(['destroy', '--yes'], { cwd, env: pointedAt(sandbox) })).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('that the wizard created is offered like any other in the next run', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...NEW });
    const { confirm: _, ...script } = defaultAnswers(sandbox);
    const again = await completeWizard(sandbox, script, { cwd });
    expect(questionOf(again, 'policy').offered).toBe('Service desk tickets');
    expect(again.stdout).toContain('No changes');
    expect(again.stdout).toContain('escalation policy "Service desk tickets"');
  });

  it('that the wizard created keeps its name in the report when another one is chosen', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...NEW });
    const { stdout } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), policy: 'Default' }, { cwd });
    expect(stdout).not.toContain('escalation policy "Default"');
    const { stderr } = await run(['destroy', '--yes'], { cwd, env: pointedAt(sandbox) });
    expect(stderr).toContain('- escalation policy "Service desk tickets"');
  });
});
