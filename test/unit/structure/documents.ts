import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../support/cli.ts';

export const textOf = (path: string) => readFileSync(join(packageRoot, path), 'utf8');
export const isThere = (path: string) => existsSync(join(packageRoot, path));

/** Every page for people, relative to the package's folder. */
export const documents = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'README.md',
  'sandbox/README.md',
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
];
