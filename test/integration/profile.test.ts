import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { countsIn, runAt, storedIn } from '../support/tenants.ts';

/** A machine that keeps its saved profiles from one run to the next. */
function machine() {
  const cwd = temporaryFolder();
  const folder = join(cwd, '.saved');
  const file = () => join(folder, 'profiles.json');
  const apply = async (sandbox: Sandbox, ...argv: string[]) => {
    const ran = await runAt(sandbox, ['apply', ...argv], { cwd });
    expect(ran.stderr).not.toContain('Error:');
    return ran.stdout;
  };
  return { folder, file, apply };
}

const NOTHING = 'Nothing to do';

describe('what a run remembers', () => {
  it('finds renamed rows again, and restores their names', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = machine();
    await apply(sandbox);
    const { source, integration, method, runbook } = storedIn(sandbox);
    const before = structuredClone([integration, method, runbook]);
    for (const row of [source, integration, method, runbook]) row.name = `old ${row.name}`;
    expect(await apply(sandbox)).toContain('Done: 0 created, 4 updated.');
    expect([integration, method, runbook]).toEqual(before);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('does not take precedence over a row with the name', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = machine();
    await apply(sandbox);
    const { runbook } = storedIn(sandbox);
    runbook.name = 'retired';
    const successor = sandbox.halo.state.addRunbook('ilert runbook');
    await apply(sandbox);
    expect(runbook.name).toBe('retired');
    expect(successor.steps).toHaveLength(3);
  });

  it('is ignored for another name', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = machine();
    await apply(sandbox);
    await apply(sandbox, '--runbook-name', 'a second one');
    expect(countsIn(sandbox)[3]).toBe(1);
    expect(sandbox.halo.state.webhooks.map(({ name }) => name)).toContain('a second one');
  });

  it('holds no secret', async () => {
    const sandbox = await sandboxOfTest();
    const { apply, file } = machine();
    await apply(sandbox);
    const text = readFileSync(file(), 'utf8');
    const { source, runbook } = storedIn(sandbox);
    expect(text).toContain(String(runbook.id));
    const secrets = [sandbox.ilert.token, sandbox.halo.clientSecret, source.integrationKey];
    for (const secret of [...secrets, ...sandbox.halo.state.tokens.keys()]) expect(text).not.toContain(secret);
  });

  // Windows keeps rights elsewhere than in the mode of a file; what is in the user's folder is theirs.
  it.skipIf(onWindows)('is readable by its owner only, also when it is written anew', async () => {
    const { apply, file } = machine();
    const sandbox = await sandboxOfTest();
    await apply(sandbox);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    writeFileSync(file(), '[1, 2]');
    await apply(sandbox);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('of other tenants is ignored', async () => {
    const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
    const { apply } = machine();
    await apply(first);
    const { source, integration } = storedIn(first);
    const strangers = [second.ilert.state.addAlertSource('Stranger'), second.halo.state.addIntegration('Stranger')];
    expect(strangers.map(({ id }) => id)).toEqual([source.id, integration.id]);
    await apply(second);
    expect(strangers.map(({ name }) => name)).toEqual(['Stranger', 'Stranger']);
    expect(countsIn(second)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('is separate for each profile, and forgotten after destroy', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    const saved = () => readFileSync(join(cwd, '.saved', 'profiles.json'), 'utf8');
    await runAt(sandbox, ['apply', '--profile', 'north'], { cwd });
    expect(Object.keys(JSON.parse(saved()))).toEqual(['north']);
    await runAt(sandbox, ['destroy', '--yes', '--profile', 'north'], { cwd });
    expect(JSON.parse(saved())).toEqual({});
  });
});

describe('a saved profile', () => {
  const harm: (readonly [string, (folder: string, file: string) => void])[] = [
    ['lost', (folder) => rmSync(folder, { recursive: true })],
    ['no JSON', (_, file) => writeFileSync(file, '{"default": {"ilert"')],
    ['empty', (_, file) => writeFileSync(file, '')],
    ['a list', (_, file) => writeFileSync(file, '[1, 2]')],
    ['no object', (_, file) => writeFileSync(file, 'null')],
    ['of another shape', (_, file) => writeFileSync(file, '{"default": {"resources": "none"}}')],
    [
      'a folder',
      (_, file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    // Windows knows no file that its owner can't read.
    ...(onWindows ? [] : [['not to be read', (_: string, file: string) => chmodSync(file, 0)] as const]),
    [
      'about rows that are gone',
      (_, file) => writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\d{3,}/g, '7')),
    ],
  ];

  it.each(harm)('changes nothing where the file is %s', async (_, spoil) => {
    const sandbox = await sandboxOfTest();
    const { apply, folder, file } = machine();
    await apply(sandbox);
    spoil(folder, file());
    expect(await apply(sandbox)).toContain(NOTHING);
    expect(sandbox.writes()).toBe(6);
  });
});

it.each(['{"default": {"ilert"', '', '[1, 2]'])('a saved file that is broken is written anew: %j', async (text) => {
  const sandbox = await sandboxOfTest();
  const { apply, file } = machine();
  await apply(sandbox);
  const good = readFileSync(file(), 'utf8');
  writeFileSync(file(), text);
  await apply(sandbox);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject(JSON.parse(good));
});

it('the compile cache is created with the profile if Node supports it; a failure does no harm', async () => {
  const sandbox = await sandboxOfTest();
  const folder = temporaryFolder();
  const compileCacheFolder = join(folder, 'compiled');
  await runAt(sandbox, ['plan'], { compileCacheFolder });
  expect(existsSync(compileCacheFolder)).toBe(false);
  await runAt(sandbox, ['apply'], { compileCacheFolder });
  expect(existsSync(compileCacheFolder)).toBe('enableCompileCache' in module);
  writeFileSync(join(folder, 'file'), '');
  const { exitCode } = await runAt(sandbox, ['apply'], { compileCacheFolder: join(folder, 'file', 'compiled') });
  expect(exitCode).toBe(0);
});
