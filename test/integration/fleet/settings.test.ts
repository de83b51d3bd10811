import { expect, test } from 'vitest';
import { fleetOfTest } from '../../support/fleet.ts';

const requests = (fleet: Awaited<ReturnType<typeof fleetOfTest>>) =>
  fleet.sandboxes.flatMap((sandbox) => sandbox.requests);

test('invalid settings of all targets are reported at once, before the first starts', async () => {
  const fleet = await fleetOfTest(3);
  fleet.write({
    'customer-1': '    alertSource: { priority: hgh }',
    'customer-3': '    alertSource: { severity: 9 }',
  });
  const { exitCode, stderr } = await fleet.run(['apply', '--all'], { env: { HALO_SECRET_2: '' } });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Error: customer-1: alertSource.priority in fleet.yaml, line 5 is "hgh"/m);
  expect(stderr).toMatch(/^Error: customer-2: .*HALO_SECRET_2, which is not set/m);
  expect(stderr).toMatch(/^Error: customer-3: alertSource.severity in fleet.yaml/m);
  expect(requests(fleet)).toEqual([]);
});

test('a problem that all targets share is reported once, with their names', async () => {
  const fleet = await fleetOfTest(5);
  const { exitCode, stderr } = await fleet.run(['apply', '--all'], { env: { ILERT_API_TOKEN: '' } });
  expect(exitCode).toBe(2);
  expect(stderr.match(/Error:/g)).toHaveLength(1);
  expect(stderr).toContain('Error: customer-1, customer-2, customer-3 and 2 more: Missing ilert user API key.');
});

test.each([['an alert source', '    alertSource: { name: One }', 'alert source "One"', 'alertSource.name']])(
  'two targets that would share %s are refused, since each would undo the other',
  async (_, line, what, setting) => {
    const fleet = await fleetOfTest(2);
    fleet.write({ 'customer-1': line, 'customer-2': line });
    const { exitCode, stderr } = await fleet.run(['apply', '--all']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Targets customer-1 and customer-2 would both use the ${what}.`);
    expect(stderr).toContain(`Set a different ${setting} for each`);
    expect(requests(fleet)).toEqual([]);
  },
);

test("a client secret is one tenant's: two Halos are not sent the same", async () => {
  const fleet = await fleetOfTest(12);
  const env = Object.fromEntries(Object.keys(fleet.env).map((name) => [name, 'one-for-all']));
  const { exitCode, stderr } = await fleet.run(['plan', '--all'], { env });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'customer-2, customer-3, customer-4, customer-5, customer-6, customer-7, customer-8, customer-9, customer-10 and 2 more are different HaloITSM instances but use the same client secret',
  );
  expect(stderr.match(/Error:/g)).toHaveLength(1);
  expect(stderr).not.toContain('one-for-all');
  expect(requests(fleet)).toEqual([]);
});

test('a flag that points all of them at one Halo is refused', async () => {
  const fleet = await fleetOfTest(2);
  const { exitCode, stderr } = await fleet.run(['apply', '--all', '--halo-url', 'https://one.example.com']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('customer-1 and customer-2 would both use the custom integration "ilert integration".');
  expect(stderr).toContain('customer-1 and customer-2 would both use the runbook "ilert runbook".');
  expect(requests(fleet)).toEqual([]);
});

test.each([
  [['apply', '--all', '--target', 'customer-1'], '--all and --target cannot be used together.'],
  [['apply', '--target', 'customr-1', '--target', 'customer-2'], 'has no target "customr-1".'],
  [['apply', '--all', '--adopt', '7'], '--adopt cannot be used with several targets.'],
  [['status', '--all', '--report', 'x.json'], '--report cannot be used with several targets.'],
  [['status', '--all', '--watch'], '--watch cannot be used with several targets.'],
  [
    ['export', 'dir', '--target', 'customer-1', '--target', 'customer-2'],
    'export cannot be used with several targets.',
  ],
])('%j is refused, and nothing is sent', async (argv, message) => {
  const fleet = await fleetOfTest(2);
  const { exitCode, stderr } = await fleet.run(argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  expect(requests(fleet)).toEqual([]);
});

test('a policy that all targets create if it is missing is created once', async () => {
  const fleet = await fleetOfTest(4);
  const more = '    alertSource: { escalationPolicy: "On call", policyResponders: ["ada@example.com"] }';
  const [first] = fleet.sandboxes;
  const user = first?.ilert.state.users[0];
  if (user) user.email = 'ada@example.com';
  fleet.write(Object.fromEntries(fleet.names.map((name) => [name, more])));
  const { exitCode, stdout, stderr } = await fleet.run(['apply', '--all']);
  expect(exitCode, stdout + stderr).toBe(0);
  expect(first?.ilert.state.policies.filter(({ name }) => name === 'On call')).toHaveLength(1);
});

test('each problem of a target is reported with its line in the settings file, a common one without', async () => {
  const fleet = await fleetOfTest(3);
  fleet.write({ 'customer-1': '    alertSource: { priority: hgh }' });
  const withoutKey = { ILERT_API_TOKEN: '', HALO_SECRET_2: '' };
  const { stdout } = await fleet.run(['plan', '--all', '--json'], { env: withoutKey });
  const { error } = JSON.parse(stdout);
  const places = error.problems.map(({ message, file, line }: Record<string, unknown>) => [message, file, line]);
  expect(places).toEqual([
    [expect.stringMatching(/^customer-1: alertSource.priority/), 'fleet.yaml', 5],
    [expect.stringContaining('Missing ilert user API key'), undefined, undefined],
    [expect.stringMatching(/^customer-2: halo.clientSecret/), 'fleet.yaml', 8],
  ]);
});

test('targets that would share a resource are reported with the line of the second', async () => {
  const fleet = await fleetOfTest(2);
  fleet.write(Object.fromEntries(fleet.names.map((name) => [name, '    alertSource: { name: One }'])));
  const { stdout } = await fleet.run(['plan', '--all', '--json']);
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'conflict', file: 'fleet.yaml', line: 7 });
});

test('the client secret of another target is not sent in a run for one target either', async () => {
  const fleet = await fleetOfTest(2);
  const env = { HALO_SECRET_1: fleet.env.HALO_SECRET_2 ?? '' };
  const { exitCode, stderr } = await fleet.run(['plan', '--target', 'customer-1'], { env });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('customer-1 and customer-2 have different Halo')]);
  expect(requests(fleet)).toEqual([]);
});
