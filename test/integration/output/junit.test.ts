import { expect, test } from 'vitest';
import { pointedAt, run } from '../../support/cli.ts';
import { fleetOfTest } from '../../support/fleet.ts';
import { outcomesIn, readReport } from '../../support/junit-report.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const JUNIT = ['--format', 'junit'];

test('status reports drift as a failure of the component, and exits as usual', async () => {
  const env = pointedAt(await sandboxOfTest());
  await run(['apply'], { env });
  const healthy = await run(['status', ...JUNIT], { env });
  expect([healthy.exitCode, Object.values(outcomesIn(readReport(healthy.stdout)))]).toEqual([
    0,
    Array(6).fill('passed'),
  ]);
  const drifted = await run(['status', '--grouping', 'until-resolved', ...JUNIT], { env });
  expect(drifted.exitCode).toBe(4);
  expect(outcomesIn(readReport(drifted.stdout))).toMatchObject({
    Method: 'passed',
    'Alert source': expect.stringMatching(/^failure: .*Alert grouping/),
  });
});

test('status of one service skips what it does not check', async () => {
  const env = pointedAt(await sandboxOfTest());
  await run(['apply'], { env });
  const { stdout } = await run(['status', '--only', 'ilert', ...JUNIT], { env });
  expect(outcomesIn(readReport(stdout))).toMatchObject({
    Runbook: 'skipped: HaloITSM was not checked.',
    'Alert source': 'passed',
  });
});

test.each([
  ['ilert', ['--yes']],
  ['the whole way', ['--through-halo', '--yes']],
  ['the configuration', ['--no-alert']],
  ["ilert's side without access to Halo", ['--only', 'ilert', '--yes']],
])('a test of %s passes step by step, and none is missing', async (_, flags) => {
  const env = pointedAt(await sandboxOfTest());
  await run(['apply'], { env });
  const { exitCode, stdout } = await run(['verify', ...flags, ...JUNIT], { env });
  const outcomes = Object.values(outcomesIn(readReport(stdout)));
  expect([exitCode, outcomes]).toEqual([0, outcomes.map(() => 'passed')]);
  expect(outcomes.length).toBeGreaterThan(1);
});

test.each([
  ['ilert', ['--yes'], 'Send a test event, as HaloITSM would'],
  ['the whole way', ['--through-halo', '--yes'], 'Log a test ticket in HaloITSM'],
])('a test of %s that fails at its beginning skips the rest', async (_, flags, first) => {
  const sandbox = await sandboxOfTest();
  const { exitCode, stdout } = await run(['verify', ...flags, ...JUNIT], { env: pointedAt(sandbox) });
  expect(exitCode).toBe(1);
  expect(outcomesIn(readReport(stdout))).toMatchObject({
    'Configuration is complete': expect.stringMatching(/^failure: .*is missing/),
    [first]: 'skipped: Not reached.',
    'Alert resolved in ilert': 'skipped: Not reached.',
  });
});

test('what is wrong before anything is checked is an error', async () => {
  const { exitCode, stdout } = await run(['status', ...JUNIT], { env: { HALO_URL: 'desk' } });
  expect(exitCode).toBe(2);
  expect(outcomesIn(readReport(stdout))).toEqual({ Run: expect.stringMatching(/^error: /) });
});

test('several targets are suites, those that cannot be checked with an error', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  const [, second, third] = fleet.sandboxes;
  if (second) second.intercept = () => ({ kind: 'respond', status: 401, body: {} });
  for (const webhook of third?.halo.state.webhooks ?? []) webhook.active = false;
  const { stdout } = await fleet.run(['status', '--all', ...JUNIT]);
  const counts = readReport(stdout).children.map(({ attributes: { name, failures, errors } }) => [
    name,
    failures,
    errors,
  ]);
  expect(counts).toEqual([
    ['ilert-haloitsm status customer-1', '0', '0'],
    ['ilert-haloitsm status customer-2', '0', '1'],
    ['ilert-haloitsm status customer-3', '1', '0'],
  ]);
});

test.each(['plan', 'apply', 'destroy', 'export'])(
  '%s tests nothing: that it has no report is said in words, and nothing is printed that could be taken for one',
  async (command) => {
    const { exitCode, stdout, stderr } = await run([command, ...JUNIT]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--format is "junit", but must be');
  },
);
