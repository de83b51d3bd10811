import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../support/cli.ts';

/** Covers all packages of the bundle; `.ci/run` checks that the file matches the bundle. */
const notices = readFileSync(join(packageRoot, 'THIRD-PARTY-NOTICES.md'), 'utf8');
const bundled = [...notices.matchAll(/^\| (\S+) \| \d/gm)].map(([, name]) => name);

test('what keeps saved answers is in the bundle without its checks by schemas and its migrations, a tenth of the whole', () => {
  expect(bundled).toContain('conf');
  for (const unused of ['ajv', 'ajv-formats', 'semver', 'json-schema-traverse', 'fast-uri'])
    expect(bundled).not.toContain(unused);
});

test.each(['ajv', 'semver'])('a use of %s in the bundle would be an error, not silently pass', async (name) => {
  const stub = await import(`../../../scripts/stubs/${name}.mjs`);
  expect(() => (name === 'ajv' ? new stub.Ajv2020() : stub.default.clean('1.0.0'))).toThrow('but the bundle holds no');
});
