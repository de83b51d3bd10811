import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentTables } from '../../../../src/reporters/schemas/reference.ts';
import { packageRoot } from '../../../support/cli.ts';

const tables = documentTables();

test('the tables in docs/json.md are up to date', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'json.md'), 'utf8');
  const [, shown] = /<!-- documents -->\n([\s\S]*?)\n<!-- \/documents -->/.exec(page) ?? [];
  expect(shown).toBe(tables);
});

test('each key has a meaning, and each object that a table names has a table', () => {
  expect(tables.match(/^.*(\| +\||undefined|anything,).*$/gm)).toBeNull();
  const headings = new Set([...tables.matchAll(/^### (\w+)$/gm)].map(([, name]) => name));
  const named = [...tables.matchAll(/\[(\w+)\]\(#\w+\)/g)].map(([, name]) => name);
  expect(named.filter((name) => !headings.has(name))).toEqual([]);
});
