import { expect, test } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { idsOf, questionOf, straight, walked } from './run-wizard.ts';
import { BACK, ENTER, inTurn } from './scripted-prompter.ts';

test('who goes back twice changes one answer and finds the other as it was', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const walk = await walked(sandbox, {
    ...straight(sandbox),
    name: inTurn('First name', 'Second name'),
    teams: inTurn(['Service Desk'], BACK, ENTER),
    policy: inTurn(BACK, 'Critical'),
  });
  expect(idsOf(walk).slice(0, 8)).toEqual(['ilert-key', 'name', 'teams', 'policy', 'teams', 'name', 'teams', 'policy']);
  const { source, team } = {
    source: sandbox.ilert.state.alertSources.at(-1),
    team: sandbox.ilert.state.teams.find(({ name }) => name === 'Service Desk'),
  };
  expect(source).toMatchObject({ name: 'Second name', teamIds: [team?.id] });
});

test('who goes back to a secret keeps it with Enter', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const walk = await walked(sandbox, {
    ...straight(sandbox),
    'ilert-key': inTurn(sandbox.ilert.token, ENTER),
    name: inTurn(BACK, ENTER),
    'halo-client-secret': inTurn(sandbox.halo.clientSecret, ENTER),
    payload: inTurn(BACK, ENTER),
  });
  expect(questionOf(walk, 'ilert-key').message).toContain('Enter keeps the one you gave');
  expect(questionOf(walk, 'halo-client-secret').message).toContain('Enter keeps the one you gave');
});

test('who goes back from the plan comes to the last question, and to a new plan', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const walk = await walked(sandbox, {
    ...straight(sandbox),
    more: inTurn(ENTER, 'All of them, under other names'),
    'halo.integrationName': 'Second integration',
    'halo.methodName': ENTER,
    'halo.runbookName': ENTER,
    confirm: inTurn(BACK, ENTER),
  });
  expect(walk.said).toMatch(/"ilert integration"[\s\S]*"Second integration"/);
  expect(sandbox.halo.state.integrations.map(({ name }) => name)).toEqual(['Chat', 'Second integration']);
});

test('who changes the grouping back to none is not held to the time that went with it', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const walk = await walked(sandbox, {
    ...straight(sandbox),
    grouping: inTurn('By time', 'No'),
    'grouping-window': inTurn('1h', BACK),
    'halo-url': inTurn(BACK, sandbox.halo.url),
  });
  expect(questionOf(walk, 'grouping').offered).toBe('By time');
  expect(storedIn(sandbox).source.alertCreation).toBe('ONE_ALERT_PER_EMAIL');
});

test('who first made a new policy and then takes one that is there makes none', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const before = structuredClone(sandbox.ilert.state.policies);
  await walked(sandbox, {
    ...straight(sandbox),
    policy: inTurn('Make a new one', 'Default'),
    'policy-name': inTurn(ENTER, BACK),
    'policy-responders': inTurn(['Ada Admin', 'On-call (schedule)'], BACK),
    'policy-timeout': BACK,
  });
  expect(sandbox.ilert.state.policies).toEqual(before);
});

test('who filtered tickets sees the filter on the way back, and may take it away', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  const walk = await walked(sandbox, {
    ...straight(sandbox),
    more: inTurn('Only some', 'Only some'),
    'halo.onlyTicketType': inTurn('Incident', BACK, 'All'),
    'halo.onlyPriority': inTurn('High', BACK, 'All'),
    'halo.onlyTeam': inTurn(ENTER, BACK, ENTER),
    confirm: inTurn(BACK, ENTER),
  });
  expect(questionOf(walk, 'more').choices?.[0]).toMatchObject({
    name: 'As chosen before',
    description: expect.stringContaining('Only tickets of type Incident, priority 2.'),
  });
  expect(walk.asked.filter(({ id }) => id === 'halo.onlyPriority')[1]?.offered).toBe('High (2)');
  expect(storedIn(sandbox).newTicket.conditions).toEqual([]);
});

test('the account without a team is no wall on the way back', async () => {
  const sandbox = await sandboxOfTest({ others: false });
  sandbox.ilert.state.teams.length = 0;
  const walk = await walked(sandbox, {
    ...Object.fromEntries(Object.entries(straight(sandbox)).filter(([id]) => id !== 'teams')),
    name: inTurn('One', 'Other'),
    policy: inTurn(BACK, ENTER),
  });
  expect(walk.said).toContain('there are no teams in this account');
  expect(sandbox.ilert.state.alertSources.at(-1)?.name).toBe('Other');
});
