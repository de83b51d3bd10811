import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot, temporaryFolder } from '../../support/cli.ts';

/** Returns the rules of .dependency-cruiser.mjs that each file of a tree breaks. */
function violationsIn(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const command = join(packageRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const argv = [command, '--config', join(packageRoot, '.dependency-cruiser.mjs'), '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, [...argv, 'src', 'sandbox'], { cwd: root, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  const { violations } = JSON.parse(stdout).summary as {
    violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
  const found: Record<string, string[]> = {};
  for (const { from, rule } of violations) found[from] = [...(found[from] ?? []), rule.name];
  return found;
}

it('npm run layers finds each kind of forbidden import, and only those', () => {
  const target = 'export type Target = string;';
  const typeOnly = (path: string) => `import type { Target } from '${path}';\nexport type Own = Target;`;
  const violations = violationsIn({
    // Targets for the imports below.
    ...Object.fromEntries(
      ['text', 'http', 'engine', 'config', 'fleet', 'providers/ilert', 'prove/experiments/ilert', 'cli'].map(
        (folder) => [`src/${folder}/target.ts`, target],
      ),
    ),
    'src/main.ts': typeOnly('./cli/target.ts'),
    'sandbox/target.ts': target,
    // Allowed: lower layers, a file's own folder, and the two commands that start the simulators.
    'src/engine/lower.ts': typeOnly('../text/target.ts'),
    'src/engine/own-folder.ts': typeOnly('./target.ts'),
    'src/providers/both.ts': typeOnly('./ilert/target.ts'),
    'src/commands/demo.ts': "export const load = () => import('../../sandbox/target.ts');",
    // Forbidden.
    'src/http/higher.ts': typeOnly('../engine/target.ts'),
    'src/config/dynamic.ts': "export const load = () => import('../cli/target.ts');",
    'src/export/neighbour.ts': typeOnly('../fleet/target.ts'),
    'src/ui/one.ts': "import type { Two } from './two.ts';\nexport type One = Two | 1;",
    'src/ui/two.ts': "import type { One } from './one.ts';\nexport type Two = One | 2;",
    'src/engine/http.ts': typeOnly('../http/target.ts'),
    'src/engine/disk.ts': "import 'node:fs/promises';",
    'src/providers/halo/other-vendor.ts': typeOnly('../ilert/target.ts'),
    'src/prove/experiments/halo/other-vendor.ts': typeOnly('../ilert/target.ts'),
    'src/prove/experiments/halo/client.ts': typeOnly('../../../http/target.ts'),
    'src/loose.ts': typeOnly('./text/target.ts'),
    'src/helpers/no-layer.ts': typeOnly('../text/target.ts'),
    'src/cli/main.ts': "import '../main.ts';",
    'src/runtime/sandbox.ts': typeOnly('../../sandbox/target.ts'),
    'sandbox/halo/src.ts': typeOnly('../../src/text/target.ts'),
    'src/text/missing.ts': "import './nowhere.ts';",
  });
  expect(violations).toEqual({
    'src/http/higher.ts': ['layer-http'],
    'src/config/dynamic.ts': ['layer-config'],
    'src/export/neighbour.ts': ['layer-export'],
    'src/ui/one.ts': ['no-cycle'],
    'src/engine/http.ts': ['engine-is-pure'],
    'src/engine/disk.ts': ['engine-is-pure'],
    'src/providers/halo/other-vendor.ts': ['providers-apart'],
    'src/prove/experiments/halo/other-vendor.ts': ['experiments-apart'],
    'src/prove/experiments/halo/client.ts': ['experiments-write-in-the-lab'],
    'src/loose.ts': ['only-main-is-loose'],
    'src/helpers/no-layer.ts': ['only-main-is-loose'],
    'src/cli/main.ts': ['main-is-the-top'],
    'src/runtime/sandbox.ts': ['sandbox-is-loaded-by-its-commands'],
    'sandbox/halo/src.ts': ['sandbox-knows-no-src'],
    'src/text/missing.ts': ['resolvable'],
  });
});
