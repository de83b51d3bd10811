import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { SavedPlan } from '../../../src/saved-plan/document.ts';
import { run } from '../../support/cli.ts';
import { type Fleet, fleetOfTest } from '../../support/fleet.ts';
import { countsIn } from '../../support/tenants.ts';

function writesTo({ sandboxes }: Fleet): number {
  return sandboxes.reduce((sum, sandbox) => sum + sandbox.writes(), 0);
}

function document({ folder }: Fleet): SavedPlan {
  return JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as SavedPlan;
}

async function savedFor(fleet: Fleet, ...argv: string[]): Promise<void> {
  const { exitCode, stderr } = await fleet.run(['plan', '--out', 'plan.json', ...argv]);
  expect({ exitCode, errors: stderr.match(/Error:.*/g) }).toEqual({ exitCode: 0, errors: null });
}

const APPLY = ['apply', '--plan', 'plan.json'];

describe('a saved plan of several targets', () => {
  it('is carried out for each of them, at the same time', async () => {
    const fleet = await fleetOfTest(3);
    await savedFor(fleet, '--all');
    expect(document(fleet)).toMatchObject({ all: true, plans: fleet.names.map((target) => ({ target })) });
    const { exitCode, stdout } = await fleet.run([...APPLY, '--parallel', '2']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^3 targets: 6 created {3}customer-1, customer-2, customer-3$/m);
    for (const sandbox of fleet.sandboxes) expect(countsIn(sandbox).slice(1)).toEqual([1, 1, 1, 1, 1]);
    expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
  });

  it('of which one no longer fits is carried out for none, and says why for that one', async () => {
    const fleet = await fleetOfTest(3);
    await savedFor(fleet, '--all');
    await fleet.run(['apply', '--target', 'customer-2']);
    const before = writesTo(fleet);
    const { exitCode, stdout } = await fleet.run(APPLY);
    expect({ exitCode, written: writesTo(fleet) - before }).toEqual({ exitCode: 1, written: 0 });
    expect(stdout).toMatch(/^ ?1 target failed +customer-2\n {4}The plan in plan\.json was applied already/m);
    expect(stdout).toContain('The alert source "HaloITSM customer-2" was to be created, but it exists now (ID');
    expect(stdout).toMatch(/^2 targets: not started +customer-1, customer-3$/m);
    expect(stdout).toMatch(/^3 targets: 1 failed, 2 not started\.$/m);
    expect(stdout).toContain('Make a new plan with "ilert-haloitsm plan --config fleet.yaml --all --out FILE"');
    expect(stdout).not.toContain('--resume');
  });

  it('of which a part was done says how to continue', async () => {
    const fleet = await fleetOfTest(2);
    await savedFor(fleet, '--all');
    const [first] = fleet.sandboxes;
    if (!first) throw new TypeError('no target');
    first.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/Webhook' ? { kind: 'respond', status: 400, body: 'Locked.' } : undefined;
    const { exitCode, stdout } = await fleet.run(APPLY);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'The saved plan no longer fits. To continue, make a new one with "ilert-haloitsm plan --config fleet.yaml --all --out FILE", review and apply it.',
    );
    expect(stdout).not.toContain('--resume');
  });

  it('gives every difference as JSON, with the target that it is of', async () => {
    const fleet = await fleetOfTest(2);
    await savedFor(fleet, '--all');
    fleet.write({ 'customer-2': '    alertSource: { severity: 2 }' });
    const { exitCode, stdout } = await fleet.run([...APPLY, '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      counts: { failed: 1, notStarted: 1 },
      targets: [
        { target: 'customer-1', outcome: 'not-started' },
        {
          target: 'customer-2',
          outcome: 'failed',
          error: {
            code: 'plan-changed',
            problems: [
              { message: 'The plan in plan.json no longer fits, so nothing was changed.' },
              { message: expect.stringMatching(/^alertSource\.severity is 2 now .*; in the plan it is not set\.$/) },
              { message: expect.stringContaining('Severity') },
            ],
          },
        },
      ],
    });
    expect(writesTo(fleet)).toBe(0);
  });

  it('is carried out for none where one of them can no longer be reached', async () => {
    const fleet = await fleetOfTest(2);
    await savedFor(fleet, '--all');
    await (fleet.sandboxes[1] as Sandbox).close();
    const { exitCode } = await fleet.run([...APPLY, '--timeout', '1']);
    expect({ exitCode, written: writesTo(fleet) }).toEqual({ exitCode: 1, written: 0 });
  });

  it('is carried out where it says that one of them is done already', async () => {
    const fleet = await fleetOfTest(2);
    await fleet.run(['apply', '--target', 'customer-1']);
    await savedFor(fleet, '--all');
    const { exitCode, stdout } = await fleet.run([...APPLY, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      targets: [
        { outcome: 'done', summary: 'no changes', resources: [{}, {}, {}, {}, {}, {}] },
        { outcome: 'done', summary: '6 created', resources: [{}, {}, {}, {}, {}, {}] },
      ],
    });
  });

  it('of which one is done already is carried out for none where the other no longer fits', async () => {
    const fleet = await fleetOfTest(2);
    await fleet.run(['apply', '--target', 'customer-1']);
    await savedFor(fleet, '--all');
    await fleet.run(['apply', '--target', 'customer-2']);
    const { exitCode, stdout } = await fleet.run(APPLY);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^2 targets: 1 failed, 1 not started\.$/m);
  });

  it('may create one escalation policy for all of them', async () => {
    const fleet = await fleetOfTest(2);
    const policy = ['--escalation-policy', 'New one', '--policy-responder', 'ada.admin@example.com'];
    const planned = await fleet.run(['plan', '--all', '--out', 'plan.json', ...policy]);
    expect(planned.stderr).not.toContain('Error:');
    const { exitCode, stdout } = await fleet.run([...APPLY, ...policy]);
    expect({ exitCode, failed: stdout.match(/.*failed/g) }).toEqual({ exitCode: 0, failed: null });
    const names = (fleet.sandboxes[0] as Sandbox).ilert.state.policies.map(({ name }) => name);
    expect(names.filter((name) => name === 'New one')).toHaveLength(1);
  });
});

describe('a saved plan of some targets', () => {
  it('is for these alone', async () => {
    const fleet = await fleetOfTest(3);
    await savedFor(fleet, '--target', 'customer-3', '--target', 'customer-1');
    expect((await fleet.run(APPLY)).exitCode).toBe(0);
    expect(fleet.sandboxes.map((sandbox) => countsIn(sandbox)[3])).toEqual([1, 0, 1]);
  });

  it('of one is carried out and refused as if there were no others', async () => {
    const fleet = await fleetOfTest(2);
    await savedFor(fleet, '--target', 'customer-2');
    expect((await fleet.run(APPLY)).stdout).toContain('Done: 6 created');
    const { exitCode, stderr } = await fleet.run(APPLY);
    expect(exitCode).toBe(1);
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      '"ilert-haloitsm plan --config fleet.yaml --target customer-2 --out FILE"',
    );
  });
});

test('a plan of all targets is refused where the settings file has other ones now', async () => {
  const [fleet, larger] = [await fleetOfTest(1), await fleetOfTest(2)];
  await savedFor(fleet, '--all');
  await savedFor(larger, '--all');
  const other = await fleet.run(['apply', '--plan', join(larger.folder, 'plan.json')]);
  expect(other.exitCode).toBe(1);
  expect(other.stderr).toContain('fleet.yaml no longer has the target "customer-2", which is in the plan.');
  const added = await larger.run(['apply', '--plan', join(fleet.folder, 'plan.json')]);
  expect(added.exitCode).toBe(1);
  expect(added.stderr).toContain('fleet.yaml has the target "customer-2" now, which is not in the plan.');
  expect(writesTo(fleet) + writesTo(larger)).toBe(0);
});

test('a saved plan of which no target is left is made anew for another one, not for the whole file', async () => {
  const [fleet, other] = [await fleetOfTest(1), await fleetOfTest(3)];
  await savedFor(other, '--target', 'customer-2', '--target', 'customer-3');
  const { exitCode, stderr } = await fleet.run(['apply', '--plan', join(other.folder, 'plan.json')]);
  expect(exitCode).toBe(1);
  expect(stderr.replace(/\s+/g, ' ')).toContain(
    'Make a new plan with "ilert-haloitsm plan --config fleet.yaml --target NAME --out FILE"',
  );
});

describe('a new plan is never for more than the one of ilert alone that it replaces', () => {
  it('where that no longer fits', async () => {
    const fleet = await fleetOfTest(2);
    await savedFor(fleet, '--all', '--only', 'ilert');
    await fleet.run(['apply', '--target', 'customer-2', '--only', 'ilert']);
    const { stdout } = await fleet.run(APPLY);
    expect(stdout).toContain('"ilert-haloitsm plan --config fleet.yaml --all --only ilert --out FILE"');
  });

  it.each(['text', 'markdown'])('where a part of that was done: %s', async (format) => {
    const fleet = await fleetOfTest(2);
    const policy = ['--escalation-policy', 'New one', '--policy-responder', 'ada.admin@example.com'];
    await savedFor(fleet, '--all', '--only', 'ilert', ...policy);
    const [first] = fleet.sandboxes;
    if (!first) throw new TypeError('no target');
    first.intercept = ({ method, path }) =>
      method === 'POST' && path.endsWith('/alert-sources') ? { kind: 'respond', status: 400, body: 'no' } : undefined;
    const { exitCode, stdout } = await fleet.run([...APPLY, ...policy, '--format', format]);
    expect(exitCode).toBe(1);
    expect(stdout.replaceAll('\\', '')).toMatch(
      /ilert-haloitsm plan --config fleet\.yaml .*--all --only ilert --out FILE/,
    );
  });

  it('where there is none for one of the targets', async () => {
    const fleet = await fleetOfTest(3);
    fleet.write({ 'customer-2': '    alertSource: { escalationPolicy: No such policy }' });
    const { exitCode, stderr } = await fleet.run(['plan', '--all', '--only', 'ilert', '--out', 'plan.json']);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(
      'ilert-haloitsm plan --config fleet.yaml --target customer-1 --target customer-3 --only ilert --out plan.json',
    );
  });
});

test.each([
  ['the target customer-1', ['--target', 'customer-1']],
  ['the targets customer-1 and customer-2', ['--target', 'customer-1', '--target', 'customer-2']],
  ['4 targets', ['--all']],
])('a plan for %s says so where the run has no settings file', async (whom, argv) => {
  const fleet = await fleetOfTest(4);
  await savedFor(fleet, ...argv);
  const { exitCode, stderr } = await run(APPLY, { cwd: fleet.folder });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    `The plan in plan.json is for ${whom} of a settings file, and this run has none.\n  Add --config FILE.`,
  );
});

test('no plan is saved where there is none for one of the targets, and the command for the others is given', async () => {
  const fleet = await fleetOfTest(3);
  await (fleet.sandboxes[1] as Sandbox).close();
  const { exitCode, stderr } = await fleet.run([
    'plan',
    '--all',
    '--severity',
    '2',
    '--out',
    'my plan.json',
    '--timeout',
    '1',
  ]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    "The plan was not saved to my plan.json, since there is no plan for customer-2. To save it for the 2 others: ilert-haloitsm plan --config fleet.yaml --severity 2 --target customer-1 --target customer-3 --out 'my plan.json'",
  );
  expect(existsSync(join(fleet.folder, 'my plan.json'))).toBe(false);
  await savedFor(fleet, '--severity', '2', '--target', 'customer-1', '--target', 'customer-3');
});
