import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { runBuilt, startBuilt } from '../../cli/built-command.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { fleetOfTest } from '../../support/fleet.ts';
import { countsIn } from '../../support/tenants.ts';

const failing = (sandbox: Sandbox | undefined, fails: boolean) => {
  if (sandbox) sandbox.intercept = fails ? () => ({ kind: 'respond', status: 400, body: 'Not now.' }) : undefined;
};

test('--resume skips what the previous run has done, and repeats what failed', async () => {
  const fleet = await fleetOfTest(3);
  failing(fleet.sandboxes[1], true);
  const first = await fleet.run(['apply', '--all']);
  expect(first.exitCode).toBe(1);
  expect(first.stdout).toContain('--resume');
  failing(fleet.sandboxes[1], false);
  const before = fleet.sandboxes.map(({ requests }) => requests.filter(({ service }) => service === 'halo').length);
  const second = await fleet.run(['apply', '--all', '--resume']);
  expect(second.exitCode).toBe(0);
  expect(second.stdout).toMatch(/^\d targets?: skipped, .* customer-1\b/m);
  expect(second.stdout).toMatch(/^1 target: 6 created +customer-2$/m);
  expect(second.stdout).toMatch(/^3 targets: 1 changed, 2 skipped; 6 created\.$/m);
  const after = fleet.sandboxes.map(({ requests }) => requests.filter(({ service }) => service === 'halo').length);
  expect([after[0], after[2]]).toEqual([before[0], before[2]]);
});

test('--resume repeats what has just failed, though it succeeded earlier that day, and also before anything was changed', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[1], true);
  expect((await fleet.run(['apply', '--all'])).exitCode).toBe(1);
  const again = await fleet.run(['apply', '--all', '--resume']);
  expect(again.exitCode).toBe(1);
  expect(again.stdout).toMatch(/^3 targets: 1 failed, 2 skipped\.$/m);
  failing(fleet.sandboxes[1], false);
  expect((await fleet.run(['apply', '--all', '--resume'])).stdout).toMatch(/^3 targets: 1 without changes, 2 skipped/m);
});

test('without --resume all targets run again', async () => {
  const fleet = await fleetOfTest(2);
  failing(fleet.sandboxes[0], true);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[0], false);
  expect((await fleet.run(['apply', '--all'])).stdout).toMatch(/^2 targets: 2 changed; 12 created\.$/m);
});

test('a target whose settings have changed runs again', async () => {
  const fleet = await fleetOfTest(3);
  failing(fleet.sandboxes[2], true);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[2], false);
  fleet.write({ 'customer-1': '    alertSource: { priority: low }' });
  const { stdout } = await fleet.run(['apply', '--all', '--resume']);
  expect(stdout).toMatch(/^1 target: 1 updated +customer-1$/m);
  expect(stdout).toMatch(/^\d targets?: skipped, .* customer-2\b/m);
});

test('after a destroy in between, apply --resume skips nothing', async () => {
  const fleet = await fleetOfTest(2);
  failing(fleet.sandboxes[1], true);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[1], false);
  await fleet.run(['destroy', '--all', '--yes']);
  const { stdout, stderr } = await fleet.run(['apply', '--all', '--resume']);
  expect(stderr).toContain('0 of 2 targets skipped');
  expect(stdout).toMatch(/^2 targets: 6 created {3}customer-1, customer-2$/m);
});

test('after an apply in between, destroy --resume removes what was created again', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[1], true);
  expect((await fleet.run(['destroy', '--all', '--yes'])).exitCode).toBe(1);
  failing(fleet.sandboxes[1], false);
  await fleet.run(['apply', '--all']);
  expect((await fleet.run(['destroy', '--all', '--yes', '--resume'])).stdout).toMatch(
    /^2 targets: 6 removed {3}customer-1, customer-2$/m,
  );
});

test('a target that was changed on its own in between runs again', async () => {
  const fleet = await fleetOfTest(3);
  failing(fleet.sandboxes[2], true);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[2], false);
  await fleet.run(['destroy', '--target', 'customer-1', '--yes']);
  const { stdout } = await fleet.run(['apply', '--all', '--resume']);
  expect(stdout).toMatch(/^2 targets: 6 created +customer-1, customer-3$/m);
  expect(stdout).toMatch(/^\d targets?: skipped, .* customer-2\b/m);
});

test('a plan, status or dry run in between does not affect --resume', async () => {
  const fleet = await fleetOfTest(2);
  failing(fleet.sandboxes[1], true);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[1], false);
  for (const argv of [
    ['plan', '--all'],
    ['status', '--all'],
    ['apply', '--all', '--dry-run'],
    ['destroy', '--all', '--dry-run'],
  ])
    await fleet.run(argv);
  const { stdout, stderr } = await fleet.run(['apply', '--all', '--resume']);
  expect(stdout).toMatch(/^\d targets?: skipped, .* customer-1\b/m);
  expect(stderr).toContain('1 of 2 targets skipped: apply already succeeded in the last 24 hours.');
});

test('--resume works for verify as well, but not across a change', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  failing(fleet.sandboxes[1], true);
  await fleet.run(['verify', '--all', '--yes']);
  failing(fleet.sandboxes[1], false);
  const alerts = () => fleet.sandboxes[0]?.ilert.state.alerts.length;
  expect(alerts()).toBe(1);
  expect((await fleet.run(['verify', '--all', '--yes', '--resume'])).stdout).toMatch(
    /^\d targets?: skipped, .* customer-1\b/m,
  );
  expect(alerts()).toBe(2);
  failing(fleet.sandboxes[1], true);
  await fleet.run(['verify', '--all', '--yes']);
  failing(fleet.sandboxes[1], false);
  await fleet.run(['apply', '--all']);
  expect((await fleet.run(['verify', '--all', '--yes', '--resume'])).stdout).toMatch(/^2 targets: 2 passed\.$/m);
});

test('a target whose verification has failed since is verified again', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  expect((await fleet.run(['verify', '--all', '--no-alert'])).exitCode).toBe(0);
  failing(fleet.sandboxes[1], true);
  expect((await fleet.run(['verify', '--all', '--no-alert'])).exitCode).toBe(1);
  failing(fleet.sandboxes[1], false);
  const { stdout } = await fleet.run(['verify', '--all', '--no-alert', '--resume']);
  expect(stdout).toMatch(/^2 targets: 1 passed, 1 skipped\.$/m);
});

test.each([
  ['of more than a day ago', 25],
  ['that a clock which was wrong has put into the future', -1],
])('a run %s skips nothing', async (_, hours) => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const now = () => Date.now() + hours * 60 * 60 * 1000;
  expect((await fleet.run(['apply', '--all', '--resume'], { now })).stdout).toContain('2 targets: 2 without changes.');
});

test('with another key or secret nothing is skipped', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const other = await fleet.run(['apply', '--all', '--resume'], { env: { ILERT_API_TOKEN: 'il1api-of-another' } });
  expect([other.exitCode, other.stdout.match(/^2 targets: .*/m)?.[0]]).toEqual([1, '2 targets: 2 failed.']);
  await fleet.run(['apply', '--all']);
  const secret = await fleet.run(['apply', '--all', '--resume'], { env: { HALO_SECRET_2: 'wrong' } });
  expect(secret.stdout).toMatch(/^\d targets?: skipped, .* customer-1\b/m);
  expect(secret.stdout).toMatch(/^1 target failed +customer-2/m);
});

test('a tenant that was changed by another file, or by variables alone, runs again', async () => {
  const fleet = await fleetOfTest(2);
  const [first] = fleet.sandboxes as [Sandbox];
  await fleet.run(['apply', '--all']);
  const env = { ...pointedAt(first), ILERT_SOURCE_NAME: 'HaloITSM customer-1' };
  expect((await run(['destroy', '--yes'], { env, cwd: fleet.folder })).exitCode).toBe(0);
  const { stdout } = await fleet.run(['apply', '--all', '--resume']);
  expect(stdout).toMatch(/^1 target: 6 created +customer-1$/m);
  expect(stdout).toMatch(/^\d targets?: skipped, .* customer-2\b/m);
});

test('what another run undoes meanwhile is not recorded as done', async () => {
  const fleet = await fleetOfTest(2);
  const [, second] = fleet.sandboxes;
  let undone: Promise<unknown> | undefined;
  if (second)
    second.intercept = async ({ method, path }) => {
      if (method !== 'POST' || path !== '/api/CustomIntegration') return undefined;
      undone ??= fleet.run(['destroy', '--target', 'customer-1', '--yes']);
      await undone;
      return undefined;
    };
  await fleet.run(['apply', '--all', '--parallel', '1']);
  const { stdout } = await fleet.run(['apply', '--all', '--resume']);
  expect(stdout).toMatch(/^1 target: 6 created +customer-1$/m);
  expect(stdout).toMatch(/^\d targets?: skipped, .* customer-2\b/m);
});

test('the run journal holds no secret and nothing derived from one, and only its owner can read it', async () => {
  const fleet = await fleetOfTest(1);
  await fleet.run(['apply', '--all']);
  const folder = join(fleet.folder, '.saved', 'last-runs');
  const [name = ''] = readdirSync(folder);
  expect(Object.keys(JSON.parse(readFileSync(join(folder, name), 'utf8')))).toEqual([
    'command',
    'at',
    'salt',
    'digest',
  ]);
  if (process.platform !== 'win32') expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test.each(['plan', 'status'])('%s only looks, and is whole each time: it has no --resume', async (command) => {
  const fleet = await fleetOfTest(1);
  expect((await fleet.run([command, '--all', '--resume'])).exitCode).toBe(2);
});

test('Ctrl-C lets running targets end, starts no other, names those not started, and ends with 130', async () => {
  const fleet = await fleetOfTest(4);
  let interrupt: () => void = () => undefined;
  const second = fleet.sandboxes[1] as Sandbox;
  second.intercept = ({ method, path }) => {
    if (method === 'POST' && path === '/api/CustomIntegrationMethod') interrupt();
    return undefined;
  };
  const onStart = (press: () => void) => {
    interrupt = press;
  };
  const { exitCode, stdout } = await fleet.run(['apply', '--all', '--parallel', '1', '--json'], { onStart });
  expect(exitCode).toBe(130);
  const { counts, targets } = JSON.parse(stdout);
  expect(counts).toMatchObject({ all: 4, done: 1, stopped: 1, notStarted: 2 });
  expect(targets.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    'done',
    'stopped',
    'not-started',
    'not-started',
  ]);
  expect(targets[1].error.exitCode).toBe(130);
  expect(targets[1].summary).toMatch(
    /Current state: alert source \(ID \d+\), custom integration \(ID \d+\), method \(ID \d+\)\.$/,
  );
  expect(fleet.sandboxes[2]?.requests.filter(({ service }) => service === 'halo')).toEqual([]);
  second.intercept = undefined;
  const again = await fleet.run(['apply', '--all', '--resume']);
  expect(again.exitCode).toBe(0);
  expect(again.stdout).toMatch(/^4 targets: 3 changed, 1 skipped; 15 created\.$/m);
});

test('--resume alone is refused', async () => {
  const fleet = await fleetOfTest(1);
  for (const argv of [
    ['apply', '--resume'],
    ['apply', '--target', 'customer-1', '--resume'],
  ]) {
    const { exitCode, stderr } = await fleet.run(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--resume requires --all');
  }
});

test('a killed run can be resumed, and nothing exists twice', async () => {
  const fleet = await fleetOfTest(4);
  const { env, folder: cwd } = fleet;
  const third = fleet.sandboxes[2] as Sandbox;
  const argv = ['apply', '--all', '--parallel', '1', '--config', 'fleet.yaml'];
  const running = startBuilt(argv, { cwd, env });
  third.intercept = ({ method, path }) => {
    if (method !== 'POST' || path !== '/api/Webhook') return undefined;
    running.process.kill('SIGKILL');
    return { kind: 'reset-after' };
  };
  expect((await running.ended).signal).toBe('SIGKILL');
  third.intercept = undefined;
  const { exitCode, stdout } = await runBuilt([...argv, '--resume'], { cwd, env });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^4 targets: 2 changed, 2 skipped; \d+ created\.$/m);
  for (const sandbox of fleet.sandboxes) expect(countsIn(sandbox).slice(1)).toEqual([1, 1, 1, 1, 1]);
});
