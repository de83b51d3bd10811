import { expect, test } from 'vitest';
import { fleetOfTest } from '../../support/fleet.ts';

test('a pattern chooses targets; how many and which is said before anything is done', async () => {
  const fleet = await fleetOfTest(3);
  const { exitCode, stdout, stderr } = await fleet.run(['apply', '--target', 'customer-[12]', '--json']);
  expect([exitCode, JSON.parse(stdout).error.message]).toEqual([2, 'fleet.yaml has no target "customer-[12]".']);
  expect(stderr).not.toContain('targets,');
  const some = await fleet.run(['apply', '--target', '*-2', '--target', 'customer-1', '--json']);
  expect(some.exitCode).toBe(0);
  expect(some.stderr).toContain('--target "*-2" and "customer-1": 2 of 3 targets, customer-1 and customer-2.');
  expect(JSON.parse(some.stdout).targets.map(({ target }: { target: string }) => target)).toEqual([
    'customer-1',
    'customer-2',
  ]);
  expect(fleet.sandboxes[2]?.writes()).toBe(0);
});

test('a pattern that stands for one target has the output of several: a script gets the same document however many there are', async () => {
  const fleet = await fleetOfTest(2);
  const { stdout } = await fleet.run(['plan', '--target', '*-1', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ counts: { all: 1 }, targets: [{ target: 'customer-1' }] });
});

test('a pattern in quotation marks that a shell has left is the same pattern', async () => {
  const fleet = await fleetOfTest(2);
  const { stdout, exitCode } = await fleet.run(['plan', '--target', "'*-1'", '--json']);
  expect([exitCode, JSON.parse(stdout).counts.all]).toEqual([0, 1]);
});

test('a plan that was saved for a pattern is applied to the targets that it stood for then', async () => {
  const fleet = await fleetOfTest(3);
  expect((await fleet.run(['plan', '--target', '*-1', '--target', '*-2', '--out', 'plan.json'])).exitCode).toBe(0);
  const { exitCode, stdout } = await fleet.run(['apply', '--plan', 'plan.json', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).targets.map(({ target }: { target: string }) => target)).toEqual([
    'customer-1',
    'customer-2',
  ]);
});

test('--resume goes on with those of a pattern that have not succeeded', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--target', 'customer-1']);
  const { stdout } = await fleet.run(['apply', '--target', 'customer-*', '--resume', '--json']);
  expect(JSON.parse(stdout).counts).toMatchObject({ all: 2, done: 1, skipped: 1 });
});

test('a command for one target says so where a pattern is given', async () => {
  const fleet = await fleetOfTest(2);
  const { exitCode, stderr } = await fleet.run(['export', 'files', '--target', '*-1']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Choose one target with --target NAME.');
});
