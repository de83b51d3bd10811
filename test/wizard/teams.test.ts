import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, questionOf, without } from './run-wizard.ts';
import { ENTER } from './scripted-prompter.ts';

function teamsOf(sandbox: Sandbox): (string | undefined)[] {
  const { teams } = sandbox.ilert.state;
  return storedIn(sandbox).source.teamIds.map((id) => teams.find((team) => team.id === id)?.name);
}

describe('the teams of the alert source', () => {
  it('are none at first, which is an entry of the list', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, defaultAnswers(sandbox));
    expect(questionOf(wizard, 'teams').offered).toBe('No team');
    expect(teamsOf(sandbox)).toEqual([]);
  });

  it('of an earlier run are removed by "No team", for good', async () => {
    const sandbox = await sandboxOfTest();
    const script = { ...defaultAnswers(sandbox), teams: ['Service Desk', 'Operations'] };
    const { cwd } = await completeWizard(sandbox, script);
    expect(teamsOf(sandbox)).toEqual(['Service Desk', 'Operations']);
    const { shown, stdout } = await completeWizard(sandbox, { ...script, teams: 'No team' }, { cwd });
    expect(shown).toMatch(/~ alert source[\s\S]*Teams/);
    expect(teamsOf(sandbox)).toEqual([]);
    expect(stdout).toContain('--team none');
    const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
    expect(questionOf(again, 'teams').offered).toBe('No team');
    expect(again.stdout).toContain('No changes');
  });

  it('are offered where a machine without saved answers continues what is there', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--escalation-policy', 'Default', '--team', 'Service Desk');
    const wizard = await completeWizard(sandbox, {
      ...without(defaultAnswers(sandbox), 'confirm'),
      existing: ENTER,
    });
    expect(questionOf(wizard, 'teams').offered).toEqual(['Service Desk']);
    expect(wizard.stdout).toContain('No changes');
    expect(teamsOf(sandbox)).toEqual(['Service Desk']);
  });

  it('may be called like the word for no team', async () => {
    const sandbox = await sandboxOfTest();
    const [team] = sandbox.ilert.state.teams;
    if (team) sandbox.ilert.state.teams.push({ ...team, id: 4711, name: 'None' });
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), teams: ['None (ID 4711)'] });
    expect(teamsOf(sandbox)).toEqual(['None']);
  });
});
