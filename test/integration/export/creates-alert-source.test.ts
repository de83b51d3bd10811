import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf, runAt, storedIn, writesIn } from '../../support/tenants.ts';
import { exportTo, filesIn } from './exported.ts';

const WITH_POLICY = { env: { ILERT_ESCALATION_POLICY: 'Default' } };

function sourcesIn({ ilert }: Sandbox) {
  return ilert.state.alertSources.filter(({ integrationType }) => integrationType === 'HALOITSM');
}

describe('export, if the alert source does not exist,', () => {
  it('creates it with --yes, as apply would, and writes the files with its path', async () => {
    const sandbox = await sandboxOfTest();
    const folder = temporaryFolder();
    const ran = await exportTo(folder, sandbox, ['--yes', '--grouping', 'until-resolved'], WITH_POLICY);
    expect(ran.exitCode).toBe(0);
    const [source] = sourcesIn(sandbox);
    expect(source).toMatchObject({ name: 'HaloITSM', alertCreation: 'ONE_OPEN_ALERT_ALLOWED' });
    expect(ran.stderr).toContain('+ alert source "HaloITSM"');
    expect(ran.stdout).toContain(`Created the alert source "HaloITSM" (ID ${source?.id}).`);
    expect(filesIn(folder)['custom-integration.json']).toContain(`/${source?.integrationKey}"`);
    expect(writesIn(sandbox)).toHaveLength(1);
  });

  it('reports what it has created in JSON', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await exportTo(temporaryFolder(), sandbox, ['--yes', '--json'], WITH_POLICY);
    const [source] = sourcesIn(sandbox);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      created: [{ resource: 'alert-source', action: 'create', id: `${source?.id}` }],
    });
  });

  it('creates the escalation policy as well where responders are given', async () => {
    const sandbox = await sandboxOfTest();
    const [user] = sandbox.ilert.state.users;
    const env = { ILERT_ESCALATION_POLICY: 'On-call', ILERT_POLICY_RESPONDERS: String(user?.email) };
    expect((await exportTo(temporaryFolder(), sandbox, ['--yes'], { env })).exitCode).toBe(0);
    const policy = sandbox.ilert.state.policies.find(({ name }) => name === 'On-call');
    expect(sourcesIn(sandbox)).toMatchObject([{ policyId: policy?.id }]);
  });

  it('shows it in a script without --yes, ends with 2, and neither creates nor writes anything', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const folder = join(temporaryFolder(), 'halo-import');
    const { exitCode, stderr } = await exportTo(folder, sandbox, [], WITH_POLICY);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('+ alert source "HaloITSM"');
    expect(stderr).toContain('Add --yes to create what is shown above, or --offline');
    expect(configurationOf(sandbox)).toEqual(before);
    expect(() => filesIn(folder)).toThrow('ENOENT');
  });

  it("checks the folder before it creates anything: somebody else's README.md stays, and ilert is not changed", async () => {
    const sandbox = await sandboxOfTest();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'README.md'), '# Our repository\n');
    const { exitCode, stderr } = await exportTo(folder, sandbox, ['--yes'], WITH_POLICY);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('README.md exists and was not written by "export"');
    expect(sandbox.requests).toEqual([]);
    expect(Object.keys(filesIn(folder))).toEqual(['README.md']);
  });

  it('writes no file if ilert refuses to create it', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method }) => (method === 'POST' ? { kind: 'respond', status: 403 } : undefined);
    const folder = temporaryFolder();
    const { exitCode, stderr } = await exportTo(folder, sandbox, ['--yes'], WITH_POLICY);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Error: ilert does not allow POST /api/alert-sources.');
    expect(filesIn(folder)).toEqual({});
  });

  it('is taken for its own by a later apply, also after a rename in ilert', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await exportTo('halo-import', sandbox, ['--yes'], { ...WITH_POLICY, cwd });
    const [source] = sourcesIn(sandbox);
    if (source) source.name = 'Renamed';
    expect((await runAt(sandbox, ['apply'], { cwd })).stdout).toContain('5 created, 1 updated');
    expect(storedIn(sandbox).source.id).toBe(source?.id);
  });
});

it('export leaves an existing alert source as it is, whatever the settings say', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.ilert.state.addAlertSource('HaloITSM');
  const folder = temporaryFolder();
  expect((await exportTo(folder, sandbox, ['--grouping', 'until-resolved'], WITH_POLICY)).exitCode).toBe(0);
  expect(writesIn(sandbox)).toEqual([]);
});
