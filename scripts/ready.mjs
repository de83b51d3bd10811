// Installs and builds whatever is missing or older than its sources, so that every npm script works on a clean clone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// npm writes this file at the end of an install.
if (newest('node_modules', '.package-lock.json') < newest('package-lock.json'))
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);

if (!process.argv.includes('--no-build')) {
  const sources = [['src'], ['sandbox'], ['scripts', 'build.mjs'], ['scripts', 'bundle.mjs'], ['package-lock.json']];
  if (newest('dist', 'start.cjs') < Math.max(...sources.map((path) => newest(...path))))
    run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

/**
 * Returns when a file, or the newest file of a folder, was last changed; 0 if there is none.
 *
 * @param {...string} path
 * @returns {number}
 */
function newest(...path) {
  const file = join(root, ...path);
  if (!existsSync(file)) return 0;
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(file).map((name) => newest(...path, name)));
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
