import { expect, test } from 'vitest';
import { pointedAt, run } from '../support/cli.ts';
import { fleetOfTest } from '../support/fleet.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

test('a hint names the command with the settings file, target and profile of the run', async () => {
  const fleet = await fleetOfTest(2);
  const one = ['--target', 'customer-1', '--profile', 'ours'];
  const status = await fleet.run(['status', ...one]);
  const apply = 'ilert-haloitsm apply --config fleet.yaml --target customer-1 --profile ours';
  expect(status.stdout).toContain(`Run: ${apply}`);
  const json = await fleet.run(['status', '--json', ...one]);
  expect(JSON.parse(json.stdout).findings[0].hint).toBe(`Run: ${apply}`);
  const verify = await fleet.run(['verify', '--no-alert', ...one]);
  expect(verify.stderr).toContain(`Run: ${apply}`);
  const ilertOnly = await fleet.run(['apply', '--only', 'ilert', ...one]);
  expect(ilertOnly.stdout).toContain(`If it is not set up yet: ${apply}, or`);
});

test('of several targets, each hint names its own; where they are alike, one is for all of them', async () => {
  const fleet = await fleetOfTest(2);
  const command = (name: string) => `ilert-haloitsm apply --config fleet.yaml --target ${name}`;
  const alike = await fleet.run(['status', '--all']);
  expect(alike.stdout).toMatch(/^ {4}customer-1: The alert source .* is missing\.\n {4}Likewise for the others/m);
  expect(alike.stdout).toContain(`${command('customer-1')} --target customer-2`);
  const each = await fleet.run(['status', '--all', '--verbose']);
  for (const name of fleet.names) expect(each.stdout).toContain(command(name));
  await fleet.run(['apply', '--target', 'customer-2']);
  fleet.write({ 'customer-2': '    alertSource: { severity: 2 }' });
  const apart = await fleet.run(['status', '--all']);
  for (const name of fleet.names) expect(apart.stdout).toContain(command(name));
});

test('after a failure in the middle, destroy is named with them too', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/Webhook' ? { kind: 'respond', status: 400, body: 'no' } : undefined;
  const { stderr } = await run(['apply', '--profile', 'second'], { env: pointedAt(sandbox) });
  expect(stderr).toContain(`"ilert-haloitsm destroy --profile second" to remove everything.`);
});

test('without any of them, a hint is the plain command', async () => {
  const { stdout } = await run(['status'], { env: pointedAt(await sandboxOfTest()) });
  expect(stdout).toMatch(/Run: ilert-haloitsm apply$/m);
});

test('export asks for one target, and does not offer --all, which it does not have', async () => {
  const fleet = await fleetOfTest(2);
  const { exitCode, stderr } = await fleet.run(['export', 'files']);
  expect([exitCode, stderr]).toEqual([
    2,
    'Error: fleet.yaml has 2 targets, and none was chosen.\n  Choose one with --target, such as --target customer-1.\n',
  ]);
});
