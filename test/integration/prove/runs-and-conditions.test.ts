import { expect, it } from 'vitest';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const EXPERIMENTS = ['conditions', 'failing-runs', 'disabled-runbooks', 'closing'];

it('experiments that need a ticket say so if it can not be logged, and leave nothing behind', async () => {
  for (const prevent of ['forbid', 'require'] as const) {
    const sandbox = await sandboxOfTest();
    if (prevent === 'forbid') sandbox.halo.state.forbid.add('Tickets');
    else sandbox.halo.state.requiredTicketFields = ['category_1'];
    const { answers, sentences } = await proved(sandbox, EXPERIMENTS);
    expect([...new Set(Object.values(answers))]).toEqual(['not observed']);
    const [sentence, ...others] = new Set(Object.values(sentences));
    expect(others).toEqual([]);
    expect(sentence).toMatch(prevent === 'forbid' ? /permission is missing/ : /may require more/);
    expect(leftByProve(sandbox)).toEqual([]);
  }
});

it('says that tickets start no runbook if the tenant runs none', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.halo.state.automationIsDown = true;
  const { answers, sentences } = await proved(sandbox, EXPERIMENTS);
  expect([...new Set(Object.values(answers))]).toEqual(['not observed']);
  expect(sentences['conditions-all']).toContain('a new ticket started no runbook');
});

it('tries no further condition if conditions are alternatives, so that no other ticket can start a runbook', async () => {
  const sandbox = await sandboxOfTest({ contradict: ['conditions-all'] });
  const { answers } = await proved(sandbox, ['conditions']);
  expect(answers['conditions-all']).toBe('contradicted');
  expect(answers['condition-operators']).toBe('not observed');
  const bound = sandbox.requests.filter(({ method, path }) => method === 'POST' && path === '/api/Notification');
  const columns = bound.map(({ body }) => JSON.stringify(body)).filter((text) => /seriousness|"type":1\b/.test(text));
  expect(bound.length).toBeGreaterThan(0);
  expect(columns).toEqual([]);
});

it('says why 5 to 8 were not tried on a tenant that does not know the column of the ticket type', async () => {
  const sandbox = await sandboxOfTest({ contradict: ['condition-requesttypenew'] });
  const { answers, sentences } = await proved(sandbox, ['conditions']);
  expect(answers['condition-operators']).toBe('not observed');
  expect(sentences['condition-operators']).toContain('conditions on the ticket type do not work as assumed');
});

it('an event that the tenant does not name, and that starts nothing, is not contradicted: its number was assumed', async () => {
  const sandbox = await sandboxOfTest({ contradict: ['event-closed'] });
  for (const row of sandbox.halo.state.lookups) if (row.name === 'Closed - All') row.name = 'Geschlossen';
  const { answers } = await proved(sandbox, ['closing']);
  expect(answers).toMatchObject({ 'event-on-close': 'confirmed', 'event-closed': 'not observed' });
});
