import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { type RunOverrides, run, temporaryFolder } from '../../support/cli.ts';
import { fleetOfTest } from '../../support/fleet.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, countsIn, expectNothingPending, runAt, writesIn } from '../../support/tenants.ts';
import { ilertOnly } from '../export/exported.ts';

/** Runs the program with ilert's variables alone: an admin without access to HaloITSM's API has no others. */
function runIlert(sandbox: Sandbox, argv: readonly string[], overrides: RunOverrides = {}) {
  const env = { ...ilertOnly(sandbox), ILERT_ESCALATION_POLICY: 'Default', ...overrides.env };
  return run([...argv, '--only', 'ilert'], { ...overrides, env });
}

function requestsToHalo({ requests }: Sandbox) {
  return requests.filter(({ service }) => service === 'halo');
}

/** Returns alert sources of HaloITSM's type; the account starts with one of another type. */
function sourcesIn({ ilert }: Sandbox) {
  return ilert.state.alertSources.filter(({ integrationType }) => integrationType === 'HALOITSM');
}

function savedIn(folder: string): Record<string, unknown> {
  const { default: profile } = JSON.parse(readFileSync(join(folder, '.saved', 'profiles.json'), 'utf8'));
  return profile.resources;
}

describe('--only ilert', () => {
  it("creates the alert source without HaloITSM's credentials, and says what is left to do", async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stdout } = await runIlert(sandbox, ['apply']);
    expect(exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(stdout).toContain('1 created, 0 updated');
    expect(stdout).toContain(
      'HaloITSM was neither checked nor changed. If it is not set up yet: ilert-haloitsm apply, or without API access: ilert-haloitsm export DIR',
    );
    expect(requestsToHalo(sandbox)).toEqual([]);
  });

  it('creates the escalation policy as well where responders are given', async () => {
    const sandbox = await sandboxOfTest();
    const [user] = sandbox.ilert.state.users;
    const env = { ILERT_ESCALATION_POLICY: 'On-call', ILERT_POLICY_RESPONDERS: String(user?.email) };
    expect((await runIlert(sandbox, ['apply'], { env })).exitCode).toBe(0);
    const policy = sandbox.ilert.state.policies.find(({ name }) => name === 'On-call');
    expect(sourcesIn(sandbox)).toMatchObject([{ name: 'HaloITSM', policyId: policy?.id }]);
  });

  it("leaves HaloITSM alone even if its credentials are there, whatever is wrong with its side's settings", async () => {
    const sandbox = await sandboxOfTest();
    const argv = ['apply', '--only', 'ilert', '--only-priority', 'No such priority'];
    expect((await runAt(sandbox, argv)).exitCode).toBe(0);
    expect(requestsToHalo(sandbox)).toEqual([]);
  });

  it('has nothing left to change the second time', async () => {
    const sandbox = await sandboxOfTest();
    await runIlert(sandbox, ['apply']);
    const { exitCode, stdout } = await runIlert(sandbox, ['plan', '--exit-code', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      only: 'ilert',
      pending: false,
      changes: [{ resource: 'alert-source' }],
    });
  });

  it('is completed by a later apply to both, which takes the alert source for its own', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runIlert(sandbox, ['apply'], { cwd });
    const { stdout } = await runAt(sandbox, ['apply'], { cwd });
    expect(stdout).toContain('5 created, 0 updated');
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    await expectNothingPending(sandbox);
  });

  it('still knows the alert source by its saved ID after a rename in ilert, in either kind of run', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runIlert(sandbox, ['apply'], { cwd });
    const [source] = sourcesIn(sandbox);
    if (source) source.name = 'Renamed';
    expect((await runIlert(sandbox, ['apply'], { cwd })).stdout).toContain('0 created, 1 updated');
    if (source) source.name = 'Renamed again';
    expect((await runAt(sandbox, ['apply'], { cwd })).stdout).toContain('5 created, 1 updated');
    expect(sourcesIn(sandbox)).toHaveLength(1);
  });

  it("keeps the saved IDs of HaloITSM's side", async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply'], { cwd });
    const before = savedIn(cwd);
    await runIlert(sandbox, ['apply', '--grouping', 'until-resolved'], { cwd });
    expect(savedIn(cwd)).toEqual(before);
    await runIlert(sandbox, ['destroy', '--yes'], { cwd });
    const { 'alert-source': _, ...halo } = before;
    expect(savedIn(cwd)).toEqual(halo);
  });

  it('prints only requests to ilert in a dry run, also offline', async () => {
    const sandbox = await sandboxOfTest();
    for (const argv of [
      ['apply', '--dry-run'],
      ['apply', '--dry-run', '--offline'],
      ['plan', '--offline'],
    ]) {
      const { exitCode, stdout } = await runIlert(sandbox, [...argv, '--json']);
      expect(exitCode).toBe(0);
      const { requests, changes } = JSON.parse(stdout);
      expect(requests ?? changes).toMatchObject([{ resource: 'alert-source', service: 'ilert', action: 'create' }]);
    }
    expect(sandbox.writes()).toBe(0);
  });

  it('reports two alert sources of one name, and creates no third', async () => {
    const sandbox = await sandboxOfTest();
    const [first] = [1, 2].map(() => sandbox.ilert.state.addAlertSource('HaloITSM'));
    const { exitCode, stderr } = await runIlert(sandbox, ['apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`--adopt alert-source:${first?.id}`);
    expect((await runIlert(sandbox, ['apply', '--adopt', `alert-source:${first?.id}`])).exitCode).toBe(0);
    expect(sourcesIn(sandbox)).toHaveLength(2);
  });

  it("shows the state of ilert's side", async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stdout } = await runIlert(sandbox, ['status']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Nothing is set up in ilert yet. Run: ilert-haloitsm apply --only ilert');
    await runIlert(sandbox, ['apply']);
    const healthy = await runIlert(sandbox, ['status']);
    expect(healthy.exitCode).toBe(0);
    expect(healthy.stdout).toMatch(/^ilert's side is configured as expected\. HaloITSM was not checked\.$/m);
    expect(healthy.stdout).not.toContain('Healthy');
    expect(JSON.parse((await runIlert(sandbox, ['status', '--json'])).stdout)).toMatchObject({ only: 'ilert' });
    expect(requestsToHalo(sandbox)).toEqual([]);
  });

  it('does not claim of a drifted alert source that tickets arrive, since that was not checked', async () => {
    const sandbox = await sandboxOfTest();
    await runIlert(sandbox, ['apply']);
    const { exitCode, stdout } = await runIlert(sandbox, ['status', '--grouping', 'until-resolved']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain("Drift: some settings of ilert's side differ. HaloITSM was not checked.");
    expect(stdout).not.toContain('tickets still arrive');
  });

  it('takes no other service', async () => {
    const { exitCode, stderr } = await run(['apply', '--only', 'halo']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Error: --only is "halo", but must be ilert.');
  });
});

describe('destroy --only ilert', () => {
  it('needs --yes in a script, and says that HaloITSM may still send tickets', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = configurationOf(sandbox);
    const { exitCode, stderr } = await runIlert(sandbox, ['destroy']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('HaloITSM is neither read nor changed.');
    expect(stderr).toContain('If the runbook "ilert runbook" is active there, deactivate it first');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it("removes ilert's side alone, and a later destroy removes the rest", async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply'], { cwd });
    const halo = sandbox.halo.state.snapshot();
    expect((await runIlert(sandbox, ['destroy', '--yes'], { cwd })).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual([0, 1, 1, 1, 1, 1]);
    expect(sandbox.halo.state.snapshot()).toEqual(halo);
    expect((await runAt(sandbox, ['destroy', '--yes'], { cwd })).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('removes nothing where the profile remembers another alert source', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runIlert(sandbox, ['apply', '--name', 'Staging'], { cwd });
    sandbox.ilert.state.addAlertSource('HaloITSM');
    const { exitCode, stderr } = await runIlert(sandbox, ['destroy', '--yes'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Nothing was removed.');
    expect(sourcesIn(sandbox)).toHaveLength(2);
  });
});

describe('--only ilert for several targets', () => {
  it("sets up the alert source of each, without HaloITSM's secrets", async () => {
    const fleet = await fleetOfTest(2);
    const env = { HALO_SECRET_1: undefined, HALO_SECRET_2: undefined };
    const { exitCode } = await fleet.run(['apply', '--all', '--only', 'ilert', '--yes'], { env });
    expect(exitCode).toBe(0);
    const names = fleet.sandboxes.flatMap((each) => sourcesIn(each).map(({ name }) => name));
    expect(names.toSorted()).toEqual(['HaloITSM customer-1', 'HaloITSM customer-2']);
    expect(fleet.sandboxes.flatMap((each) => writesIn(each).filter(({ service }) => service === 'halo'))).toEqual([]);
  });

  it('status says of each that HaloITSM was not checked', async () => {
    const fleet = await fleetOfTest(2);
    await fleet.run(['apply', '--all', '--only', 'ilert', '--yes']);
    const { stdout } = await fleet.run(['status', '--all', '--only', 'ilert']);
    expect(stdout).toMatch(
      /^2 targets: ilert's side is healthy; HaloITSM was not checked\n {4}customer-1, customer-2$/m,
    );
  });

  it('does not count as done for a later run with --resume that is for both services', async () => {
    const fleet = await fleetOfTest(2);
    await fleet.run(['apply', '--all', '--only', 'ilert', '--yes']);
    expect((await fleet.run(['apply', '--all', '--resume', '--yes'])).exitCode).toBe(0);
    for (const { halo } of fleet.sandboxes)
      expect(halo.state.webhooks.filter(({ name }) => name === 'ilert runbook')).toHaveLength(1);
  });
});
