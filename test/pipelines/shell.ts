import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../support/cli.ts';
import { variablesToStart } from '../support/system.ts';

/** How a script ended, and what it printed to both streams, in order. */
export interface ScriptEnd {
  readonly exitCode: number | null;
  readonly log: string;
}

interface Script {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The folder whose commands take precedence over the machine's. */
  readonly commands: string;
}

/** Runs a script like a GitHub Actions step with `shell: bash`, and like GitLab's runner. */
export function runBash(script: string, { cwd, env, commands }: Script): Promise<ScriptEnd> {
  const start = variablesToStart();
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { ...start, ...env, PATH: `${commands}:${start.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, log })));
}

/** The version of this package. */
export const VERSION: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;

/** Creates a folder with a runner's commands: npm, which "installs" this version's built command, and GitHub's `gh`. */
export function installCommands(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const gh = fileURLToPath(new URL('gh.mjs', import.meta.url));
  addCommand(join(folder, 'gh'), `exec ${quoted(process.execPath)} ${quoted(gh)} "$@"`);
  const npm = fileURLToPath(new URL('npm.mjs', import.meta.url));
  addCommand(join(folder, 'npm'), `exec ${quoted(process.execPath)} ${quoted(npm)} "$@"`);
  return folder;
}

/** Adds a command that is a single line of shell. */
export function addCommand(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
