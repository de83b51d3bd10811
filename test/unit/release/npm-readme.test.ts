import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, temporaryFolder } from '../../support/cli.ts';

const REPOSITORY = 'https://github.com/acme/ilert-haloitsm';

/** Returns the published README, made from one in a folder. */
function published(readme: string, ...argv: string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'README.md'), readme);
  const script = join(packageRoot, 'scripts', 'npm-readme.mjs');
  const { status } = spawnSync(process.execPath, [script, ...argv], { cwd: folder });
  return { status, text: readFileSync(join(folder, 'README.md'), 'utf8') };
}

test.each([
  ['a page', '[CI](docs/ci.md)', `[CI](${REPOSITORY}/blob/v1.2.3/docs/ci.md)`],
  ['a heading of a page', '[f](docs/settings.md#filters)', `[f](${REPOSITORY}/blob/v1.2.3/docs/settings.md#filters)`],
  ['a picture', '![The plan](docs/pictures/plan.svg)', `![The plan](${REPOSITORY}/raw/v1.2.3/docs/pictures/plan.svg)`],
  [
    'a badge that is a link',
    '[![CI](../../actions/workflows/ci.yml/badge.svg)](../../actions/workflows/ci.yml)',
    `[![CI](${REPOSITORY}/actions/workflows/ci.yml/badge.svg)](${REPOSITORY}/actions/workflows/ci.yml)`,
  ],
  [
    'a licence behind a badge of another site',
    '[![License](https://img.shields.io/npm/l/x)](LICENSE)',
    `[![License](https://img.shields.io/npm/l/x)](${REPOSITORY}/blob/v1.2.3/LICENSE)`,
  ],
])('on npm, %s is linked to the repository', (_, link, expected) => {
  expect(published(link, REPOSITORY, 'v1.2.3')).toEqual({ status: 0, text: expected });
});

test.each(['[ilert](https://www.ilert.com)', '[What you need](#what-you-need)', '- [ ] a task (not a link)'])(
  'on npm, %s stays as it is',
  (text) => {
    expect(published(text, REPOSITORY, 'v1.2.3').text).toBe(text);
  },
);

test('on npm, every link of the README is absolute or leads to one of its headings, and its file exists', () => {
  const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
  const targets = [...published(readme, REPOSITORY, 'v1.2.3').text.matchAll(/\]\(([^)]+)\)/g)].map(
    ([, target]) => target,
  );
  expect(targets.filter((target) => !/^(https:\/\/|#)/.test(target ?? ''))).toEqual([]);
  const files = targets.flatMap((target) => /\/(?:blob|raw)\/v1\.2\.3\/([^#]+)/.exec(target ?? '')?.[1] ?? []);
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => !existsSync(join(packageRoot, file)))).toEqual([]);
});

test('without a repository and a tag nothing is written', () => {
  expect(published('[CI](docs/ci.md)')).toEqual({ status: 2, text: '[CI](docs/ci.md)' });
});
