import { expect, test } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf } from './run-wizard.ts';
import { BACK, ENTER, inTurn } from './scripted-prompter.ts';

test('going back twice keeps the other answers', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    teams: inTurn(['Service Desk'], BACK, ENTER),
    policy: inTurn('Default', BACK, 'Critical'),
    grouping: inTurn(BACK, ENTER),
    'ilert-key': inTurn(sandbox.ilert.token, ENTER),
  });
  expect(idsOf(wizard).slice(0, 9)).toEqual([
    'ilert-key',
    'teams',
    'policy',
    'grouping',
    'policy',
    'teams',
    'ilert-key',
    'teams',
    'policy',
  ]);
  const { alertSources, policies, teams } = sandbox.ilert.state;
  expect(alertSources.at(-1)).toMatchObject({
    teamIds: [teams.find(({ name }) => name === 'Service Desk')?.id],
    policyId: policies.find(({ name }) => name === 'Critical incidents')?.id,
  });
});

test('after going back to a secret, Enter keeps it', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'ilert-key': inTurn(sandbox.ilert.token, ENTER),
    teams: inTurn(BACK, ENTER),
    'halo-client-secret': inTurn(sandbox.halo.clientSecret, ENTER),
    payload: inTurn(BACK, ENTER),
  });
  expect(questionOf(wizard, 'ilert-key').message).toContain('Enter keeps the current one');
  expect(questionOf(wizard, 'halo-client-secret').message).toContain('Enter keeps the current one');
});

test('going back from the plan leads to the last question, and then to a new plan', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    tickets: inTurn(ENTER, BACK, ENTER),
    'on-call': inTurn(ENTER, BACK, ENTER),
    payload: inTurn(ENTER, 'Full payload'),
    confirm: inTurn(BACK, ENTER),
  });
  expect(idsOf(wizard).slice(-7)).toEqual([
    'confirm',
    'on-call',
    'tickets',
    'payload',
    'tickets',
    'on-call',
    'confirm',
  ]);
  expect(storedIn(sandbox).method.requestbody).toContain('<<ticket>>');
});

test('who is to be in a new escalation policy survives going back to an existing one', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const create = '+ Create a new escalation policy';
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    policy: inTurn(create, 'Default', create),
    'policy-name': inTurn(ENTER, BACK, ENTER),
    'policy-responders': inTurn(['Ada Admin'], BACK, ENTER),
    grouping: inTurn(BACK, BACK, ENTER),
  });
  expect(questionOf(wizard, 'policy-responders').offered).toEqual([expect.stringContaining('Ada Admin')]);
  expect(sandbox.ilert.state.policies.at(-1)?.name).toBe('Service desk tickets');
});

test('after another URL, neither the client ID nor the secret of the first one is offered', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const { url, clientId, clientSecret } = sandbox.halo;
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'halo-url': inTurn(url, url.replace('127.0.0.1', 'localhost')),
    product: inTurn(ENTER, BACK, ENTER),
    'halo-auth-url': 'Yes',
    'halo-client-id': inTurn(clientId, BACK, clientId),
    'halo-client-secret': inTurn(clientSecret, BACK, clientSecret),
    payload: inTurn(BACK, ENTER),
  });
  const last = (id: string) => wizard.asked.findLast((question) => question.id === id);
  expect(last('halo-client-id')?.offered).toBe('');
  expect(last('halo-client-secret')?.message).not.toContain('Enter keeps');
});

test('changing the grouping back to none removes its window', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    grouping: inTurn('Time-based', 'Do not group'),
    'grouping-window': inTurn('1 hour', BACK),
    'halo-url': inTurn(BACK, sandbox.halo.url),
  });
  expect(questionOf(wizard, 'grouping').offered).toBe('Time-based');
  expect(storedIn(sandbox).source.alertCreation).toBe('ONE_ALERT_PER_EMAIL');
});

test('choosing an existing policy after all creates none', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const before = structuredClone(sandbox.ilert.state.policies);
  await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    policy: inTurn('+ Create a new escalation policy', 'Default'),
    'policy-name': inTurn(ENTER, BACK),
    'policy-responders': inTurn(['Ada Admin', 'On-call (schedule)'], BACK),
    'policy-timeout': BACK,
  });
  expect(sandbox.ilert.state.policies).toEqual(before);
});

test('after going back, a filter is shown and can be removed', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    tickets: inTurn('Only matching', 'Only matching'),
    'halo.onlyTicketType': inTurn(['Incident'], BACK, 'All'),
    'halo.onlyPriority': inTurn(['High'], BACK, 'All'),
    'halo.onlyTeam': inTurn(ENTER, BACK, ENTER),
    'on-call': inTurn(ENTER, BACK, ENTER),
    confirm: inTurn(BACK, ENTER),
  });
  expect(questionOf(wizard, 'tickets').offered).toBe(
    'Keep the current filter: ticket type is Incident and priority is High',
  );
  expect(wizard.asked.filter(({ id }) => id === 'halo.onlyPriority')[1]?.offered).toEqual(['High']);
  expect(storedIn(sandbox).newTicket.conditions).toEqual([]);
});

test('in an account without teams, going back skips that question', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  sandbox.ilert.state.teams.length = 0;
  const wizard = await completeWizard(sandbox, {
    ...Object.fromEntries(Object.entries(defaultAnswers(sandbox)).filter(([id]) => id !== 'teams')),
    'ilert-key': inTurn(sandbox.ilert.token, ENTER),
    policy: inTurn(BACK, ENTER),
  });
  expect(idsOf(wizard).slice(0, 4)).toEqual(['ilert-key', 'policy', 'ilert-key', 'policy']);
});

test('going back from the first question says that nothing comes before it, and asks it again', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'ilert-key': inTurn(BACK, sandbox.ilert.token),
  });
  expect(idsOf(wizard).slice(0, 3)).toEqual(['ilert-key', 'ilert-key', 'teams']);
  expect(wizard.shown).toContain('This is the first question. Ctrl-C quits.');
});
