import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { packageRoot } from '../../support/cli.ts';
import { documents, isThere, textOf } from './documents.ts';

/** Whether a link leads to a page of the repository on GitHub, two levels above its files. */
const isOnGithub = (target: string) => target.startsWith('../../actions/');

function isTarget(document: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? document : join(dirname(document), path);
  return isThere(file) && (heading === undefined || headingsIn(textOf(file)).includes(heading));
}

/** Returns the headings of a page, in the form that links on GitHub and npm use. */
function headingsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Returns paths in code spans, relative to the package's folder. */
function pathsIn(markdown: string): string[] {
  const paths = markdown.matchAll(/`((?:src|sandbox|test|docs|scripts|bin|templates|\.ci|\.github)\/[\w./*-]*)`/g);
  // The folder of a pattern.
  return [...paths].map(([, path = '']) => path.replace(/[^/]*\*.*$/, ''));
}

describe.each(documents)('%s', (document) => {
  const text = textOf(document);

  it('names only files and folders that exist', () => {
    expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
  });

  it('links only to files and headings that exist', () => {
    const broken = [...text.matchAll(/\]\(([^):]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !isOnGithub(target) && !isTarget(document, target));
    expect(broken).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const called = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

test('docs/architecture.md names every folder of src/ in its table of layers', () => {
  const table = textOf('docs/architecture.md');
  const folders = readdirSync(join(packageRoot, 'src')).map((name) => `| \`src/${name}\` |`);
  expect(folders.filter((row) => !table.includes(row))).toEqual([]);
});

test('docs/architecture.md orders the layers as .dependency-cruiser.mjs does', () => {
  const inTable = [...textOf('docs/architecture.md').matchAll(/^\| `src\/(\w+)` \|/gm)].map(([, name]) => name);
  const inRules = [...textOf('.dependency-cruiser.mjs').matchAll(/^ {2}\[('\w+'(?:, '\w+')*)\],$/gm)].flatMap(
    ([, names = '']) => names.replaceAll("'", '').split(', '),
  );
  expect(inTable).toEqual(inRules);
});
