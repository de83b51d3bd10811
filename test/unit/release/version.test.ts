import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { packageRoot, pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const textOf = (path: string) => readFileSync(join(packageRoot, path), 'utf8');
const { version } = JSON.parse(textOf('package.json'));

/** Returns the release notes that the script makes in a folder. */
function entryIn(folder: string, ...argv: string[]) {
  const script = join(packageRoot, 'scripts', 'changelog-entry.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...argv], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the version is in package.json, and used from there', () => {
  it('by --version, --report and every request', async () => {
    expect((await run(['--version'])).stdout).toBe(`${version}\n`);
    const sandbox = await sandboxOfTest();
    await run(['plan'], { env: pointedAt(sandbox) });
    const agents = new Set(sandbox.requests.map(({ headers }) => headers['user-agent']));
    expect([...agents]).toEqual([`ilert-haloitsm/${version}`]);
  });

  it('another package.json is another version', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'package.json'), '{ "version": "7.8.9" }');
    expect((await run(['--version'], { packageRoot: folder })).stdout).toBe('7.8.9\n');
  });

  it('the lock file and the newest entry of the changelog are of it', () => {
    const lock = JSON.parse(textOf('package-lock.json'));
    expect([lock.version, lock.packages[''].version]).toEqual([version, version]);
    expect(entryIn(packageRoot)).toMatchObject({ status: 0, stderr: '' });
  });

  it('no source file contains it', () => {
    const files = ['src', 'bin', 'scripts'].flatMap((folder) =>
      readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    );
    const code = files.filter((name) => /\.(ts|c?js|mjs)$/.test(name));
    expect(code.length).toBeGreaterThan(100);
    expect(code.filter((name) => textOf(name).includes(version))).toEqual([]);
  });
});

describe('the notes of a release', () => {
  function folderWith(changelog: string) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.0" }');
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    return folder;
  }
  const older = '\n## 1.1.0 (2026-01-02)\n\n- Old.\n';

  test('are the newest entry of the changelog, without its heading', () => {
    const folder = folderWith(`# Changelog\n\nWords.\n\n## 1.2.0 (2026-02-03)\n\n### Added\n\n- New.\n${older}`);
    expect(entryIn(folder, 'v1.2.0')).toEqual({ status: 0, stdout: '### Added\n\n- New.\n', stderr: '' });
  });

  test('are found where it is the only entry, and where the lines end as on Windows', () => {
    const folder = folderWith('# Changelog\r\n\r\n## 1.2.0 (2026-02-03)\r\n\r\n- First.\r\n');
    expect(entryIn(folder, 'v1.2.0')).toEqual({ status: 0, stdout: '- First.\n', stderr: '' });
  });

  test.each([
    ['the tag is of another version', '## 1.2.0 (2026-02-03)\n\n- New.\n', 'v1.2.1', /tag is v1\.2\.1.*1\.2\.0/],
    ['the newest entry is of another version', '## 1.3.0 (2026-02-03)\n\n- New.\n', 'v1.2.0', /newest entry .*1\.3\.0/],
    ['the entry has no date yet', '## 1.2.0 (unreleased)\n\n- New.\n', 'v1.2.0', /has no date/],
    ['the entry is empty', '## 1.2.0 (2026-02-03)\n', 'v1.2.0', /is empty/],
    ['there is no entry', 'Nothing.\n', 'v1.2.0', /newest entry/],
  ])('there are none where %s', (why, entry, tag, said) => {
    const { status, stdout, stderr } = entryIn(
      folderWith(`# Changelog\n\n${entry}${why.startsWith('there') ? '' : older}`),
      tag,
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(said);
  });
});
