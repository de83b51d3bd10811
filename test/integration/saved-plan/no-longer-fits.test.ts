import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { pointedAt, type RunResult } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt, storedIn, writesIn } from '../../support/tenants.ts';
import { expectRefused, saved } from './saved.ts';

/** Returns the problems of a refused run, without its headline. */
function differences({ stdout }: RunResult): string[] {
  const { error } = JSON.parse(stdout) as { error: { code: string; problems: { code: string; message: string }[] } };
  expect(error.problems.map(({ code }) => code)).toEqual(error.problems.map(() => 'plan-changed'));
  return error.problems.slice(1).map(({ message }) => message);
}

/** Returns what a plan for a changed integration says after somebody has changed something. */
async function meanwhile(change: (sandbox: Sandbox) => unknown) {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  Object.assign(storedIn(sandbox).method, { requestbody: '{}' });
  const { apply } = await saved(sandbox);
  await change(sandbox);
  const before = writesIn(sandbox).length;
  const ran = await apply(['--json']);
  expect({ exitCode: ran.exitCode, written: writesIn(sandbox).length - before }).toEqual({ exitCode: 1, written: 0 });
  return { ran, sandbox, told: differences(ran) };
}

describe('a saved plan is refused before anything is written, and the difference is named', () => {
  it('where somebody has created a resource', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = await saved(sandbox);
    await applied(sandbox, '--only', 'ilert');
    const id = storedInIlert(sandbox);
    const told = await expectRefused(sandbox, apply);
    expect(told).toContain(`The alert source "HaloITSM" was to be created, but it exists now (ID ${id}).`);
  });

  it('where somebody has changed a resource that was to stay as it is', async () => {
    const { told, sandbox } = await meanwhile(({ ilert }) => {
      const source = ilert.state.alertSources.find(({ name }) => name === 'HaloITSM');
      const [, other] = ilert.state.policies;
      Object.assign(source ?? {}, { policyId: other?.id });
    });
    const { source } = storedIn(sandbox);
    const name = sandbox.ilert.state.policies[1]?.name;
    expect(told).toEqual([
      `The alert source "HaloITSM" (ID ${source.id}) was to stay as it is; now it would be updated: Escalation policy ${name} → Default.`,
    ]);
  });

  it('where somebody has changed a resource that was to be updated', async () => {
    const { told } = await meanwhile((sandbox) => Object.assign(storedIn(sandbox).method, { requestbody: '{ }' }));
    expect(told).toEqual([
      expect.stringMatching(/^The method "send ticket to ilert" \(ID \d+\) was to be updated otherwise: Payload/),
    ]);
  });

  it('where another field is to be updated as well', async () => {
    const { told } = await meanwhile((sandbox) => Object.assign(storedIn(sandbox).method, { responsetype: 2 }));
    expect(told).toEqual([expect.stringMatching(/Response type .* → JSON, which is not in the plan\.$/)]);
  });

  it('where somebody has done what was to be done', async () => {
    const { ran, told } = await meanwhile((sandbox) => runAt(sandbox, ['apply']));
    expect(ran.stderr).toContain('The plan in plan.json was applied already, so nothing was changed.');
    expect(told).toEqual([expect.stringContaining('was to be updated, but there is nothing left to update.')]);
  });

  it('where somebody has removed a resource', async () => {
    const { told } = await meanwhile((sandbox) => {
      const { method } = storedIn(sandbox);
      const { methods } = sandbox.halo.state;
      methods.splice(methods.indexOf(method), 1);
    });
    expect(told[0]).toMatch(
      /^The method "send ticket to ilert" \(ID \d+\) was to be updated, but it no longer exists\.$/,
    );
  });

  it('where somebody has removed a resource that was to be removed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only-priority', 'Critical', '--only-priority', 'High');
    const argv = ['--only-priority', 'Critical'];
    const { apply, planned } = await saved(sandbox, argv);
    expect(planned.stdout).toContain('to remove');
    expect((await runAt(sandbox, ['apply', ...argv])).exitCode).toBe(0);
    expect(await expectRefused(sandbox, apply)).toContain('was applied already');
  });

  it('where a second runbook calls the method now', async () => {
    const { told } = await meanwhile((sandbox) => {
      const { runbook } = storedIn(sandbox);
      const id = '0d5a2b6e-0000-4000-8000-000000000001';
      sandbox.halo.state.webhooks.push({ ...structuredClone(runbook), id, name: 'Copy' });
      const [binding] = sandbox.halo.state.bindings.filter(({ webhook_id }) => webhook_id === runbook.id);
      if (binding) sandbox.halo.state.bindings.push({ ...structuredClone(binding), id: 987_654, webhook_id: id });
    });
    expect(told).toEqual([
      expect.stringMatching(/^The runbook "Copy" \(ID 0d5a.*\) also calls the method .*; the plan does not have it\.$/),
    ]);
  });

  it.each<[string, string[], string[], string]>([
    ['another value', ['--name', 'A'], ['--name', 'B'], 'alertSource.name is "B" now (--name); in the plan it is "A".'],
    ['one more', [], ['--severity', '3'], 'alertSource.severity is 3 now (--severity); in the plan it is not set.'],
    ['one less', ['--severity', '3'], [], 'alertSource.severity is not set now; in the plan it is 3.'],
    [
      'another list',
      ['--team', 'Operations'],
      ['--team', 'none'],
      'alertSource.teams is [] now (--team); in the plan it is ["Operations"].',
    ],
    ['another payload', [], ['--payload', 'full'], 'halo.payload has another text now (--payload), from line 2 on.'],
  ])('where the settings have %s', async (_, planned, argv, message) => {
    const sandbox = await sandboxOfTest();
    const { apply } = await saved(sandbox, planned);
    const ran = await apply([...argv, '--json']);
    expect(ran.exitCode).toBe(1);
    expect(differences(ran)).toContain(message);
    expect(writesIn(sandbox)).toEqual([]);
  });

  it('where the settings file says something else', async () => {
    const sandbox = await sandboxOfTest();
    const argv = ['--config', 'ilert.yaml'];
    const first = await sandboxOfTest();
    const { folder } = await saved(first);
    const path = join(folder, 'ilert.yaml');
    writeFileSync(path, 'halo:\n  methodName: one\n');
    await runAt(sandbox, ['plan', '--out', 'plan.json', ...argv], { cwd: folder });
    writeFileSync(path, 'halo:\n  # changed\n  methodName: other\n');
    const told = await expectRefused(sandbox, () =>
      runAt(sandbox, ['apply', '--plan', 'plan.json', ...argv], { cwd: folder }),
    );
    expect(told).toContain(
      'halo.methodName is "other" now (halo.methodName in ilert.yaml, line 3); in the plan it is "one".',
    );
    expect(told).toContain('Make a new plan with "ilert-haloitsm plan --config ilert.yaml --out FILE", and review it.');
  });

  it('where it is another HaloITSM', async () => {
    const [sandbox, other] = [await sandboxOfTest(), await sandboxOfTest()];
    const { apply } = await saved(sandbox);
    const { HALO_URL, HALO_CLIENT_ID, HALO_CLIENT_SECRET } = pointedAt(other) as Record<string, string>;
    const told = await expectRefused(other, () => apply([], { HALO_URL, HALO_CLIENT_ID, HALO_CLIENT_SECRET } as never));
    expect(told).toContain(
      `The plan was made for ${sandbox.halo.url}, but this run is for ${other.halo.url} (HALO_URL).`,
    );
  });

  it('where it is another ilert', async () => {
    const [sandbox, other] = [await sandboxOfTest(), await sandboxOfTest()];
    const { apply } = await saved(sandbox);
    const env = { ILERT_ENDPOINT: other.ilert.url, ILERT_API_TOKEN: other.ilert.token };
    const told = await expectRefused(other, () => apply([], env));
    expect(told).toContain(
      `made for ilert at ${sandbox.ilert.url}, but this run is for ilert at ${other.ilert.url} (ILERT_ENDPOINT).`,
    );
  });

  it('where the API key is of another ilert account, in which the same names have other IDs', async () => {
    const { told } = await meanwhile(({ ilert }) => {
      const policy = ilert.state.policies.find(({ name }) => name === 'Default');
      Object.assign(policy ?? {}, { id: 77_001 });
    });
    expect(told[0]).toMatch(/^alertSource\.escalationPolicy: ID 77001 now, ID \d+ in the plan\.$/);
  });

  it('where it is for another service', async () => {
    const sandbox = await sandboxOfTest();
    const { edit, apply } = await saved(sandbox);
    edit((text) => text.replace('"salt"', '"only": "ilert",\n  "salt"'));
    expect(await expectRefused(sandbox, apply)).toContain(
      'The plan is for both services, but this run is for ilert alone.',
    );
  });
});

test('a plan that was carried out is refused as applied already', async () => {
  const sandbox = await sandboxOfTest();
  const { apply } = await saved(sandbox);
  expect((await apply()).exitCode).toBe(0);
  const told = await expectRefused(sandbox, apply);
  expect(told).toContain('The plan in plan.json was applied already, so nothing was changed.');
  expect(told).toContain('Make a new plan with "ilert-haloitsm plan --out FILE", and review it.');
});

test('a plan of which a part was carried out is refused as that, and a new one finishes the job', async () => {
  const sandbox = await sandboxOfTest();
  const { apply } = await saved(sandbox);
  sandbox.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/Notification' ? { kind: 'respond', status: 403, body: 'no' } : undefined;
  expect((await apply()).exitCode).not.toBe(0);
  sandbox.intercept = undefined;
  const told = await expectRefused(sandbox, apply);
  expect(told).toContain('A part of the plan in plan.json was applied already, so nothing was changed.');
  expect(told).not.toContain('New Ticket Logged');
  const anew = await saved(sandbox);
  expect((await anew.apply()).exitCode).toBe(0);
});

test('what somebody changes between the comparison and the write is left as it is', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const { method } = storedIn(sandbox);
  Object.assign(method, { requestbody: '{}' });
  const { apply } = await saved(sandbox);
  let reads = 0;
  sandbox.intercept = ({ method: verb, path }) => {
    if (verb === 'GET' && path === `/api/CustomIntegrationMethod/${method.id}`) reads += 1;
    if (reads === 1) Object.assign(method, { requestbody: '{"of": "somebody else"}' });
    return undefined;
  };
  const before = writesIn(sandbox).length;
  const { exitCode, stderr } = await apply();
  expect({ exitCode, written: writesIn(sandbox).length - before }).toEqual({ exitCode: 1, written: 0 });
  expect(stderr).toContain('Since the plan was shown, the method "send ticket to ilert"');
  expect(method.requestbody).toBe('{"of": "somebody else"}');
});

test('a plan of another version is refused before anything is read: it may plan and say the same otherwise', async () => {
  const sandbox = await sandboxOfTest();
  const { edit, apply } = await saved(sandbox);
  edit((text) => text.replace(/"toolVersion": "[^"]*"/, '"toolVersion": "0.0.1"'));
  const before = sandbox.requests.length;
  const told = await expectRefused(sandbox, apply);
  expect(sandbox.requests).toHaveLength(before);
  expect(told).toMatch(
    /made by version 0\.0\.1 of ilert-haloitsm, and this is version \d\S+, so nothing was changed\./,
  );
  expect(told).toContain(
    'Apply it with version 0.0.1, or make a new plan with "ilert-haloitsm plan --out FILE", and review it.',
  );
});

test('a field that no setting names is named, where somebody has changed it and the request repeats it', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const source = sandbox.ilert.state.alertSources.find(({ name }) => name === 'HaloITSM');
  const { apply } = await saved(sandbox, ['--severity', '3']);
  Object.assign(source ?? {}, { alertCreation: 'ONE_OPEN_ALERT_ALLOWED', iconUrl: 'https://a.example/icon.png' });
  const told = await expectRefused(sandbox, apply);
  expect(told).toMatch(
    /was to be updated otherwise: Alert grouping is .* now, and was .* when it was planned; iconUrl is not what it was\./,
  );
});

function storedInIlert({ ilert }: Sandbox): number | undefined {
  return ilert.state.alertSources.find(({ name }) => name === 'HaloITSM')?.id;
}
