import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { referenceTables } from '../../../src/cli/reference.ts';
import { packageRoot } from '../../support/cli.ts';

test.each(Object.entries(referenceTables()))('the table of %s in docs/commands.md is up to date', (name, table) => {
  const page = readFileSync(join(packageRoot, 'docs', 'commands.md'), 'utf8');
  const [, shown = ''] = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n<!-- /${name} -->`).exec(page) ?? [];
  expect(shown).toBe(table);
});
