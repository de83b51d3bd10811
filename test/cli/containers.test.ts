import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, temporaryFolder } from '../support/cli.ts';
import { fleetOfTest } from '../support/fleet.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runInside, unpacked, whyNoContainers } from './container.ts';
import { type Packed, packAndInstall } from './packed-package.ts';

/** If it is set, as in CI, being unable to test containers is a failure. */
const isDemanded = process.env.TEST_CONTAINERS === '1';
const why = whyNoContainers();
if (why !== undefined) process.stderr.write(`Containers are NOT TESTED here: ${why}.\n`);

const UNSAVED = /^Note: The profile could not be saved \(.+\)\. .+ILERT_HALOITSM_HOME.+$/gm;
const PATIENCE = 300_000;

it.runIf(isDemanded)('containers can be tested here', () => expect(why).toBeUndefined());

describe.runIf(why === undefined)(
  'in a container with a read-only file system, as any user, from the tarball alone,',
  () => {
    let packed: Packed;
    beforeAll(() => {
      packed = packAndInstall();
    }, PATIENCE);
    afterAll(() => rmSync(packed.folder, { recursive: true, force: true }));

    /** Returns the program as `tar xzf` unpacks it. */
    function program(more: { env?: Record<string, string>; cwd?: string; volumes?: string[] } = {}) {
      const bin = unpacked(packed.tarball);
      return (...argv: string[]) => runInside([process.execPath, bin, ...argv], more);
    }

    /** Creates a folder that the container's user can write, like an `emptyDir`. */
    function volume(): string {
      const folder = temporaryFolder();
      chmodSync(folder, 0o777);
      return folder;
    }

    it('the user has no name, no folder can be written, and nothing is read from a terminal', async () => {
      const [writable, closed] = [volume(), volume()];
      const script = `id -u; id -g; id -un 2>&1; touch ${closed}/x ${writable}/x; cat /dev/tty`;
      const { stdout, stderr } = await runInside(['sh', '-c', script], { volumes: [writable] });
      expect(stdout).toMatch(/^1000730000\n0\n.*(cannot find name|no such|1000730000)/);
      expect(stderr.match(/Read-only file system/g)).toHaveLength(1);
      expect(stderr).toMatch(/\/dev\/tty/);
      expect(existsSync(join(writable, 'x'))).toBe(true);
    });

    it.each([
      ['without HOME', {}],
      ['with HOME=/', { HOME: '/' }],
      ['with a HOME that does not exist', { HOME: '/nonexistent/home' }],
      ['with a HOME that is a file', { HOME: '/etc/hostname' }],
      ['with a state folder that is read-only', { ILERT_HALOITSM_HOME: '/etc' }],
    ])(
      '%s, the whole story is done, and every change says in one line that nothing is saved',
      async (_, env) => {
        const sandbox = await sandboxOfTest();
        const run = program({ env: { ...pointedAt(sandbox), ...env } });
        const story: readonly [argv: string[], exitCode: number, says: RegExp, unsaved: number][] = [
          [['--version'], 0, /^\d+\.\d+\.\d+\n$/, 0],
          [['--help'], 0, /^Usage: ilert-haloitsm /, 0],
          [['plan', '--offline', '--json'], 0, /"create":6|"create": 6/, 0],
          [['plan', '--exit-code'], 4, /6 to create/, 0],
          [['apply'], 0, /Done: 6 created/, 1],
          [['apply', '--json'], 0, /"ok": ?true/, 1],
          [['status'], 0, /Ticket/, 0],
          [['verify', '--yes'], 0, /resolved/i, 0],
          [['schema'], 0, /\$schema/, 0],
          [['destroy', '--yes'], 0, /6 removed|removed/i, 1],
        ];
        for (const [argv, exitCode, says, unsaved] of story) {
          const ended = await run(...argv);
          expect([argv, ended.exitCode, ended.stdout], ended.stderr).toEqual([
            argv,
            exitCode,
            expect.stringMatching(says),
          ]);
          expect(ended.stderr.match(UNSAVED) ?? [], `${argv.join(' ')}: ${ended.stderr}`).toHaveLength(unsaved);
          expect(ended.stderr).not.toMatch(/bug|EROFS|^\s+at /m);
        }
        expect(namesIn(sandbox)).not.toContain('ilert integration');
      },
      60_000,
    );

    it('with a volume for the state, it is saved there and nothing is noted; files are written to volumes', async () => {
      const [state, out, sandbox] = [volume(), volume(), await sandboxOfTest()];
      const env = { ...pointedAt(sandbox), ILERT_HALOITSM_HOME: state };
      const run = program({ env, cwd: out, volumes: [state, out] });
      expect(await run('plan', '--out', 'plan.json')).toMatchObject({ exitCode: 0 });
      const applied = await run('apply', '--plan', 'plan.json', '--output', 'result.txt');
      expect([applied.exitCode, applied.stderr]).toEqual([0, expect.not.stringContaining('could not be saved')]);
      for (const argv of [['init'], ['export', 'files']]) expect(await run(...argv)).toMatchObject({ exitCode: 0 });
      expect(readdirSync(out)).toEqual(
        expect.arrayContaining(['plan.json', 'result.txt', 'ilert-haloitsm.yaml', 'files']),
      );
      expect(readdirSync(state)).toContain('profiles.json');
    });

    it.each([
      ['init'],
      ['plan --out plan.json'],
      ['apply --output result.json --json'],
      ['status --report report.json'],
      ['export files --yes'],
    ])('%s says that its file cannot be written there, and never ends with 0', async (line) => {
      const sandbox = await sandboxOfTest();
      const ended = await program({ env: pointedAt(sandbox) })(...line.split(' '));
      expect([1, 2], ended.stderr).toContain(ended.exitCode);
      expect(ended.stderr).toMatch(/^Error: .*(read-only file system|permission denied)/m);
      expect(ended.stderr).not.toMatch(/This is a bug|^\s+at /m);
    });

    it('of many targets, one line says that nothing is saved', async () => {
      const { env, folder } = await fleetOfTest(3);
      chmodSync(folder, 0o755);
      const ended = await program({ env, cwd: folder })('apply', '--all', '--config', 'fleet.yaml');
      expect([ended.exitCode, ended.stdout]).toEqual([0, expect.stringMatching(/3 targets/)]);
      expect(`${ended.stdout}${ended.stderr}`.match(/could not be saved/g)).toHaveLength(1);
      const document = JSON.parse(
        (await program({ env, cwd: folder })('apply', '--all', '--json', '--config', 'fleet.yaml')).stdout,
      );
      expect(document.notes).toEqual([expect.stringContaining('could not be saved')]);
    });

    it('with a state folder that is read-only by now, --resume skips no target: it may have failed since', async () => {
      const { env, folder } = await fleetOfTest(2);
      const state = volume();
      chmodSync(folder, 0o755);
      const argv = ['apply', '--all', '--config', 'fleet.yaml'];
      const here = { env: { ...env, ILERT_HALOITSM_HOME: state }, cwd: folder };
      expect(await program({ ...here, volumes: [state] })(...argv)).toMatchObject({ exitCode: 0 });
      const skips = async (volumes: string[]) => (await program({ ...here, volumes })(...argv, '--resume')).stderr;
      expect(await skips([state])).toContain('2 of 2 targets skipped');
      expect(await skips([])).toContain('0 of 2 targets skipped');
    });

    it('a secret and settings are read from mounts that belong to others', async () => {
      const [mounted, sandbox] = [temporaryFolder(), await sandboxOfTest()];
      chmodSync(mounted, 0o755);
      const secrets = join(mounted, 'secrets');
      mkdirSync(secrets, { mode: 0o750 });
      for (const [name, text] of [
        ['ilert', sandbox.ilert.token],
        ['halo', sandbox.halo.clientSecret],
      ] as const) {
        writeFileSync(join(secrets, name), text, { mode: 0o440 });
        chownSync(join(secrets, name), 0, 0);
      }
      const { ILERT_API_TOKEN: _, HALO_CLIENT_SECRET: __, ...others } = pointedAt(sandbox);
      const files = { ILERT_API_TOKEN_FILE: join(secrets, 'ilert'), HALO_CLIENT_SECRET_FILE: join(secrets, 'halo') };
      const ended = await program({ env: { ...others, ...files }, cwd: mounted })('plan');
      expect([ended.exitCode, ended.stdout], ended.stderr).toEqual([0, expect.stringContaining('6 to create')]);
    });
  },
);

function namesIn({ halo }: Sandbox): readonly unknown[] {
  return halo.state.integrations.map(({ name }) => name);
}
