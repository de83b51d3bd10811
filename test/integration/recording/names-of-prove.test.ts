import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

it('a recording of all experiments keeps each name that they give', { timeout: 120_000 }, async () => {
  const cwd = temporaryFolder();
  await proved(await sandboxOfTest(), [], { cwd }, '--record', 'recording.json');
  const names = readFileSync(join(cwd, 'recording.json'), 'utf8').match(/ilert-haloitsm prove 00000000[^"\\]*/g) ?? [];
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => /text-\d/.test(name))).toEqual([]);
});
