import { expect, it } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

it('a profile of HaloPSA is not used for HaloITSM when the flag is forgotten', async () => {
  const sandbox = await sandboxOfTest({ product: 'halopsa' });
  const env = pointedAt(sandbox);
  const cwd = temporaryFolder();
  expect((await run(['apply', '--product', 'halopsa'], { env, cwd })).exitCode).toBe(0);
  const writes = sandbox.writes();
  for (const command of [['apply'], ['destroy', '--yes']]) {
    const { exitCode, stderr } = await run(command, { env, cwd });
    expect(stderr).toContain('Use --product halopsa');
    expect(exitCode).toBe(2);
  }
  expect(sandbox.writes()).toBe(writes);
});
