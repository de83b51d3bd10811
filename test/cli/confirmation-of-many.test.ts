import { stripVTControlCharacters as plain } from 'node:util';
import { expect, test } from 'vitest';
import { fleetOfTest } from '../support/fleet.ts';
import { terminal } from './terminal.ts';

const writes = (fleet: Awaited<ReturnType<typeof fleetOfTest>>) =>
  fleet.sandboxes.reduce((sum, sandbox) => sum + sandbox.writes(), 0);

test('on a terminal, apply of many shows what each would need, and asks once; no changes nothing', async () => {
  const fleet = await fleetOfTest(3);
  const person = terminal();
  person.answer('Carry this out for 3 targets?', 'n');
  expect((await fleet.run(['apply', '--all'], person.host)).exitCode).toBe(130);
  expect(plain(person.shown())).toMatch(/customer-2:\s+ilert\s+\+ alert source "HaloITSM customer-2"/);
  expect(person.shown()).toMatch(/customer-2 +pending +6 to create/);
  expect(writes(fleet)).toBe(0);
});

test('after yes all of them are set up without a further question', async () => {
  const fleet = await fleetOfTest(3);
  const person = terminal();
  person.answer('Carry this out for 3 targets?', 'y');
  const { exitCode, stdout } = await fleet.run(['apply', '--all'], person.host);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^3 targets: 3 done\.$/m);
});

test('destroy and verify of many ask too', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const before = writes(fleet);
  for (const [command, question] of [
    ['destroy', 'Remove these of 2 targets?'],
    ['verify', 'This makes 2 real alerts'],
  ] as const) {
    const person = terminal();
    person.answer(question, 'n');
    expect((await fleet.run([command, '--all'], person.host)).exitCode).toBe(130);
    if (command === 'destroy')
      expect(plain(person.shown())).toMatch(/customer-2:\s+ilert\s+- alert source "HaloITSM customer-2"/);
  }
  expect(writes(fleet)).toBe(before);
});

test('where all of them are as they should be, nothing is asked', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const person = terminal();
  expect((await fleet.run(['apply', '--all'], person.host)).exitCode).toBe(0);
  expect(person.shown()).not.toContain('?');
});

test('a no leaves what an unfinished run has done to be taken up', async () => {
  const fleet = await fleetOfTest(2);
  const [, second] = fleet.sandboxes;
  if (second) second.intercept = () => ({ kind: 'respond', status: 400, body: {} });
  await fleet.run(['apply', '--all']);
  if (second) second.intercept = undefined;
  const person = terminal();
  person.answer('Carry this out for 2 targets?', 'n');
  expect((await fleet.run(['apply', '--all'], person.host)).exitCode).toBe(130);
  expect((await fleet.run(['apply', '--all', '--resume'])).stdout).toMatch(/^customer-1 +left out/m);
});
