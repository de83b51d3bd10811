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
  expect(person.shown()).toMatch(/customer-2 +done +6 to create/);
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
  }
  expect(writes(fleet)).toBe(before);
});
