import { describe, expect, it } from 'vitest';
import { growAccount, type Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, expectNothingPending, runAt, storedIn } from '../../support/tenants.ts';

describe('in an account with 175 alert sources, 130 teams and 120 policies', () => {
  async function largeAccount() {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.ilert;
    growAccount(state, { alertSources: 170, teams: 129, policies: 119 });
    const ours = state.addAlertSource('HaloITSM');
    growAccount(state, { alertSources: 175 });
    return { sandbox, ours, team: state.addTeam('Last team'), policy: state.addPolicy('Last policy') };
  }

  it('are found by name', async () => {
    const { sandbox, ours, team, policy } = await largeAccount();
    await applied(sandbox, '--team', 'Last team', '--escalation-policy', 'Last policy');
    expect(storedIn(sandbox).source).toMatchObject({ id: ours.id, teamIds: [team.id], policyId: policy.id });
    expect(sandbox.ilert.state.alertSources).toHaveLength(175);
  });

  it('are found by id', async () => {
    const { sandbox, ours, team, policy } = await largeAccount();
    await applied(sandbox, '--team', String(team.id), '--escalation-policy', String(policy.id));
    expect(storedIn(sandbox).source).toMatchObject({ id: ours.id, teamIds: [team.id], policyId: policy.id });
  });
});

type AddTwo = (sandbox: Sandbox) => { id: number | string }[];

const twoRows: [string, AddTwo][] = [
  ['alert sources', ({ ilert }) => [ilert.state.addAlertSource('HaloITSM'), ilert.state.addAlertSource('HaloITSM')]],
  [
    'custom integrations',
    ({ halo }) => [halo.state.addIntegration('ilert integration'), halo.state.addIntegration('ilert integration')],
  ],
  ['runbooks', ({ halo }) => [halo.state.addRunbook('ilert runbook'), halo.state.addRunbook('ilert runbook')]],
  [
    'methods',
    ({ halo, ilert }) => {
      const integration = halo.state.addIntegration('ilert integration', { resourcebaseurl: ilert.url });
      return [1, 2].map(() => halo.state.addMethod(integration, 'send ticket to ilert'));
    },
  ],
  [
    'events',
    ({ halo }) => {
      const runbook = halo.state.addRunbook('ilert runbook');
      return [1, 2].map(() => halo.state.addBinding(runbook, 3, 'New Ticket Logged'));
    },
  ],
];

describe('two of the same name', () => {
  it.each(twoRows)('stop the run before anything is written, with both ids: %s', async (_, addTwo) => {
    const sandbox = await sandboxOfTest();
    const rows = addTwo(sandbox);
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect(exitCode).toBe(2);
    for (const { id } of rows) expect(stderr).toContain(String(id));
    expect(stderr).toContain('--adopt');
    expect(sandbox.writes()).toBe(0);
  });

  it.each(twoRows)('are told apart by --adopt, and the other stays as it is: %s', async (_, addTwo) => {
    const sandbox = await sandboxOfTest();
    const [other, ours] = addTwo(sandbox);
    const before = structuredClone(other);
    await applied(sandbox, '--adopt', String(ours?.id));
    expect(other).toEqual(before);
    await expectNothingPending(sandbox, '--adopt', String(ours?.id));
  });

  it('can be distinguished by kind and id, as the message shows', async () => {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.ilert;
    const [first] = [state.addAlertSource('HaloITSM'), state.addAlertSource('HaloITSM')];
    const { stderr } = await runAt(sandbox, ['apply']);
    expect(stderr).toContain(`--adopt alert-source:${first.id}`);
    await applied(sandbox, '--adopt', `alert-source:${first.id}`);
  });

  it.each([
    ['team', '--team', ({ state }: Sandbox['ilert']) => [state.addTeam('Twin'), state.addTeam('Twin')]],
    [
      'escalation policy',
      '--escalation-policy',
      ({ state }: Sandbox['ilert']) => [state.addPolicy('Twin'), state.addPolicy('Twin')],
    ],
  ] as const)('stop the run with both ids, and one of them may be given: %s', async (_, flag, addTwo) => {
    const sandbox = await sandboxOfTest();
    const [first, second] = addTwo(sandbox.ilert);
    const { exitCode, stderr } = await runAt(sandbox, ['apply', flag, 'Twin']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${first?.id}, ${second?.id}`);
    expect(sandbox.writes()).toBe(0);
    await applied(sandbox, flag, String(second?.id));
  });
});

describe('unknown names', () => {
  it('are all reported at once, with similar ones, and nothing is written', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runAt(sandbox, [
      'apply',
      '--team',
      'Operation',
      '--escalation-policy',
      'Defualt',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no team "Operation".*"Operations"/s);
    expect(stderr).toMatch(/no escalation policy "Defualt".*"Default"/s);
    expect(sandbox.writes()).toBe(0);
  });
});

describe('rows of others with similar names', () => {
  it('stay as they are', async () => {
    const sandbox = await sandboxOfTest();
    const { ilert, halo } = sandbox;
    for (const name of ['haloitsm', 'HaloITSM 2', 'HaloITSM (old)']) ilert.state.addAlertSource(name);
    ilert.state.addAlertSource('HaloITSM', { integrationType: 'HALOPSA' });
    for (const name of ['ilert', 'Ilert Integration', 'ilert integration 2']) {
      const integration = halo.state.addIntegration(name, { resourcebaseurl: 'https://api.ilert.com' });
      halo.state.addMethod(integration, 'send ticket to ilert', { path: '/api/v1/events/haloitsm/il1hit0000' });
    }
    for (const name of ['My ilert runbook', 'ilert runbook copy']) {
      halo.state.addBinding(halo.state.addRunbook(name), 3, 'New Ticket Logged');
    }
    halo.state.addRunbook('ilert runbook 2', { type: 0, url: 'https://hooks.example.com' });
    const before = configurationOf(sandbox);
    await applied(sandbox);
    expect(sandbox.writes()).toBe(6);
    const { exitCode } = await runAt(sandbox, ['destroy', '--yes']);
    expect(exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });
});

describe('a method of our names in an integration of our name', () => {
  const integrationAt = (sandbox: Sandbox, address: { readonly resource: string; readonly path: string }) =>
    sandbox.halo.state.addMethod(
      sandbox.halo.state.addIntegration('ilert integration', { resourcebaseurl: 'https://api.ilert.com' }),
      'send ticket to ilert',
      address,
    );

  it.each([
    ['as path', { resource: 'https://api.ilert.com', path: '/hooks/desk' }],
    ['as base URL', { resource: 'https://glue.example/hooks/desk', path: '' }],
  ])('that calls something else is not overwritten, whichever part of its address says so: %s', async (_, address) => {
    const sandbox = await sandboxOfTest();
    const { id } = integrationAt(sandbox, address);
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(
        `(ID ${id}) does not send tickets to ilert, and no runbook managed by this tool calls it`,
      ),
    ]);
    expect(sandbox.writes()).toBe(0);
  });

  it.each([
    ['no address yet', { resource: 'https://api.ilert.com', path: '' }],
    ['the key alone as path', { resource: 'https://api.ilert.com/api/v1/events/haloitsm/', path: 'il1hit0000' }],
    ['all of it as base URL', { resource: 'https://api.ilert.com/api/v1/events/haloitsm/il1hit0000', path: '' }],
  ])('is ours if it sends tickets to ilert, or is not finished: %s', async (_, address) => {
    const sandbox = await sandboxOfTest();
    const { id } = integrationAt(sandbox, address);
    await applied(sandbox);
    expect(sandbox.halo.state.methods.filter(({ name }) => name === 'send ticket to ilert')).toMatchObject([{ id }]);
    expect((await runAt(sandbox, ['plan', '--exit-code'])).exitCode).toBe(0);
  });
});
