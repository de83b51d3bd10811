// Installs and builds what is missing or older than its sources, so that every npm script works on a clean clone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

// npm writes this file at the end of an install.
const installed = newest(at('node_modules', '.package-lock.json'));
if (installed < newest(at('package-lock.json'))) run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);

if (!process.argv.includes('--no-build')) {
  const scripts = ['build.mjs', 'bundle.mjs'].map((name) => newest(at('scripts', name)));
  const sources = Math.max(newest(at('src')), ...scripts, newest(at('package-lock.json')));
  if (newest(at('dist', 'main.js')) < sources) run(process.execPath, [at('scripts', 'build.mjs')]);
}
