import { expect, test } from 'vitest';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

test('apply sets up both services, and a second apply writes nothing', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  const first = await run(['apply'], { env });
  expect(first.stderr).toContain('Plan: 6 to create.');
  expect(first.stdout).toContain('Done: 6 created, 0 updated.');
  expect(first.exitCode).toBe(0);

  const writes = sandbox.writes();
  expect(writes).toBe(6);
  const second = await run(['apply'], { env });
  expect(second.stdout).toContain('No changes');
  expect(sandbox.writes()).toBe(writes);
});
