import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../support/cli.ts';
import { freePort, loopback } from '../support/loopback.ts';
import { onWindows, variablesToStart } from '../support/system.ts';
import { installGlobally, node24, type Packed, packAndInstall } from './packed-package.ts';

/** Set if no registry can provide Node 24; otherwise a failure to fetch it is an error. */
const withoutNode24 = process.env.TEST_WITHOUT_NODE_24 === '1';
const PATIENCE = 300_000;

let packed: Packed;
beforeAll(() => {
  packed = packAndInstall();
}, PATIENCE);
afterAll(() => {
  if (packed) rmSync(packed.folder, { recursive: true, force: true });
});

const inPackage = (...parts: string[]) => join(packed.installed, 'node_modules', 'ilert-haloitsm', ...parts);

test('the tarball holds what is needed to run it, the licences and the changelog, and nothing else', () => {
  const known = [
    /^(package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.md)$/,
    /^bin\/(ilert-haloitsm\.js|package\.json)$/,
    /^templates\/(recommended|full)\.json$/,
    /^templates\/pipelines\/(github|gitlab)\.yml$/,
    /^dist\/start\.cjs$/,
    /^dist\/[\w-]+\.js$/,
    /^dist\/help\/[a-z-]+\.(json|txt)$/,
  ];
  expect(packed.files.filter((file) => !known.some((pattern) => pattern.test(file)))).toEqual([]);
  for (const pattern of known)
    expect(
      packed.files.some((file) => pattern.test(file)),
      `${pattern}`,
    ).toBe(true);
});

test('no file contains the path of the folder that it was built in', () => {
  const naming = packed.files.filter((file) => readFileSync(inPackage(file), 'utf8').includes(packageRoot));
  expect(naming).toEqual([]);
});

test('it is installed without a registry, since it needs no other package', () => {
  expect(readdirSync(join(packed.installed, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'ilert-haloitsm',
  ]);
  expect(JSON.parse(readFileSync(inPackage('package.json'), 'utf8'))).not.toHaveProperty('dependencies');
});

test('npm has linked its command', () => {
  const command = join(packed.installed, 'node_modules', '.bin', 'ilert-haloitsm');
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', shell: onWindows });
  expect([status, stdout]).toEqual([0, `${versionOf(packageRoot)}\n`]);
});

test('npm install --global takes the tarball as well, offline', () => {
  const prefix = mkdtempSync(join(packed.folder, 'global-'));
  installGlobally(packed.tarball, prefix);
  const command = onWindows ? join(prefix, 'ilert-haloitsm') : join(prefix, 'bin', 'ilert-haloitsm');
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', shell: onWindows });
  expect([status, stdout]).toEqual([0, `${versionOf(packageRoot)}\n`]);
});

describe.each([
  ['the Node that runs the tests', () => process.execPath, false],
  ['the newest Node 24', node24, withoutNode24],
])('installed from the tarball, on %s', (name, find, isLeftOut) => {
  let node: () => string;
  // If it is not found, each test fails and says why.
  beforeAll(() => {
    node = isLeftOut ? () => '' : settled(find);
  }, PATIENCE);

  /** Runs it far from the repository, and with none of this machine's variables. */
  function ran(...argv: string[]) {
    const home = mkdtempSync(join(packed.folder, 'home-'));
    const env = { ...variablesToStart(), HOME: home, USERPROFILE: home };
    const { status, stdout, stderr } = spawnSync(node(), [inPackage('bin', 'ilert-haloitsm.js'), ...argv], {
      cwd: home,
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test.skipIf(isLeftOut)('it is that Node', () => {
    const { stdout } = spawnSync(node(), ['--version'], { encoding: 'utf8' });
    expect(stdout.trim()).toMatch(name.includes('24') ? /^v24\./ : process.version);
  });

  test.skipIf(isLeftOut)('--version is that of the package', () => {
    expect(ran('--version')).toEqual({ status: 0, stdout: `${versionOf(packageRoot)}\n`, stderr: '' });
  });

  test.skipIf(isLeftOut)('--help tells the commands', () => {
    const { status, stdout, stderr } = ran('--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: ilert-haloitsm /);
  });

  test.skipIf(isLeftOut)(
    'apply --dry-run --offline --json tells every request, with the payload of its template',
    () => {
      const { status, stdout } = ran('apply', '--dry-run', '--offline', '--json');
      expect(status).toBe(0);
      const document = JSON.parse(stdout);
      expect(document).toMatchObject({ command: 'apply', ok: true });
      expect(document.requests).toHaveLength(6);
      expect(stdout).toContain('<<ticket^summary>>');
    },
  );

  test.skipIf(isLeftOut)(
    'compiled code is kept for the next run; never in a pipeline, nor where Node is told so',
    () => {
      const home = mkdtempSync(join(packed.folder, 'home-'));
      const kept = join(home, 'compiled');
      const ended = (argv: readonly string[], more: Record<string, string> = {}) => {
        const { status, stdout } = spawnSync(node(), [inPackage('bin', 'ilert-haloitsm.js'), ...argv], {
          cwd: home,
          env: { ...variablesToStart(), ILERT_HALOITSM_HOME: home, ...more },
          encoding: 'utf8',
        });
        return { status, stdout };
      };
      const plan = ['plan', '--offline', '--json'];
      const first = ended(plan, { CI: '1' });
      ended(plan, { NODE_DISABLE_COMPILE_CACHE: '1' });
      for (const line of [['--version'], ['--help'], ['plan', '--no-such-option']]) ended(line);
      expect(existsSync(kept)).toBe(false);
      const files = () => readdirSync(kept, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(ended(plan)).toEqual(first);
      const [file, ...others] = files().map(({ parentPath, name }) => join(parentPath, name));
      expect([others, first.status]).toEqual([[], 0]);
      const saved = statSync(file ?? '');
      expect(ended(plan)).toEqual(first);
      // It was used, and not written again.
      expect(statSync(file ?? '').ino).toBe(saved.ino);
    },
  );

  // Without a connection, newer versions of Node abort got's attempts; see src/http/got-workarounds.ts.
  test.skipIf(isLeftOut)('a service that refuses the connection at first is asked again', async () => {
    const port = await freePort();
    const env = { ...variablesToStart(), HOME: packed.folder, ILERT_ENDPOINT: `http://127.0.0.1:${port}` };
    const secrets = { ILERT_API_TOKEN: 'il1api-of-nobody' };
    const child = spawn(node(), [inPackage('bin', 'ilert-haloitsm.js'), 'export', 'halo'], {
      cwd: mkdtempSync(join(packed.folder, 'home-')),
      env: { ...env, ...secrets },
    });
    let said = '';
    let late: ReturnType<typeof loopback> | undefined;
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      // It has said that it will try again: now somebody listens.
      late ??= loopback(() => ({ status: 401, body: { status: 401, message: 'Unauthorized' } }), port);
    });
    const [exitCode] = await once(child, 'close');
    expect([exitCode, (await late)?.received.length], said).toEqual([3, 1]);
  });

  test.skipIf(isLeftOut)('sandbox --demo walks the story to the resolved alert', () => {
    const { status, stdout, stderr } = ran('sandbox', '--demo');
    expect([status, stderr.includes('This is a bug')]).toEqual([0, false]);
    expect(stdout).toMatch(/resolved/i);
  });
});

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** Runs it once, now; its result, a value or an error, is returned whenever it is called. */
function settled<T>(find: () => T): () => T {
  try {
    const value = find();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
