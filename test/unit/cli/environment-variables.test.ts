import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentTable, environmentVariables } from '../../../src/cli/environment-variables.ts';
import { packageRoot } from '../../support/cli.ts';

const sources = readdirSync(join(packageRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('environment-variables.ts'))
  .map((path) => readFileSync(join(packageRoot, 'src', path), 'utf8'));

const listed = environmentVariables.flatMap(({ names }) => names);

test('the environment variables that the program reads are listed, beside those of the settings', () => {
  const read = sources.flatMap((text) => [
    ...[...text.matchAll(/\benv\.([A-Z]\w+)/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\{ ([A-Z_]+)(?:: \w+)? \}(?:: Environment| = env\b)/g)].map(([, name = '']) => name),
  ]);
  expect(read.length).toBeGreaterThan(10);
  expect([...new Set(read)].filter((name) => !listed.includes(name))).toEqual([]);
});

test('only environment variables that make a difference are listed', () => {
  expect(listed.filter((name) => !sources.some((text) => text.includes(name)))).toEqual([]);
});

test('the table of environment variables in docs/settings.md is up to date', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'settings.md'), 'utf8');
  expect(page).toContain(`<!-- environment -->\n${environmentTable()}\n<!-- /environment -->`);
});
