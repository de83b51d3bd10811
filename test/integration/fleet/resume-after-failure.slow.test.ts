import { expect, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { terminal } from '../../cli/terminal.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { type Fleet, fleetOfTest } from '../../support/fleet.ts';

/** Creates two targets for which `apply` and `verify` have succeeded. */
async function successful(): Promise<Fleet & { readonly first: Sandbox; readonly second: Sandbox }> {
  const fleet = await fleetOfTest(2);
  const [first, second] = fleet.sandboxes;
  if (!first || !second) throw new TypeError();
  expect((await fleet.run(['apply', '--all'])).exitCode).toBe(0);
  expect((await fleet.run(['verify', '--all', '--no-alert'])).exitCode).toBe(0);
  return { ...fleet, first, second };
}

const isSkipped = (name: string) => new RegExp(`^\\d targets?: skipped, .* ${name}\\b`, 'm');

const haloFails = (status: number) => () => ({ kind: 'respond' as const, status, body: 'Not now.' });

test.each([
  [['apply', '--all'], { kind: 'respond', status: 503, body: '' }],
  [['apply', '--all'], { kind: 'respond', status: 403, body: {} }],
  [['apply', '--all'], { kind: 'reset' }],
  [['verify', '--all', '--no-alert'], { kind: 'respond', status: 403, body: {} }],
  [['destroy', '--all', '--yes'], { kind: 'respond', status: 403, body: {} }],
] as const)('%j --resume retries what has just failed with %j, though it had succeeded before', async (argv, fault) => {
  const fleet = await successful();
  expect((await fleet.run(argv)).exitCode).toBe(0);
  fleet.second.intercept = () => fault;
  const failed = await fleet.run(argv);
  expect([failed.exitCode, failed.stdout]).toEqual([1, expect.stringMatching(/^1 target failed +customer-2/m)]);
  fleet.second.intercept = undefined;
  const { exitCode, stdout } = await fleet.run([...argv, '--resume']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(isSkipped('customer-1'));
  expect(stdout).not.toMatch(isSkipped('customer-2'));
});

test('a wrong secret is a failure as well: with the right one the target runs again', async () => {
  const fleet = await successful();
  expect((await fleet.run(['apply', '--all'], { env: { HALO_SECRET_2: 'wrong' } })).exitCode).toBe(1);
  const { stdout } = await fleet.run(['apply', '--all', '--resume']);
  expect(stdout).toMatch(isSkipped('customer-1'));
  expect(stdout).not.toMatch(isSkipped('customer-2'));
});

test.each(['apply', 'verify'])(
  '%s for one target alone, or without a file of targets, fails: --resume retries it',
  async (command) => {
    const fleet = await successful();
    const argv = command === 'verify' ? [command, '--no-alert'] : [command];
    fleet.second.intercept = haloFails(403);
    await fleet.run([...argv, '--target', 'customer-2']);
    fleet.second.intercept = undefined;
    fleet.first.intercept = haloFails(403);
    const env = { ...pointedAt(fleet.first), ILERT_SOURCE_NAME: 'HaloITSM customer-1' };
    await run(argv, { env, cwd: fleet.folder });
    fleet.first.intercept = undefined;
    const { stderr } = await fleet.run([...argv, '--all', '--resume']);
    expect(stderr).toContain('0 of 2 targets skipped');
  },
);

test('an apply that failed before it changed anything leaves the verification valid', async () => {
  const fleet = await successful();
  fleet.second.intercept = haloFails(403);
  await fleet.run(['apply', '--all']);
  fleet.second.intercept = undefined;
  expect((await fleet.run(['verify', '--all', '--no-alert', '--resume'])).stderr).toContain('1 of 2 targets skipped');
});

test('on a terminal, what could not be planned for is retried, and what had nothing to do is not', async () => {
  const fleet = await successful();
  fleet.second.intercept = haloFails(403);
  expect((await fleet.run(['apply', '--all'], terminal().host)).exitCode).toBe(1);
  fleet.second.intercept = undefined;
  const { stdout } = await fleet.run(['apply', '--all', '--resume'], terminal().host);
  expect(stdout).toMatch(isSkipped('customer-1'));
  expect(stdout).not.toMatch(isSkipped('customer-2'));
});

test('on a terminal, what was planned for and then not approved is not skipped', async () => {
  const fleet = await successful();
  fleet.write({ 'customer-2': '    alertSource: { priority: low }' });
  const person = terminal();
  person.answer('Apply these changes to 1 target?', 'n');
  expect((await fleet.run(['apply', '--all'], person.host)).exitCode).toBe(130);
  fleet.write();
  const { stdout } = await fleet.run(['apply', '--all', '--resume']);
  expect(stdout).toMatch(isSkipped('customer-1'));
  expect(stdout).not.toMatch(isSkipped('customer-2'));
});

test('what Ctrl-C kept from being started is not skipped, though it had succeeded earlier that day', async () => {
  const fleet = await successful();
  let interrupt: () => void = () => undefined;
  fleet.first.intercept = ({ service }) => {
    if (service === 'halo') interrupt();
    return undefined;
  };
  const onStart = (press: () => void) => {
    interrupt = press;
  };
  expect((await fleet.run(['apply', '--all', '--parallel', '1'], { onStart })).exitCode).toBe(130);
  fleet.first.intercept = undefined;
  expect((await fleet.run(['apply', '--all', '--resume'])).stderr).toContain('0 of 2 targets skipped');
});

test.each([
  ['a dry run', ['apply', '--all', '--dry-run'], 1],
  ['a destroy that was refused for want of --yes', ['destroy', '--all'], 2],
] as const)('%s changes nothing, so what it could not do is not retried', async (_, argv, exitCode) => {
  const fleet = await successful();
  fleet.second.intercept = haloFails(403);
  expect((await fleet.run(argv)).exitCode).toBe(exitCode);
  fleet.second.intercept = undefined;
  expect((await fleet.run(['apply', '--all', '--resume'])).stderr).toContain('2 of 2 targets skipped');
});
