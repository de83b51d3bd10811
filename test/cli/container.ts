import { spawn, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { packageRoot, temporaryFolder } from '../support/cli.ts';

/** Like OpenShift's: a user that is in no passwd file, in root's group, without any of root's privileges. */
const USER = ['--reuid', '1000730000', '--regid', '0', '--clear-groups', '--bounding-set=-all', '--no-new-privs'];

/** Everything is read-only except the folders after `--` and the kernel's own. */
const READ_ONLY = `
set -e
mount --make-rprivate /
while [ "$1" != -- ]; do mount --bind "$1" "$1"; writable="$writable $1 "; shift; done
shift
awk '{ print $5 }' /proc/self/mountinfo | while read -r at; do
  case "$at" in /proc|/proc/*|/sys|/sys/*|/dev|/dev/*) continue ;; esac
  case "$writable" in *" $at "*) continue ;; esac
  mount -o remount,bind,ro "$at"
done
exec "$@"
`;

/** How a command in a container ended. */
export interface EndedInside {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Inside {
  /** All of its variables; PATH is added. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Writable folders, like volumes. */
  readonly volumes?: readonly string[];
}

/** Returns why containers can't run here; undefined if they can. */
export function whyNoContainers(): string | undefined {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Linux`;
  if (userInfo().uid !== 0) return 'only root can mount read-only and become another user';
  const { status, stderr, error } = spawnSync(
    'unshare',
    ['--mount', 'sh', '-c', READ_ONLY, 'sh', '--', 'setpriv', ...USER, 'true'],
    { encoding: 'utf8' },
  );
  return status === 0 ? undefined : `unshare: ${error?.message ?? stderr.trim()}`;
}

/** Unpacks a tarball as in an image: without npm and node_modules. @returns the path of the command */
export function unpacked(tarball: string): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const { status, stderr } = spawnSync('tar', ['xzf', tarball, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return join(folder, 'package', 'bin', 'ilert-haloitsm.js');
}

/**
 * Runs a command as in a container: the system's kernel and network, a read-only file system, an arbitrary user, no
 * terminal, and closed standard input.
 */
export function runInside(command: readonly string[], inside: Inside = {}): Promise<EndedInside> {
  const { env = {}, cwd = '/', volumes = [] } = inside;
  const variables = Object.entries({ PATH: process.env.PATH ?? '', ...env }).map(([name, value]) => `${name}=${value}`);
  const alone = ['setpriv', ...USER, 'env', '-i', '-C', cwd, ...variables, 'sh', '-c', 'exec "$@" <&-', 'sh'];
  const argv = ['--mount', 'sh', '-c', READ_ONLY, 'sh', ...volumes, '--', ...alone, ...command];
  const child = spawn('unshare', argv, { cwd: packageRoot, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, ...printed }));
  });
}
