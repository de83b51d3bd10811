import { describe, expect, it } from 'vitest';
import { growAccount, type Sandbox } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, questionOf, runWizard, without } from './run-wizard.ts';
import { ENTER } from './scripted-prompter.ts';

/** Makes ilert answer 403 for these lists. */
function forbidIn(sandbox: Sandbox, ...paths: string[]): void {
  sandbox.intercept = ({ service, path }) =>
    service === 'ilert' && paths.includes(path)
      ? { kind: 'respond', status: 403, body: { message: 'Not for this role' } }
      : undefined;
}

describe('a small account', () => {
  it('without a team is not asked for teams', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    sandbox.ilert.state.teams.length = 0;
    await completeWizard(sandbox, without(defaultAnswers(sandbox), 'teams'));
    expect(storedIn(sandbox).source.teamIds).toEqual([]);
  });

  it('without an escalation policy is offered to create one', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    sandbox.ilert.state.policies.length = 0;
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      policy: ENTER,
      'policy-name': ENTER,
      'policy-responders': ['Ada Admin'],
    });
    expect(questionOf(wizard, 'policy').choices).toHaveLength(1);
    expect(sandbox.ilert.state.policies).toMatchObject([{ name: 'Service desk tickets' }]);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('whose key may not list users and schedules offers its owner as the responder', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    forbidIn(sandbox, '/api/users', '/api/schedules');
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      policy: '+ Create a new escalation policy',
      'policy-name': ENTER,
      'policy-responders': ['Ada Admin'],
    });
    expect(questionOf(wizard, 'policy-responders').choices?.map(({ name }) => name)).toEqual([
      'Ada Admin (ada.admin@example.com)',
    ]);
    expect(sandbox.ilert.state.policies.at(-1)?.rules).toMatchObject([
      { userIds: [sandbox.ilert.state.currentUserId] },
    ]);
  });

  it('whose key may not list teams continues without, and says so', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    forbidIn(sandbox, '/api/teams');
    const { shown } = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'teams'));
    expect(shown).toContain("This API key isn't allowed to list teams; skipped.");
  });

  it('whose key may not list the escalation policies stops with the permission that is needed, and nothing is written', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    forbidIn(sandbox, '/api/escalation-policies');
    const { exitCode, stderr } = await runWizard(sandbox, {
      'ilert-key': sandbox.ilert.token,
      teams: ENTER,
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('use the key of an admin');
    expect(sandbox.writes()).toBe(0);
  });
});

describe('a large account', () => {
  it('offers all its teams from all pages', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    growAccount(sandbox.ilert.state, { teams: 130, policies: 120 });
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      teams: ['Team 130', 'Team 7'],
      policy: 'Policy 119',
    });
    expect(questionOf(wizard, 'teams').choices).toHaveLength(130);
    const ids = ['Team 130', 'Team 7'].map((name) => sandbox.ilert.state.teams.find((team) => team.name === name)?.id);
    expect(storedIn(sandbox).source.teamIds).toEqual(ids);
  });
});
