import { expect, test } from 'vitest';
import { pointedAt } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { startBuilt } from './built-command.ts';

test.each([['schema'], ['--help'], ['apply', '--help']])(
  'when nobody reads on (%s | head -c 1), there is no stack trace and no error',
  async (...argv) => {
    const running = startBuilt(argv);
    running.process.stdout.destroy();
    const { exitCode, stderr } = await running.ended;
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  },
);

test('apply finishes although nobody reads its report', async () => {
  const sandbox = await sandboxOfTest();
  const running = startBuilt(['apply', '--quiet'], { env: pointedAt(sandbox) });
  running.process.stdout.destroy();
  const { exitCode, stderr } = await running.ended;
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(sandbox.writes()).toBe(6);
});

test('apply finishes although nobody reads its progress', async () => {
  const sandbox = await sandboxOfTest();
  const running = startBuilt(['apply'], { env: pointedAt(sandbox) });
  running.process.stderr.destroy();
  const { exitCode, stdout } = await running.ended;
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Done: 6 created');
});
