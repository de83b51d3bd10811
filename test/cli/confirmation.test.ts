import { expect, test } from 'vitest';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { terminal } from './terminal.ts';

test('on a terminal, apply shows the plan and asks; answering no changes nothing and ends with 130', async () => {
  const sandbox = await sandboxOfTest();
  const person = terminal();
  person.answer('Apply these changes?', 'n');
  const { exitCode } = await run(['apply'], { env: pointedAt(sandbox), ...person.host });
  expect(exitCode).toBe(130);
  expect(person.shown()).toContain('Plan: 6 to create.');
  expect(person.shown()).toContain('Cancelled. Nothing was changed.');
  expect(sandbox.writes()).toBe(0);
});

test('on a terminal, apply continues after yes', async () => {
  const sandbox = await sandboxOfTest();
  const person = terminal();
  person.answer('Apply these changes?', 'y');
  const { exitCode, stdout } = await run(['apply'], { env: pointedAt(sandbox), ...person.host });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Done: 6 created');
});

test('on a terminal, destroy asks; answering no removes nothing', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  await run(['apply'], { env });
  const writes = sandbox.writes();
  const person = terminal();
  person.answer('Remove these?', 'n');
  expect((await run(['destroy'], { env, ...person.host })).exitCode).toBe(130);
  expect(sandbox.writes()).toBe(writes);
});

test.each([
  ['--yes', ['--yes'], {}],
  ['in a build system (CI=1)', [], { CI: '1' }],
  ['with --json', ['--json'], {}],
] as const)('on what looks like a terminal, apply asks nothing %s', async (_, argv, env) => {
  const sandbox = await sandboxOfTest();
  const person = terminal();
  const { exitCode } = await run(['apply', ...argv], { env: pointedAt(sandbox, env), ...person.host });
  expect(exitCode).toBe(0);
  expect(person.shown()).not.toContain('?');
});

test('Ctrl-C at the question changes nothing and ends with 130', async () => {
  const sandbox = await sandboxOfTest();
  const person = terminal();
  person.answer('Apply these changes?', '\u0003');
  const { exitCode, stdout } = await run(['apply'], { env: pointedAt(sandbox), ...person.host });
  expect(exitCode).toBe(130);
  expect(stdout).toBe('');
  expect(sandbox.writes()).toBe(0);
});

test('on a terminal, apply asks nothing when everything is up to date', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  await run(['apply'], { env });
  const person = terminal();
  expect((await run(['apply'], { env, ...person.host })).exitCode).toBe(0);
  expect(person.shown()).not.toContain('?');
});
