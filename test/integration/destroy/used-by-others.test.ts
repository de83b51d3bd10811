import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, countsIn, runAt, storedIn, writesIn } from '../../support/tenants.ts';

/** Adds someone else's runbook with steps like ours, which calls our method. */
function copyOfRunbook(sandbox: Sandbox) {
  const { runbook } = storedIn(sandbox);
  const copy = sandbox.halo.state.addRunbook('Copy of it', { steps: structuredClone(runbook.steps) });
  sandbox.halo.state.addBinding(copy, 3, 'New Ticket Logged');
  return copy;
}

/** Adds someone else's method in their own integration, which posts to our alert source. */
function secondMethod(sandbox: Sandbox) {
  const { id: _id, guid: _guid, integration_id: _integration, ...ours } = storedIn(sandbox).method;
  const theirs = sandbox.halo.state.addIntegration('Theirs', { resourcebaseurl: sandbox.ilert.url });
  return sandbox.halo.state.addMethod(theirs, 'also to ilert', { ...ours, name: 'also to ilert' });
}

/** Adds someone else's step to our runbook. */
function stepOfOthers(sandbox: Sandbox) {
  const { runbook } = storedIn(sandbox);
  const [, success] = runbook.steps;
  if (!success) throw new Error('no steps');
  const note = { ...success, fdid: 650, step_id: 9, name: 'Leave a note', flow_id: 77, steptype: 2, isend: false };
  runbook.steps.push(note);
  return note;
}

/** What others have that a removal would break, and what it leaves of ours: counts as in `countsIn`. */
const CASES = [
  ['another runbook that calls our method', copyOfRunbook, [1, 1, 1, 1, 0, 0]],
  ['another method that posts to our alert source', secondMethod, [1, 0, 0, 0, 0, 0]],
  ['another step in our runbook', stepOfOthers, [1, 1, 1, 1, 1, 1]],
] as const;

const idIn = (row: { readonly id?: number | string; readonly step_id?: number }) => row.id ?? row.step_id;

describe.each(CASES)('%s', (_, add, left) => {
  it('is named with its id before anything is removed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { name, ...row } = add(sandbox);
    const before = configurationOf(sandbox);
    const dryRun = await runAt(sandbox, ['destroy', '--dry-run']);
    const refused = await runAt(sandbox, ['destroy']);
    expect(configurationOf(sandbox)).toEqual(before);
    for (const { stdout, stderr } of [dryRun, refused])
      expect(stdout + stderr).toContain(`"${name}" (ID ${idIn(row)})`);
  });

  it('stays, with what it needs of ours: exit 1, and what to change first', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const theirs = add(sandbox);
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes']);
    expect([exitCode, countsIn(sandbox)]).toEqual([1, left]);
    expect(stdout).toContain(`"${theirs.name}" (ID ${idIn(theirs)})`);
    expect(stdout).toContain('To remove that too, first change or remove what uses it');
    expect(stdout).not.toContain('Run the same command again');
  });

  it.each([
    ['on the same machine', true],
    ['on another one', false],
  ])('stays as well when destroy is run again, %s', async (_where, isSame) => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply'], { cwd });
    add(sandbox);
    await runAt(sandbox, ['destroy', '--yes'], { cwd });
    const before = configurationOf(sandbox);
    const again = await runAt(sandbox, ['destroy', '--yes'], isSame ? { cwd } : {});
    expect([again.exitCode, configurationOf(sandbox)]).toEqual([1, before]);
    expect(countsIn(sandbox)).toEqual(left);
  });
});

it('a method of others in our integration that posts to our alert source keeps both, run after run', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const { id: _id, guid: _guid, integration_id: _integration, ...ours } = storedIn(sandbox).method;
  const { integration } = storedIn(sandbox);
  const theirs = sandbox.halo.state.addMethod(integration, 'also to ilert', { ...ours, name: 'also to ilert' });
  for (const _run of [1, 2]) {
    const { exitCode } = await runAt(sandbox, ['destroy', '--yes']);
    expect([exitCode, countsIn(sandbox)]).toEqual([1, [1, 1, 0, 0, 0, 0]]);
    expect(sandbox.halo.state.methods).toContain(theirs);
  }
});

it('several methods of others that post to our alert source keep it, and none of them is taken for ours', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const theirs = [secondMethod(sandbox), secondMethod(sandbox)];
  for (const _run of [1, 2]) {
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes']);
    expect([exitCode, countsIn(sandbox)]).toEqual([1, [1, 0, 0, 0, 0, 0]]);
    for (const { id } of theirs) expect(stdout).toContain(`"also to ilert" (ID ${id})`);
  }
});

it('several runbooks of others that call our method keep it, also where ours is gone', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const { webhooks, bindings } = sandbox.halo.state;
  const steps = structuredClone(storedIn(sandbox).runbook.steps);
  const theirs = ['One', 'Two'].map((name) => sandbox.halo.state.addRunbook(name, { steps }));
  const { runbook } = storedIn(sandbox);
  webhooks.splice(webhooks.indexOf(runbook), 1);
  for (const row of bindings.filter(({ webhook_id }) => webhook_id === runbook.id))
    bindings.splice(bindings.indexOf(row), 1);
  const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes']);
  expect([exitCode, countsIn(sandbox)]).toEqual([1, [1, 1, 1, 0, 0, 0]]);
  for (const { id, name } of theirs) expect(stdout).toContain(`"${name}" (ID ${id})`);
});

it('what is linked to ours under other names is left alone, named, and removed with --adopt', async () => {
  const sandbox = await sandboxOfTest();
  const before = configurationOf(sandbox);
  await applied(sandbox, '--name', 'Other', '--integration-name', 'I2');
  const made = configurationOf(sandbox);
  const { exitCode, stdout, stderr } = await runAt(sandbox, ['destroy', '--yes']);
  expect([exitCode, stdout, configurationOf(sandbox)]).toEqual([0, expect.stringContaining('Nothing to remove'), made]);
  const { id } = sandbox.halo.state.methods.find(({ name }) => name === 'send ticket to ilert') ?? { id: 0 };
  expect(stderr).toContain(`method "send ticket to ilert" (ID ${id})`);
  expect(stderr).toContain(`--adopt method:${id}`);
  expect((await runAt(sandbox, ['destroy', '--yes', '--adopt', `method:${id}`])).exitCode).toBe(0);
  expect(configurationOf(sandbox)).toEqual(before);
});

it.each([400, 409])(
  'a removal that Halo refuses with %i says what Halo says, and not that another run will help',
  async (status) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { method } = storedIn(sandbox);
    sandbox.intercept = (request) =>
      request.method === 'DELETE' && request.path === `/api/CustomIntegrationMethod/${method.id}`
        ? { kind: 'respond', status, body: { message: 'It is used by an automation.' } }
        : undefined;
    const { exitCode, stdout, stderr } = await runAt(sandbox, ['destroy', '--yes']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('It is used by an automation')]);
    expect(stderr).toContain(`method "send ticket to ilert" (ID ${method.id})`);
    expect(stdout + stderr).not.toMatch(/[Rr]un the same command again|[Tt]ry again/);
    const methodRemovals = writesIn(sandbox).filter(({ path }) =>
      path.endsWith(`/CustomIntegrationMethod/${method.id}`),
    );
    expect(methodRemovals).toHaveLength(1);
  },
);
