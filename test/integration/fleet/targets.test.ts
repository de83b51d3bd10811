import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { fleetOfTest } from '../../support/fleet.ts';
import { configurationOf, countsIn } from '../../support/tenants.ts';

const ONE_SET_IN_HALO = [1, 1, 1, 1, 1];

function inHalo(sandbox: Sandbox): number[] {
  return countsIn(sandbox).slice(1);
}

function alertSources({ ilert }: Sandbox): string[] {
  return ilert.state.alertSources.map(({ name }) => name).filter((name) => name.includes('customer'));
}

test('one run sets up all targets, each with an alert source named after it, and reads the ilert account once', async () => {
  const fleet = await fleetOfTest(5);
  const { exitCode, stdout } = await fleet.run(['apply', '--all']);
  expect(exitCode).toBe(0);
  for (const sandbox of fleet.sandboxes) expect(inHalo(sandbox)).toEqual(ONE_SET_IN_HALO);
  const [first] = fleet.sandboxes as [Sandbox];
  expect(alertSources(first).sort()).toEqual(fleet.names.map((name) => `HaloITSM ${name}`));
  const lists = first.requests.filter(
    ({ service, method, path }) => service === 'ilert' && method === 'GET' && !/\d$/.test(path),
  );
  const count = (path: string) => lists.filter((request) => request.path === path).length;
  expect(count('/api/escalation-policies')).toBe(1);
  // Once at first, and then once for several targets together, to see whether another run created the same ones.
  expect(count('/api/alert-sources')).toBeLessThan(1 + fleet.names.length);
  expect(stdout).toMatch(/^5 targets: 6 created\n {4}customer-1, customer-2, customer-3, customer-4, customer-5$/m);
  expect(stdout).toMatch(/^5 targets: 5 changed; 30 created\.$/m);
});

test('a second run changes nothing, plan and status say so, and destroy removes everything', async () => {
  const fleet = await fleetOfTest(3);
  const before = fleet.sandboxes.map(configurationOf);
  await fleet.run(['apply', '--all']);
  const writes = () => fleet.sandboxes.reduce((sum, sandbox) => sum + sandbox.writes(), 0);
  const made = writes();
  expect((await fleet.run(['apply', '--all'])).stdout).toContain('no changes');
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
  expect((await fleet.run(['status', '--all'])).stdout).toMatch(/^3 targets: 3 healthy\.$/m);
  expect(writes()).toBe(made);
  expect((await fleet.run(['destroy', '--all', '--yes'])).exitCode).toBe(0);
  expect(fleet.sandboxes.map(configurationOf)).toEqual(before);
});

test('verify tests each target', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  const { exitCode, stdout } = await fleet.run(['verify', '--all', '--yes']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^3 targets: ilert's side works {3}customer-1, customer-2, customer-3$/m);
  expect(stdout).toMatch(/^3 targets: 3 passed\.$/m);
  expect(fleet.sandboxes[0]?.ilert.state.alerts.map(({ status }) => status)).toEqual([
    'RESOLVED',
    'RESOLVED',
    'RESOLVED',
  ]);
});

test('tenants of both products send to one ilert account, each to a source of its own type', async () => {
  const fleet = await fleetOfTest(2, {}, { product: 'halopsa' });
  await fleet.run(['apply', '--all']);
  const { exitCode, stdout } = await fleet.run(['verify', '--all', '--yes']);
  expect(exitCode, stdout).toBe(0);
  const ours = fleet.sandboxes[0]?.ilert.state.alertSources.filter(({ name }) => name.includes('customer-'));
  expect(ours?.map(({ name, integrationType }) => [name, integrationType]).sort()).toEqual([
    ['HaloITSM customer-1', 'HALOITSM'],
    ['HaloPSA customer-2', 'HALOPSA'],
  ]);
});

test('plan --exit-code ends with 4 if changes are pending for a target, status if one has drifted', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  const [binding] = fleet.sandboxes[1]?.halo.state.bindings.splice(-1) ?? [];
  expect(binding).toBeDefined();
  const plan = await fleet.run(['plan', '--all', '--exit-code']);
  expect(plan.exitCode).toBe(4);
  expect(plan.stdout).toMatch(/^ ?1 target: 1 to create +customer-2$/m);
  const json = await fleet.run(['plan', '--all', '--json']);
  expect([json.exitCode, JSON.parse(json.stdout).counts.pending]).toEqual([0, 1]);
  expect((await fleet.run(['status', '--all'])).stdout).toMatch(/^1 target broken +customer-2\n {4}The event /m);
  const status = await fleet.run(['status', '--all', '--json']);
  expect(status.exitCode).toBe(1);
  expect(JSON.parse(status.stdout).targets.map(({ state }: { state: string }) => state)).toEqual([
    'healthy',
    'broken',
    'healthy',
  ]);
});

test('a failing target does not stop the others; text, JSON and exit code 1 show it', async () => {
  const fleet = await fleetOfTest(4);
  const broken = fleet.sandboxes[2] as Sandbox;
  broken.intercept = ({ path }) =>
    path === '/api/Webhook' ? { kind: 'respond', status: 400, body: { message: 'No runbooks today.' } } : undefined;
  const { exitCode, stdout, stderr } = await fleet.run(['apply', '--all', '--json']);
  expect(exitCode).toBe(1);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({ ok: false, counts: { all: 4, done: 3, failed: 1 } });
  expect(document.targets[2]).toMatchObject({
    target: 'customer-3',
    outcome: 'failed',
    exitCode: 1,
    error: { exitCode: 1 },
  });
  expect(document.targets[2].error.message).toContain('No runbooks today.');
  expect(stderr).toMatch(/customer-3 failed: .*No runbooks today/);
  for (const index of [0, 1, 3]) expect(inHalo(fleet.sandboxes[index] as Sandbox)).toEqual(ONE_SET_IN_HALO);
});

test('status of several targets ends with the worst: 1 where one is broken, 5 where one could not be checked, then 4', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  const [drifted, unreachable, broken] = fleet.sandboxes;
  const source = drifted?.ilert.state.alertSources.find(({ name }) => name.endsWith('customer-1'));
  if (!drifted || !unreachable || !broken || !source) throw new Error('there have to be three targets');
  const ending = async () => (await fleet.run(['status', '--all', '--json'])).exitCode;
  source.setupStatus = 'CREATED';
  expect(await ending()).toBe(4);
  unreachable.intercept = ({ path }) =>
    path === '/api/Webhook' ? { kind: 'respond', status: 500, body: {} } : undefined;
  expect(await ending()).toBe(5);
  const { stdout, stderr } = await fleet.run(['status', '--all']);
  expect(stdout).toMatch(/^1 target not checked +customer-2\n {4}HaloITSM returned HTTP 500/m);
  expect(stdout).toContain('3 targets: 1 healthy, 1 drifted, 1 not checked.');
  expect(stderr).toMatch(/customer-2 not checked: /);
  expect(`${stdout}${stderr}`).not.toMatch(/failed/i);
  const document = JSON.parse((await fleet.run(['status', '--all', '--json'])).stdout);
  expect(document.counts).toMatchObject({ all: 3, done: 1, pending: 1, failed: 0, unchecked: 1 });
  expect(document.targets[1]).toMatchObject({ outcome: 'unchecked', exitCode: 5 });
  broken.halo.state.bindings.splice(-1);
  expect(await ending()).toBe(1);
});

test('refused credentials fail only their target, and its error keeps its exit code', async () => {
  const fleet = await fleetOfTest(2);
  const { exitCode, stdout } = await fleet.run(['apply', '--all', '--json'], { env: { HALO_SECRET_2: 'wrong' } });
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout).targets.map(({ exitCode: own }: { exitCode: number }) => own)).toEqual([0, 3]);
});

test('--parallel limits how many targets run at the same time', async () => {
  const fleet = await fleetOfTest(4);
  expect((await fleet.run(['plan', '--all', '--parallel', '1'])).exitCode).toBe(0);
  const starts = fleet.sandboxes.map(({ requests }) => requests.filter(({ service }) => service === 'halo'));
  const spans = starts.map((all) => [all[0]?.startedAt ?? 0, all.at(-1)?.endedAt ?? 0] as const);
  for (const [index, [start]] of spans.entries())
    if (index > 0) expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0);
});

test('without --all or --target a file with targets does nothing, and says what to do', async () => {
  const fleet = await fleetOfTest(2);
  for (const command of ['plan', 'apply', 'status', 'destroy']) {
    const { exitCode, stderr } = await fleet.run([command]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'Error: fleet.yaml has 2 targets, and none was chosen.\n  Choose one with --target, such as --target customer-1, or use --all.\n',
    );
  }
});

test('without --all or --target nothing is said to be missing that each target has', async () => {
  const fleet = await fleetOfTest(2);
  const file = join(fleet.folder, 'fleet.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('escalationPolicy: Default', '$&, ticketLink: true'));
  for (const argv of [['plan'], ['status'], ['plan', '--offline'], ['apply', '--only', 'ilert']]) {
    const { exitCode, stderr } = await fleet.run(argv);
    expect([exitCode, stderr.match(/^Error:.*$/gm)]).toEqual([
      2,
      ['Error: fleet.yaml has 2 targets, and none was chosen.'],
    ]);
  }
});

test('a single --target runs like a file without targets', async () => {
  const fleet = await fleetOfTest(2);
  const { exitCode, stdout } = await fleet.run(['apply', '--target', 'customer-2']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Done: 6 created');
  expect(stdout).toContain('alert source "HaloITSM customer-2"');
  expect(inHalo(fleet.sandboxes[0] as Sandbox)).toEqual([0, 0, 0, 0, 0]);
  expect(inHalo(fleet.sandboxes[1] as Sandbox)).toEqual(ONE_SET_IN_HALO);
});

test('several --target run for these only', async () => {
  const fleet = await fleetOfTest(3);
  const { exitCode, stdout } = await fleet.run(['apply', '--target', 'customer-3', '--target', 'customer-1']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^2 targets: 2 changed; 12 created\.$/m);
  expect(fleet.sandboxes.map(inHalo)).toEqual([ONE_SET_IN_HALO, [0, 0, 0, 0, 0], ONE_SET_IN_HALO]);
});

test('each target finds its own renamed resources again', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  for (const { halo } of fleet.sandboxes) for (const row of halo.state.integrations) row.name = 'renamed';
  const { exitCode, stdout } = await fleet.run(['apply', '--all']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^2 targets: 1 updated {3}customer-1, customer-2$/m);
});

test('destroy and verify for several targets require --yes without a terminal, before any request', async () => {
  const fleet = await fleetOfTest(2);
  for (const command of ['destroy', 'verify']) {
    const { exitCode, stderr } = await fleet.run([command, '--all']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--yes');
  }
  expect(fleet.sandboxes.flatMap(({ requests }) => requests)).toEqual([]);
});

test('a dry run for several targets prints every request, once where they are alike, and of each with --verbose', async () => {
  const fleet = await fleetOfTest(2);
  const { stdout: text } = await fleet.run(['apply', '--all', '--dry-run']);
  expect(text.match(/POST http/g)).toHaveLength(6);
  const { stdout: ofEach } = await fleet.run(['apply', '--all', '--dry-run', '--verbose']);
  expect(ofEach.match(/POST http/g)).toHaveLength(12);
  const { exitCode, stdout } = await fleet.run(['apply', '--all', '--dry-run', '--json']);
  expect(exitCode).toBe(0);
  const { targets } = JSON.parse(stdout);
  expect(targets.map(({ requests }: { requests: unknown[] }) => requests.length)).toEqual([6, 6]);
  expect(fleet.sandboxes.map((sandbox) => sandbox.writes())).toEqual([0, 0]);
});

test('no secret and no integration key of any target is in what is printed', async () => {
  const fleet = await fleetOfTest(2);
  const ran = await fleet.run(['apply', '--all', '--json', '--verbose']);
  const told = ran.stdout + ran.stderr;
  const [first] = fleet.sandboxes as [Sandbox];
  for (const { halo } of fleet.sandboxes) expect(told).not.toContain(halo.clientSecret);
  expect(told).not.toContain(first.ilert.token);
  for (const { integrationKey } of first.ilert.state.alertSources) expect(told).not.toContain(integrationKey);
});

test('a target with a display name is shown with both, and only its name in the file is typed', async () => {
  const fleet = await fleetOfTest(2);
  fleet.write({ 'customer-1': '    name: Globex GmbH' });
  const { stdout, stderr } = await fleet.run(['plan', '--all', '--verbose']);
  expect(stdout).toContain('customer-1 (Globex GmbH)');
  expect(stderr).toContain('customer-1 (Globex GmbH): 6 to create');
  const { targets } = JSON.parse((await fleet.run(['plan', '--all', '--json'])).stdout);
  expect(targets[0]).toMatchObject({ target: 'customer-1', name: 'Globex GmbH' });
  expect(targets[1]).not.toHaveProperty('name');
  const typed = await fleet.run(['plan', '--target', 'Globex GmbH']);
  expect(typed.exitCode).toBe(2);
  expect(typed.stderr).toContain('That is the display name of customer-1: use --target customer-1.');
  const alertSource = targets[0].changes.find(({ resource }: { resource: string }) => resource === 'alert-source');
  expect(alertSource.name).toBe('HaloITSM customer-1');
});
