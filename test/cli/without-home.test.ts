import { spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, pointedAt, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows, variablesToStart } from '../support/system.ts';

/** A user id that is in no passwd file. */
const NOBODY_KNOWN = 48_211;
const isRoot = !onWindows && userInfo().uid === 0;

/** Copies the built package to where every user may read it. */
function readableCopy(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  for (const part of ['bin', 'dist', 'templates', 'package.json'])
    cpSync(join(packageRoot, part), join(folder, part), { recursive: true });
  return folder;
}

interface As {
  readonly uid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

function runAs(folder: string, argv: readonly string[], { uid, env, cwd }: As) {
  const child = spawn(process.execPath, [join(folder, 'bin', 'ilert-haloitsm.js'), ...argv], {
    cwd,
    uid,
    gid: uid,
    env: { ...variablesToStart(), ...env },
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  child.stdin.end();
  return new Promise<typeof printed & { exitCode: number | null }>((resolve) =>
    child.once('close', (exitCode) => resolve({ exitCode, ...printed })),
  );
}

// Only root can become another user.
describe.runIf(isRoot)('a user without a home folder and without an entry in passwd, as in a container,', () => {
  it.each([['--version'], ['--help'], ['apply --help'], ['plan --offline'], ['schema']])('can run %s', async (line) => {
    const folder = readableCopy();
    const ran = await runAs(folder, line.split(' '), { uid: NOBODY_KNOWN, env: {}, cwd: folder });
    expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).not.toBe('');
  });

  it('can apply, and is informed that nothing could be saved', async () => {
    const [folder, sandbox] = [readableCopy(), await sandboxOfTest()];
    const as: As = { uid: NOBODY_KNOWN, env: pointedAt(sandbox), cwd: folder };
    const ran = await runAs(folder, ['apply'], as);
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stderr).toContain(
      'Note: The profile could not be saved (there is no home folder). The next run will find everything by its name',
    );
    const again = await runAs(folder, ['plan', '--exit-code'], as);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(existsSync('/nonexistent')).toBe(false);
  });

  it('can save in ILERT_HALOITSM_HOME', async () => {
    const [folder, sandbox, state] = [readableCopy(), await sandboxOfTest(), temporaryFolder()];
    chownSync(state, NOBODY_KNOWN, NOBODY_KNOWN);
    const env = pointedAt(sandbox, { ILERT_HALOITSM_HOME: state });
    const ran = await runAs(folder, ['apply'], { uid: NOBODY_KNOWN, env, cwd: folder });
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.not.stringContaining('could not be saved')]);
    expect(readdirSync(state)).toContain('profiles.json');
  });
});

describe.runIf(isRoot)('with an empty HOME', () => {
  it('nothing is written into the working directory', async () => {
    const [folder, sandbox, cwd] = [readableCopy(), await sandboxOfTest(), temporaryFolder()];
    chownSync(cwd, NOBODY_KNOWN, NOBODY_KNOWN);
    const env = pointedAt(sandbox, { HOME: '', ILERT_HALOITSM_HOME: '' });
    expect((await runAs(folder, ['apply'], { uid: NOBODY_KNOWN, env, cwd })).exitCode).toBe(0);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe.runIf(isRoot)('under sudo', () => {
  it("no file in the user's home folder is owned by root", async () => {
    const [folder, sandbox] = [readableCopy(), await sandboxOfTest()];
    const HOME = join(temporaryFolder(), 'home');
    for (const path of [HOME, join(HOME, '.config')]) {
      mkdirSync(path);
      chownSync(path, 1000, 1000);
    }
    const env = pointedAt(sandbox, { HOME, SUDO_UID: '1000', SUDO_GID: '1000' });
    const ran = await runAs(folder, ['apply'], { uid: 0, env, cwd: folder });
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('Note: The profile could not be saved (there is no home folder).');
    const owners = (readdirSync(HOME, { recursive: true }) as string[]).map((path) => lstatSync(join(HOME, path)).uid);
    expect(new Set(owners)).toEqual(new Set([1000]));
  });
});
