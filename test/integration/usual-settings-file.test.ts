import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { fleetOfTest } from '../support/fleet.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';

const FILE = 'ilert-haloitsm.yaml';
const NOTE = `Note: Using the settings in ${FILE}.\n`;

/** Creates a folder whose settings file names the sandbox, and the variables with its secrets. */
function folderFor({ ilert, halo }: Sandbox, name = FILE) {
  const cwd = temporaryFolder();
  const settings = {
    ilert: { endpoint: ilert.url },
    alertSource: { escalationPolicy: 'Default', name: 'From the file' },
    halo: { url: halo.url, clientId: halo.clientId },
  };
  writeFileSync(join(cwd, name), JSON.stringify(settings));
  return { cwd, env: { ILERT_API_TOKEN: ilert.token, HALO_CLIENT_SECRET: halo.clientSecret } };
}

describe('the settings file of the working folder', () => {
  it.each([FILE, 'ilert-haloitsm.yml', 'ilert-haloitsm.json'])('is used without --config: %s', async (name) => {
    const sandbox = await sandboxOfTest();
    const place = folderFor(sandbox, name);
    const { exitCode, stderr } = await run(['apply'], place);
    expect([exitCode, stderr.split('\n')[0]]).toEqual([0, `Note: Using the settings in ${name}.`]);
    expect(sandbox.ilert.state.alertSources.map((row) => row.name)).toContain('From the file');
    const plan = await run(['plan', '--json'], place);
    expect(JSON.parse(plan.stdout)).toMatchObject({ counts: { create: 0, update: 0 } });
    expect(JSON.parse(plan.stdout).notes).toEqual([`Using the settings in ${name}.`]);
  });

  it('is not mentioned in a comment on a pull request, which would have it in each run', async () => {
    const place = folderFor(await sandboxOfTest());
    const { stdout, stderr } = await run(['plan', '--format', 'markdown'], place);
    expect([stderr, stdout]).toEqual([NOTE, expect.stringContaining('6 to create')]);
    expect(stdout).not.toContain('Note:');
  });

  it('is not repeated in hints, since later commands find it as well', async () => {
    const { stdout } = await run(['status'], folderFor(await sandboxOfTest()));
    expect(stdout).toMatch(/Run: ilert-haloitsm apply$/m);
  });

  it('is used by setup without a terminal', async () => {
    const { exitCode, stdout } = await run([], folderFor(await sandboxOfTest()));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Done: 6 created')]);
  });

  it('is not used with --no-config, which hints repeat', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = folderFor(sandbox);
    const { stdout, stderr } = await run(['status', '--no-config'], { cwd, env: pointedAt(sandbox) });
    expect(stderr).not.toContain(FILE);
    expect(stdout).toMatch(/Run: ilert-haloitsm apply --no-config$/m);
  });

  it('is not used where another one is named', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, env } = folderFor(sandbox);
    renameSync(join(cwd, FILE), join(cwd, 'other.yaml'));
    writeFileSync(join(cwd, FILE), 'nonsense: true\n');
    const { exitCode, stderr } = await run(['plan', '--config', 'other.yaml'], { cwd, env });
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('is looked for by commands that need settings alone', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'nonsense: true\n');
    for (const argv of [['schema'], ['completion', 'bash'], ['sandbox', '--demo'], ['--version']])
      expect((await run(argv, { cwd })).exitCode, argv.join(' ')).toBe(0);
    expect((await run(['export', 'files', '--offline'], { cwd })).stderr).toContain(`${FILE}, line 1`);
  });

  it('may be a link', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, env } = folderFor(sandbox, 'shared.yaml');
    symlinkSync('shared.yaml', join(cwd, FILE));
    expect(await run(['plan', '--offline'], { cwd, env })).toMatchObject({ exitCode: 0, stderr: NOTE });
  });

  it.each<[string, (path: string) => void, string]>([
    ['a folder', (path) => mkdirSync(path), 'it is a directory'],
    ['a link to nothing', (path) => symlinkSync('nowhere.yaml', path), 'not found'],
    ['no YAML', (path) => writeFileSync(path, 'a: [\n'), 'line'],
    ['unreadable', unreadable, 'permission denied'],
  ])('is an error where it is %s, not a run without it', async (what, make, why) => {
    const isRoot = process.getuid?.() === 0;
    if (what === 'unreadable' && (isRoot || onWindows)) return;
    const cwd = temporaryFolder();
    make(join(cwd, FILE));
    const { exitCode, stderr } = await run(['plan', '--offline'], { cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    if (what !== 'no YAML') expect(stderr).toContain('--no-config');
    expect((await run(['plan', '--offline', '--no-config'], { cwd })).exitCode).toBe(0);
  });

  it('is an error where there are two, and nothing is sent', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, env } = folderFor(sandbox);
    writeFileSync(join(cwd, 'ilert-haloitsm.json'), '{}');
    expect(await run(['apply'], { cwd, env })).toMatchObject({
      exitCode: 2,
      stderr: `Error: This folder has 2 settings files: ${FILE} and ilert-haloitsm.json.\n  Keep one of them, or choose one with --config FILE. With --no-config, none is used.\n`,
    });
    expect(sandbox.requests).toEqual([]);
  });

  it('counts as --config for targets', async () => {
    const { folder: cwd, env } = await fleetOfTest(2);
    renameSync(join(cwd, 'fleet.yaml'), join(cwd, FILE));
    const all = await run(['apply', '--all'], { cwd, env });
    expect([all.exitCode, all.stderr]).toEqual([0, expect.stringContaining(NOTE)]);
    const one = await run(['status', '--target', 'customer-1'], { cwd, env });
    expect([one.exitCode, one.stderr]).toEqual([0, NOTE]);
    expect((await run(['plan'], { cwd, env })).stderr).toContain(`${FILE} has 2 targets, and none was chosen.`);
  });
});

it('on a terminal, the accounts that a found file is for are named before anything is sent', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd, env } = folderFor(sandbox);
  let said = '';
  let atFirstRequest: string | undefined;
  sandbox.intercept = () => {
    atFirstRequest ??= said;
    return undefined;
  };
  const stdin = Object.assign((async function* nothing() {})(), { isTTY: true });
  const stderr = { isTTY: true, columns: 300, write: (text: string) => (said += text) };
  await run(['status'], { cwd, env: { ...env, TERM: 'dumb' }, stdin, stderr });
  expect(atFirstRequest).toContain(
    `Note: This run is for HaloITSM ${sandbox.halo.url} and ilert ${sandbox.ilert.url} (profile default).`,
  );
});

it('--config and --no-config cannot be used together', async () => {
  for (const argv of [
    ['plan', '--config', 'a.yaml', '--no-config'],
    ['plan', '--no-config', '--config', 'a.yaml'],
  ]) {
    const { exitCode, stderr } = await run(argv);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/--config .* cannot be used together|--no-config and --config/),
    ]);
  }
});

function unreadable(path: string): void {
  writeFileSync(path, '');
  chmodSync(path, 0);
}
