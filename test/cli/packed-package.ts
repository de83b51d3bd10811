import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../support/cli.ts';
import { onWindows } from '../support/system.ts';

/** The package as it would be published. */
export interface Packed {
  /** A folder outside any project, which contains everything below; the caller removes it. */
  readonly folder: string;
  readonly tarball: string;
  /** The folder that it was installed in. */
  readonly installed: string;
  /** Paths in the tarball. */
  readonly files: readonly string[];
}

/** Nothing listens there. */
const NO_REGISTRY = 'http://127.0.0.1:1/';

/** Packs the build and installs it in an empty folder, with an empty cache and no registry. */
export function packAndInstall(): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'ilert-haloitsm-packed-'));
  const [{ filename, files }] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], packageRoot, folder),
  ) as [{ filename: string; files: { path: string }[] }];
  const tarball = join(folder, filename);
  const installed = join(folder, 'empty');
  mkdirSync(installed);
  writeFileSync(join(installed, 'package.json'), '{ "private": true }');
  npm(['install', '--no-audit', '--no-fund', '--offline', tarball], installed, folder);
  return { folder, tarball, installed, files: files.map(({ path }) => path) };
}

/** Installs a tarball for all users, with the caller's prefix, an empty cache and no registry. */
export function installGlobally(tarball: string, prefix: string): void {
  npm(['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', '--offline', tarball], prefix, prefix);
}

/** Runs npm with its own home and cache. Returns what it printed. */
function npm(argv: readonly string[], cwd: string, home: string): string {
  return output('npm', argv, cwd, {
    ...withoutNpm(process.env),
    HOME: home,
    USERPROFILE: home,
    npm_config_cache: join(home, 'cache'),
    npm_config_registry: NO_REGISTRY,
    npm_config_update_notifier: 'false',
  });
}

/**
 * Returns the newest Node 24, from npm's registry.
 *
 * @throws Error if it can't be fetched
 */
export function node24(): string {
  return output(
    'npx',
    ['--yes', '--package', 'node@24', 'node', '-p', 'process.execPath'],
    tmpdir(),
    process.env,
  ).trim();
}

/** Windows starts npm only through a shell. */
function output(command: string, argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(command, argv, {
    cwd,
    env,
    encoding: 'utf8',
    shell: onWindows,
  });
  if (status !== 0) throw error ?? new Error(`${command} ${argv.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}

/** Removes what an npm that runs the tests has set for itself. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) && name !== 'NODE_ENV'));
}
