import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf, countsIn, runAt, storedIn, writesIn } from '../../support/tenants.ts';

const asked = [
  '--escalation-policy',
  'Helpdesk',
  '--policy-responder',
  'Oscar Operator',
  '--policy-responder',
  'On-call',
];

describe('an escalation policy to be created', () => {
  it('is created before the alert source, with its responders in order', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode } = await runAt(sandbox, ['apply', ...asked, '--policy-timeout', '7']);
    expect(exitCode).toBe(0);
    const { policies, users, schedules } = sandbox.ilert.state;
    const policy = policies.find(({ name }) => name === 'Helpdesk');
    expect(policy?.rules).toMatchObject([
      { escalationTimeout: 7, userIds: [users.find(({ firstName }) => firstName === 'Oscar')?.id] },
      { escalationTimeout: 7, scheduleIds: [schedules[0]?.id] },
    ]);
    expect(storedIn(sandbox).source.policyId).toBe(policy?.id);
    expect(writesIn(sandbox)).toHaveLength(7);
    expect((await runAt(sandbox, ['plan', '--exit-code', ...asked])).exitCode).toBe(0);
  });

  it('stays as it is if it exists already, whoever its responders are', async () => {
    const sandbox = await sandboxOfTest();
    const policy = sandbox.ilert.state.addPolicy('Helpdesk');
    const before = structuredClone(policy);
    expect((await runAt(sandbox, ['apply', ...asked])).exitCode).toBe(0);
    expect(sandbox.ilert.state.policies.filter(({ name }) => name === 'Helpdesk')).toEqual([before]);
    expect(storedIn(sandbox).source.policyId).toBe(policy.id);
  });

  it.each(['reset', 'reset-after'] as const)('is never made twice where the answer is lost: %s', async (kind) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) => {
      if (method !== 'POST' || path !== '/api/escalation-policies') return undefined;
      sandbox.intercept = undefined;
      return { kind };
    };
    expect((await runAt(sandbox, ['apply', ...asked])).exitCode).toBe(0);
    expect(sandbox.ilert.state.policies.filter(({ name }) => name === 'Helpdesk')).toHaveLength(1);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('is removed by destroy if a run of this profile created it', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    const before = configurationOf(sandbox);
    expect((await runAt(sandbox, ['apply', ...asked], { cwd })).exitCode).toBe(0);
    expect((await runAt(sandbox, ['destroy', '--yes', ...asked], { cwd })).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('is kept by destroy if somebody else created it', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.addPolicy('Helpdesk');
    const cwd = temporaryFolder();
    const before = configurationOf(sandbox);
    expect((await runAt(sandbox, ['apply', ...asked], { cwd })).exitCode).toBe(0);
    expect((await runAt(sandbox, ['destroy', '--yes', ...asked], { cwd })).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('is kept by destroy if another alert source uses it by now, and this is reported', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply', ...asked], { cwd });
    const policy = sandbox.ilert.state.policies.at(-1);
    const other = sandbox.ilert.state.addAlertSource('Other', { policyId: policy?.id ?? 0 });
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes', ...asked], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`"Other" (ID ${other.id})`);
    expect(sandbox.ilert.state.policies).toContain(policy);
  });

  it('with an unknown responder stops the run before anything is written', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runAt(sandbox, [
      'apply',
      '--escalation-policy',
      'Helpdesk',
      '--policy-responder',
      'Oscar Operater',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no user or schedule "Oscar Operater".*"Oscar Operator"/s);
    expect(sandbox.writes()).toBe(0);
  });
});
