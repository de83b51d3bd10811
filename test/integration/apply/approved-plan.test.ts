import { expect, it } from 'vitest';
import type { SandboxRequest } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, expectNothingPending, runAt, storedIn, writesIn } from '../../support/tenants.ts';

/** Creates an account whose method has drifted, and makes something happen just before apply writes. */
async function driftedWhile(happens: (method: Record<string, unknown>) => void) {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const method = storedIn(sandbox).method as unknown as Record<string, unknown>;
  method.requestbody = '{"drifted": true}';
  const before = writesIn(sandbox).length;
  sandbox.intercept = ({ method: verb, path }: SandboxRequest) => {
    if (verb !== 'GET' || path !== `/api/CustomIntegrationMethod/${method.id}`) return undefined;
    sandbox.intercept = undefined;
    happens(method);
    return undefined;
  };
  const ran = await runAt(sandbox, ['apply', '--yes', '--json']);
  return { sandbox, method, ran, written: writesIn(sandbox).slice(before) };
}

it('what somebody changes after the plan was made is left as it is: exit 1, and what has changed', async () => {
  const { ran, method, written } = await driftedWhile((row) => {
    row.requestbody = '{"of": "somebody else"}';
  });
  expect(ran.exitCode).toBe(1);
  expect(ran.stderr).toMatch(
    /Since the plan was shown, the method "send ticket to ilert" \(ID \d+\) has changed \(Payload\)/,
  );
  expect(JSON.parse(ran.stdout)).toMatchObject({
    ok: false,
    error: { code: 'plan-changed' },
    counts: { create: 0, update: 0, delete: 0 },
  });
  expect(written).toEqual([]);
  expect(method.requestbody).toBe('{"of": "somebody else"}');
});

it('what drifts in another field after the plan was made was not approved, so it is not overwritten', async () => {
  const { ran, method, written } = await driftedWhile((row) => {
    row.responsetype = 2;
  });
  expect(ran.exitCode).toBe(1);
  expect(ran.stderr).toContain('has changed (Response type, Payload)');
  expect(written).toEqual([]);
  expect(method.responsetype).toBe(2);
});

it('what another run has done meanwhile is not done again, and that is fine', async () => {
  const good = await sandboxOfTest();
  await applied(good);
  const { ran, sandbox, written } = await driftedWhile((row) => {
    row.requestbody = storedIn(good).method.requestbody;
  });
  expect(ran.exitCode).toBe(0);
  expect(written).toEqual([]);
  await expectNothingPending(sandbox);
});

it('a row that is gone after the plan was made is not made anew without being shown', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const { method } = storedIn(sandbox);
  Object.assign(method, { requestbody: '{}' });
  sandbox.intercept = ({ method: verb, path }) => {
    if (verb === 'GET' && path === `/api/CustomIntegrationMethod/${method.id}`)
      sandbox.halo.state.methods.splice(sandbox.halo.state.methods.indexOf(method), 1);
    return undefined;
  };
  const before = writesIn(sandbox).length;
  const { exitCode, stderr } = await runAt(sandbox, ['apply', '--yes']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('the method "send ticket to ilert" is not as it was');
  expect(writesIn(sandbox)).toHaveLength(before);
});
