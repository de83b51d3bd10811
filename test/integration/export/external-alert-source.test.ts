import { describe, expect, it } from 'vitest';
import { StatusId } from '../../../sandbox/halo/tenant.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf, runAt, writesIn } from '../../support/tenants.ts';
import { haloAt } from '../../support/wire.ts';

/** Creates an ilert whose alert source Terraform maintains, and returns how to run the program for it. */
async function withOthersSource() {
  const sandbox = await sandboxOfTest();
  const source = sandbox.ilert.state.addAlertSource('Kept by Terraform');
  const id = String(source.id);
  // The alert source determines who is notified.
  const env = { ILERT_ESCALATION_POLICY: '' };
  const at = (...argv: string[]) => runAt(sandbox, [...argv, '--alert-source', id], { env });
  return { sandbox, source, at };
}

describe('--alert-source', () => {
  it("sets up HaloITSM's side for it, and a ticket becomes its alert", async () => {
    const { sandbox, source, at } = await withOthersSource();
    const { exitCode, stdout } = await at('apply');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Done: 5 created, 0 updated.');
    expect(stdout).toContain(`alert source "Kept by Terraform" (ID ${source.id})`);
    const { url, clientId, clientSecret, state } = sandbox.halo;
    const halo = haloAt(url, { clientId, clientSecret: new Secret(clientSecret) });
    const { id } = await halo.createTicket({ summary: 'Mail is down' });
    await halo.updateTicket(id, { status_id: StatusId.closed });
    await state.idle();
    expect(sandbox.ilert.state.alerts).toMatchObject([{ alertSourceId: source.id, status: 'RESOLVED' }]);
  });

  it('never writes to ilert in plan, dry run, apply, a second apply and destroy', async () => {
    const { sandbox, at } = await withOthersSource();
    const before = configurationOf(sandbox);
    for (const argv of [['plan'], ['apply', '--dry-run'], ['apply'], ['apply'], ['destroy', '--dry-run']])
      expect((await at(...argv)).exitCode).toBe(0);
    const removed = await at('destroy', '--yes');
    expect(removed.exitCode).toBe(0);
    expect(removed.stdout).toContain('Removed: 5.');
    expect(configurationOf(sandbox)).toEqual(before);
    expect(writesIn(sandbox).filter(({ service }) => service === 'ilert')).toEqual([]);
    expect(writesIn(sandbox)).toHaveLength(10);
  });

  it('is shown in the plan as only read, and nothing is pending once everything exists', async () => {
    const { at } = await withOthersSource();
    const line = '= alert source "Kept by Terraform" (managed elsewhere, read only)';
    const { stdout } = await at('plan');
    expect(stdout).toContain(line);
    expect(stdout).toContain('Plan: 5 to create, 1 unchanged.');
    await at('apply');
    const again = await at('plan', '--exit-code');
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain(line);
    expect(again.stdout).toContain('No changes');
  });

  it('is in no request of a dry run, also offline, where only its id is known', async () => {
    const { source, at } = await withOthersSource();
    const { stdout } = await at('apply', '--dry-run', '--json');
    const { requests } = JSON.parse(stdout) as { requests: { service: string; resource: string }[] };
    expect(requests).toHaveLength(5);
    expect(requests.some(({ service }) => service === 'ilert')).toBe(false);
    const id = ['--alert-source', String(source.id)];
    const planned = await run(['plan', '--offline', '--json', ...id]);
    expect(JSON.parse(planned.stdout).changes[0]).toMatchObject({
      resource: 'alert-source',
      action: 'keep',
      id: String(source.id),
      because: 'managed elsewhere, read only',
    });
    const dry = await run(['apply', '--dry-run', '--offline', '--json', ...id]);
    expect(JSON.parse(dry.stdout).requests).toHaveLength(5);
  });

  it('is not saved as ours: later runs without the option ignore it', async () => {
    const { sandbox, source } = await withOthersSource();
    const cwd = temporaryFolder();
    const env = { ILERT_ESCALATION_POLICY: '' };
    source.name = 'HaloITSM';
    await runAt(sandbox, ['apply', '--alert-source', String(source.id)], { env, cwd });
    source.name = 'Renamed by Terraform';
    const { exitCode } = await runAt(sandbox, ['destroy', '--yes'], { cwd });
    expect(exitCode).toBe(0);
    expect(sandbox.ilert.state.alertSources).toContain(source);
  });

  it('keeps the escalation policy that an earlier run created and that it uses by now', async () => {
    const { sandbox, source } = await withOthersSource();
    const cwd = temporaryFolder();
    const [user] = sandbox.ilert.state.users;
    const env = { ILERT_ESCALATION_POLICY: 'Made by us', ILERT_POLICY_RESPONDERS: String(user?.email) };
    expect((await runAt(sandbox, ['apply'], { env, cwd })).exitCode).toBe(0);
    const policy = sandbox.ilert.state.policies.find(({ name }) => name === 'Made by us');
    source.policyId = policy?.id ?? 0;
    const argv = ['destroy', '--yes', '--alert-source', String(source.id)];
    const { stdout } = await runAt(sandbox, argv, { env: { ILERT_ESCALATION_POLICY: '' }, cwd });
    expect(stdout).toContain('Kept by Terraform');
    expect(sandbox.ilert.state.policies).toContain(policy);
  });

  it('may come from a variable', async () => {
    const { sandbox, source } = await withOthersSource();
    const env = { ILERT_ESCALATION_POLICY: '', ILERT_ALERT_SOURCE: String(source.id) };
    expect((await runAt(sandbox, ['apply'], { env })).exitCode).toBe(0);
    expect(writesIn(sandbox).every(({ service }) => service === 'halo')).toBe(true);
  });
});

describe('--alert-source is refused with exit 2, and nothing is written,', () => {
  it.each([['apply', '--yes'], ['plan'], ['destroy', '--yes']])(
    'where ilert has none of that id: %s',
    async (...argv) => {
      const sandbox = await sandboxOfTest();
      const env = { ILERT_ESCALATION_POLICY: '' };
      const { exitCode, stderr } = await runAt(sandbox, [...argv, '--alert-source', '987654'], { env });
      expect(exitCode).toBe(2);
      expect(stderr).toContain("ilert has no alert source with ID 987654, or the API key's user may not see it.");
      expect(sandbox.writes()).toBe(0);
    },
  );

  it('if it has another type, which is named', async () => {
    const sandbox = await sandboxOfTest();
    const { id } = sandbox.ilert.state.addAlertSource('Servers', { integrationType: 'NAGIOS' });
    const env = { ILERT_ESCALATION_POLICY: '' };
    const { exitCode, stderr } = await runAt(sandbox, ['apply', '--alert-source', String(id)], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `The alert source "Servers" (ID ${id}) is of type NAGIOS; HaloITSM tickets require type HALOITSM.`,
    );
    expect(sandbox.writes()).toBe(0);
  });

  it('with any other setting of the alert source, each with its origin, since none would be applied', async () => {
    const { sandbox, source } = await withOthersSource();
    const argv = ['apply', '--alert-source', String(source.id), '--name', 'X', '--severity', '2'];
    const { exitCode, stderr } = await runAt(sandbox, argv);
    expect(exitCode).toBe(2);
    for (const whence of ['ILERT_ESCALATION_POLICY', '--name', '--severity'])
      expect(stderr).toContain(
        `${whence} has no effect, because the alert source (--alert-source) is managed elsewhere.`,
      );
    expect(sandbox.requests).toEqual([]);
  });

  it.each(['abc', '0', '1.5', '-3'])('where it is no id: %s', async (id) => {
    const { exitCode, stderr } = await run(['plan', '--offline', '--alert-source', id]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('must be a whole number');
  });

  it('if it is an integration key, which is not repeated', async () => {
    const key = 'il1hit0123456789abcdef';
    const { exitCode, stdout, stderr } = await run(['plan', '--offline', '--alert-source', key]);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain(key);
  });
});
