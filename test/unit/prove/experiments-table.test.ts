import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentTables } from '../../../src/prove/experiments-table.ts';
import { packageRoot } from '../../support/cli.ts';

test.each(Object.entries(experimentTables()))('the table of %s in docs/prove.md is up to date', (name, table) => {
  const page = readFileSync(join(packageRoot, 'docs/prove.md'), 'utf8');
  expect(page).toContain(`<!-- ${name} -->\n${table}\n<!-- /${name} -->`);
});
