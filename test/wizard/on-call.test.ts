import { expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, questionOf, without } from './run-wizard.ts';
import { BACK, ENTER, inTurn, type Script } from './scripted-prompter.ts';

const OPTIONS = ['Link to the ticket', "Alert priority from the ticket's", "Alert severity from the ticket's"];

test('options for whoever is on call are off unless they are selected, and each says that it is not yet confirmed', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, defaultAnswers(sandbox));
  const { choices = [], offered } = questionOf(wizard, 'on-call');
  expect(offered).toBe('None');
  for (const { description } of choices) expect(description).toContain('Not yet confirmed on a live tenant.');
  for (const field of ['linkTemplates', 'priorityTemplate', 'severityTemplate'])
    expect(storedIn(sandbox).source).not.toHaveProperty(field);
});

test('all that are selected are set up and reviewed; priorities are chosen from those of the tenant, each once', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': OPTIONS,
    'priority-from-halo': inTurn(['Critical', 'High'], ['Low']),
    'severity-from-halo': inTurn(ENTER, ENTER, ENTER, ENTER),
  });
  const { source } = storedIn(sandbox);
  const names = sandbox.halo.state.priorities.map(({ name }) => name);
  const [asked] = wizard.asked.filter(({ id }) => id === 'priority-from-halo');
  expect(asked?.choices?.map(({ name }) => name)).toEqual(names);
  expect(source.linkTemplates).toHaveLength(1);
  expect(source.priorityTemplate?.mappings).toEqual([
    { value: 'Critical', priority: 'HIGH' },
    { value: 'High', priority: 'HIGH' },
    { value: 'Low', priority: 'LOW' },
  ]);
  expect(source.severityTemplate?.mappings).toEqual(names.map((value, index) => ({ value, severity: index + 1 })));
  expect(wizard.shown).toContain(
    'link to the ticket; alert priority (Critical: high, High: high, Low: low, all others: as set in the alert source); alert severity (Critical: 1, High: 2, Medium: 3, Low: 4, all others: as set in the alert source)',
  );
  expect(wizard.stdout).toContain('--ticket-link ');
  expect(wizard.stdout).toContain('--priority-from-halo Critical=high');
});

test('no ticket becomes less urgent unless its priority is selected for that; what happens to the others is part of the question', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': [OPTIONS[1] ?? ''],
    'priority-from-halo': inTurn(ENTER, ENTER),
  });
  const asked = wizard.asked.filter(({ id }) => id === 'priority-from-halo');
  expect(asked.map(({ message, offered }) => [message, offered])).toEqual([
    ['Which priorities make a high-priority alert? (the others are asked next)', ['Critical']],
    ['Which priorities make a low-priority alert? (all others: as set in the alert source)', 'None'],
  ]);
  expect(storedIn(sandbox).source.priorityTemplate?.mappings).toEqual([{ value: 'Critical', priority: 'HIGH' }]);
});

test('a priority has one severity, and is not offered for another; what the ends of the scale mean is said', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': [OPTIONS[2] ?? ''],
    'severity-from-halo': inTurn(['High', 'Critical'], 'None', BACK, ENTER, 'None', 'None', ENTER),
  });
  const asked = wizard.asked.filter(({ id }) => id === 'severity-from-halo');
  expect(asked.map(({ choices = [] }) => choices.length)).toEqual([4, 2, 2, 2, 2, 2, 2]);
  expect(asked[0]?.message).toBe(
    'Which priorities have severity 1, usually the most severe? (the others are asked next)',
  );
  expect(asked.at(-1)).toMatchObject({
    message: 'Which priorities have severity 5, usually the least severe? (all others: as set in the alert source)',
    offered: ['Medium', 'Low'],
  });
  expect(storedIn(sandbox).source.severityTemplate?.mappings).toEqual([
    { value: 'Critical', severity: 1 },
    { value: 'High', severity: 1 },
    { value: 'Medium', severity: 5 },
    { value: 'Low', severity: 5 },
  ]);
});

test('a priority that no setting can name is not offered', async () => {
  const sandbox = await sandboxOfTest();
  const [row] = sandbox.halo.state.priorities;
  if (row) row.name = '__proto__';
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': [OPTIONS[1] ?? ''],
    'priority-from-halo': inTurn(ENTER, ENTER),
  });
  const [asked] = wizard.asked.filter(({ id }) => id === 'priority-from-halo');
  expect(asked?.choices?.map(({ name }) => name)).toEqual(['High', 'Medium', 'Low']);
});

test('at least one priority is selected', async () => {
  const sandbox = await sandboxOfTest();
  const { refused } = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': [OPTIONS[1] ?? ''],
    'priority-from-halo': inTurn('None', 'None', BACK, ['High'], 'None'),
  });
  expect(refused).toEqual(['Select at least one, or go back and select some there.']);
});

test('where priorities can be listed by nobody, they are typed, and what is wrong is refused', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.halo.state.forbid.add('Priority');
  const { refused } = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': [OPTIONS[2] ?? ''],
    'severity-from-halo': inTurn('Critical=9', 'Critical', '', 'Critical=1, Low=4'),
  });
  expect(refused).toEqual([
    'Entry "Critical" must be 1 to 5.',
    'Entry 1, "Critical", must be NAME=1..5.',
    'Enter at least one NAME=1..5.',
  ]);
  expect(storedIn(sandbox).source.severityTemplate?.mappings).toEqual([
    { value: 'Critical', severity: 1 },
    { value: 'Low', severity: 4 },
  ]);
});

/** Runs the wizard again, takes what it offers, and expects the priorities that were chosen before. */
async function expectOfferedAgain(sandbox: Sandbox, cwd: string): Promise<void> {
  const again = await completeWizard(
    sandbox,
    { ...without(defaultAnswers(sandbox), 'confirm'), 'priority-from-halo': inTurn(ENTER, ENTER) },
    { cwd },
  );
  const offered = again.asked.filter(({ id }) => id === 'priority-from-halo').map((each) => each.offered);
  expect(offered).toEqual([['Critical'], ['Low']]);
  expect(again.stdout).toContain('No changes');
}

test('a later run offers them as they were chosen, and removes one that is no longer selected', async () => {
  const sandbox = await sandboxOfTest();
  const chosen: Script = { 'on-call': OPTIONS.slice(0, 2), 'priority-from-halo': inTurn(['Critical'], ['Low']) };
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...chosen });
  await expectOfferedAgain(sandbox, cwd);
  const off = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'on-call': 'None' }, { cwd });
  expect(off.stdout).toContain('Set ILERT_TICKET_LINK=no as well: no flag turns that off.');
  expect(off.stdout).toContain('--priority-from-halo none');
  expect(storedIn(sandbox).source.linkTemplates).toEqual([]);
  expect(storedIn(sandbox).source).not.toHaveProperty('priorityTemplate');
});

test('a later run offers what a flag gave before, however it was written', async () => {
  const sandbox = await sandboxOfTest();
  const argv = ['setup', '--priority-from-halo', 'Critical = HIGH', '--priority-from-halo', 'Low=LOW'];
  const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox), { argv });
  await expectOfferedAgain(sandbox, cwd);
});

test('what was set up elsewhere stays where none is selected', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, '--escalation-policy', 'Default', '--ticket-link');
  await completeWizard(sandbox, { ...without(defaultAnswers(sandbox), 'confirm'), existing: ENTER });
  expect(storedIn(sandbox).source.linkTemplates).toHaveLength(1);
});

test('what a flag sets is not offered', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, defaultAnswers(sandbox), { argv: ['setup', '--ticket-link'] });
  expect(questionOf(wizard, 'on-call').choices).toHaveLength(3);
  expect(storedIn(sandbox).source.linkTemplates).toHaveLength(1);
});

const NOTIFY = 'Notify an agent in HaloITSM';

test('an agent to notify is chosen among those who can be and have a name, and shown in the review and the command', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': [NOTIFY],
    'notify-on-failure': 'Ingo Integration',
  });
  expect(questionOf(wizard, 'notify-on-failure').choices?.map(({ name }) => name)).toEqual([
    'Hanna Halo',
    'Ingo Integration',
  ]);
  expect(storedIn(sandbox).runbook).toMatchObject({ notify_on_failure: true, notify_on_failure_tech: 3 });
  expect(wizard.shown).toContain('failure notification to Ingo Integration (ID 3)');
  expect(wizard.stdout).toContain("--notify-on-failure 'Ingo Integration'");
});

test('an agent who is no longer to be notified is not', async () => {
  const sandbox = await sandboxOfTest();
  const chosen: Script = { 'on-call': [NOTIFY], 'notify-on-failure': 'Hanna Halo' };
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...chosen });
  await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'on-call': 'None' }, { cwd });
  expect(storedIn(sandbox).runbook).toMatchObject({ notify_on_failure: false, notify_on_failure_tech: -1 });
  const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
  expect(questionOf(again, 'on-call').offered).toBe('None');
});

test('where agents may not be listed, one is given by ID', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.halo.state.forbid.add('Agent');
  const { refused } = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'on-call': [NOTIFY],
    'notify-on-failure': inTurn('Hanna Halo', '2'),
  });
  expect(refused).toEqual(['"Hanna Halo" isn\'t an ID: enter a whole number.']);
  expect(storedIn(sandbox).runbook.notify_on_failure_tech).toBe(2);
});

test('an agent without a name, given by ID before, stays the choice', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.halo.state.forbid.add('Agent');
  const chosen: Script = { 'on-call': [NOTIFY], 'notify-on-failure': '2' };
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...chosen });
  sandbox.halo.state.forbid.delete('Agent');
  for (const agent of sandbox.halo.state.agents) if (agent.id === 2) agent.name = '';
  const again = await completeWizard(
    sandbox,
    { ...without(defaultAnswers(sandbox), 'confirm'), 'notify-on-failure': ENTER },
    { cwd },
  );
  expect(questionOf(again, 'notify-on-failure').offered).toBe('No name (ID 2)');
  expect(again.stdout).toContain('No changes');
});
