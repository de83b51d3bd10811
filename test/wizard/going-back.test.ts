import { expect, test } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf } from './run-wizard.ts';
import { BACK, ENTER, inTurn } from './scripted-prompter.ts';

test('going back twice keeps the other answers', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    name: inTurn('First name', 'Second name'),
    teams: inTurn(['Service Desk'], BACK, ENTER),
    policy: inTurn(BACK, 'Critical'),
  });
  expect(idsOf(wizard).slice(0, 8)).toEqual([
    'ilert-key',
    'name',
    'teams',
    'policy',
    'teams',
    'name',
    'teams',
    'policy',
  ]);
  const { source, team } = {
    source: sandbox.ilert.state.alertSources.at(-1),
    team: sandbox.ilert.state.teams.find(({ name }) => name === 'Service Desk'),
  };
  expect(source).toMatchObject({ name: 'Second name', teamIds: [team?.id] });
});

test('after going back to a secret, Enter keeps it', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'ilert-key': inTurn(sandbox.ilert.token, ENTER),
    name: inTurn(BACK, ENTER),
    'halo-client-secret': inTurn(sandbox.halo.clientSecret, ENTER),
    payload: inTurn(BACK, ENTER),
  });
  expect(questionOf(wizard, 'ilert-key').message).toContain('Enter keeps the one you gave');
  expect(questionOf(wizard, 'halo-client-secret').message).toContain('Enter keeps the one you gave');
});

test('going back from the plan leads to the last question, and then to a new plan', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    more: inTurn(ENTER, 'All of them, under other names'),
    'halo.integrationName': 'Second integration',
    'halo.methodName': ENTER,
    'halo.runbookName': ENTER,
    confirm: inTurn(BACK, ENTER),
  });
  expect(wizard.shown).toMatch(/ilert integration \(new\)[\s\S]*Second integration \(new\)/);
  expect(sandbox.halo.state.integrations.map(({ name }) => name)).toEqual(['Chat', 'Second integration']);
});

test('changing the grouping back to none removes its window', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    grouping: inTurn('By time', 'No'),
    'grouping-window': inTurn('1h', BACK),
    'halo-url': inTurn(BACK, sandbox.halo.url),
  });
  expect(questionOf(wizard, 'grouping').offered).toBe('By time');
  expect(storedIn(sandbox).source.alertCreation).toBe('ONE_ALERT_PER_EMAIL');
});

test('choosing an existing policy after all creates none', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const before = structuredClone(sandbox.ilert.state.policies);
  await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    policy: inTurn('Make a new one', 'Default'),
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
    more: inTurn('Only some', 'Only some'),
    'halo.onlyTicketType': inTurn(['Incident'], BACK, 'All'),
    'halo.onlyPriority': inTurn(['High'], BACK, 'All'),
    'halo.onlyTeam': inTurn(ENTER, BACK, ENTER),
    confirm: inTurn(BACK, ENTER),
  });
  expect(questionOf(wizard, 'more').choices?.[0]).toMatchObject({
    name: 'As chosen before',
    description: expect.stringContaining('Only tickets of type Incident, priority 2.'),
  });
  expect(wizard.asked.filter(({ id }) => id === 'halo.onlyPriority')[1]?.offered).toEqual(['High (2)']);
  expect(storedIn(sandbox).newTicket.conditions).toEqual([]);
});

test('in an account without teams, going back skips that question', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  sandbox.ilert.state.teams.length = 0;
  const wizard = await completeWizard(sandbox, {
    ...Object.fromEntries(Object.entries(defaultAnswers(sandbox)).filter(([id]) => id !== 'teams')),
    name: inTurn('One', 'Other'),
    policy: inTurn(BACK, ENTER),
  });
  expect(wizard.shown).toContain('there are no teams in this account');
  expect(sandbox.ilert.state.alertSources.at(-1)?.name).toBe('Other');
});
