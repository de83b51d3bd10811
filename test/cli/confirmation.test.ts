import { expect, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
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

test.each([
  ['apply', 'Apply these changes?', 'Plan: 6 to create.'],
  ['destroy', 'Remove these?', 'Plan: 6 to remove.'],
  ['verify', 'Continue?', 'This creates a real alert and may page someone.'],
])('on a terminal, %s shows what it asks about even with --quiet', async (command, question, plan) => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  if (command !== 'apply') await run(['apply'], { env });
  const person = terminal();
  person.answer(question, 'n');
  expect((await run([command, '--quiet'], { env, ...person.host })).exitCode).toBe(130);
  expect(person.shown()).toContain(plan);
  expect(person.shown().indexOf(plan)).toBeLessThan(person.shown().indexOf(question));
});

test('on a terminal, export shows the alert source that it asks about even with --quiet', async () => {
  const sandbox = await sandboxOfTest();
  const person = terminal();
  person.answer('Create these?', 'n');
  const { exitCode } = await run(['export', 'halo-import', '--quiet'], { env: pointedAt(sandbox), ...person.host });
  expect(exitCode).toBe(130);
  expect(person.shown()).toContain('alert source "HaloITSM"');
});

test.each([
  ['destroy', [], 'Review the list above'],
  ['export', ['halo-import'], 'Add --yes to create what is shown above'],
])(
  'without a terminal, %s refuses, and "above" refers to what is shown even with --quiet',
  async (command, more, hint) => {
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox);
    if (command === 'destroy') await run(['apply'], { env });
    const { exitCode, stderr } = await run([command, ...more, '--quiet'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('alert source "HaloITSM"');
    expect(stderr.indexOf('alert source "HaloITSM"')).toBeLessThan(stderr.indexOf(hint));
  },
);

test('on a terminal, apply of a saved plan shows it and asks nothing; what is typed meanwhile is discarded', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  const cwd = temporaryFolder();
  await run(['plan', '--out', 'plan.json'], { env, cwd });
  const person = terminal();
  person.answer('Reading', 'n');
  const { exitCode, stdout } = await run(['apply', '--plan', 'plan.json'], { env, cwd, ...person.host });
  expect(exitCode).toBe(0);
  expect(person.shown()).toContain('Plan: 6 to create.');
  expect(person.shown()).not.toContain('Apply these changes?');
  expect(stdout).toContain('Done: 6 created');
});

test('without a terminal, apply needs no --yes, and its help says so', async () => {
  const sandbox = await sandboxOfTest();
  expect((await run(['apply'], { env: pointedAt(sandbox) })).exitCode).toBe(0);
  const { stdout } = await run(['apply', '--help']);
  expect(stdout.replace(/\s+/g, ' ')).toContain('--yes skip the confirmation, which is asked for on a terminal only');
});
