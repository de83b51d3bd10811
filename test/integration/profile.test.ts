import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { applied, configurationOf, countsIn, runAt, storedIn } from '../support/tenants.ts';

/** Creates a machine that keeps its saved profiles from one run to the next. */
function machine() {
  const cwd = temporaryFolder();
  const folder = join(cwd, '.saved');
  const file = () => join(folder, 'profiles.json');
  const apply = async (sandbox: Sandbox, ...argv: string[]) => {
    const ran = await runAt(sandbox, ['apply', ...argv], { cwd });
    expect(ran.stderr).not.toContain('Error:');
    return ran.stdout;
  };
  const saved = (): Saved => JSON.parse(readFileSync(file(), 'utf8')).default;
  return { cwd, folder, file, apply, saved };
}

/** A profile, as it is saved. */
interface Saved {
  readonly resources: Readonly<Record<string, unknown>>;
}

const NOTHING = 'No changes';

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

  it('does not decide between the runbook that calls our method and another one of our name: a person has to', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = machine();
    await apply(sandbox);
    const { runbook } = storedIn(sandbox);
    runbook.name = 'retired';
    const successor = sandbox.halo.state.addRunbook('ilert runbook');
    const { stderr } = await runAt(sandbox, ['apply'], { cwd: temporaryFolder() });
    expect(stderr).toContain(
      `There are 2 runbooks that could belong to this integration: "ilert runbook" (ID ${successor.id}), "retired" (ID ${runbook.id}).`,
    );
    expect([runbook.name, successor.steps.length]).toEqual(['retired', 0]);
  });

  it('is renamed with the name in the settings', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = machine();
    await apply(sandbox);
    const { runbook } = storedIn(sandbox);
    await apply(sandbox, '--runbook-name', 'a second one');
    expect(runbook.name).toBe('a second one');
    expect(countsIn(sandbox).slice(0, 3)).toEqual([1, 1, 1]);
    expect(sandbox.halo.state.webhooks.map(({ name }) => name)).not.toContain('ilert runbook');
  });

  it('decides from then on among several of one name: --adopt is needed once', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, apply } = machine();
    const [first, second] = [1, 2].map(() => sandbox.ilert.state.addAlertSource('HaloITSM'));
    const { exitCode, stderr } = await runAt(sandbox, ['apply'], { cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`IDs ${first?.id}, ${second?.id}`)]);
    await apply(sandbox, '--adopt', `alert-source:${second?.id}`);
    const plan = await runAt(sandbox, ['plan', '--exit-code', '--verbose'], { cwd });
    expect([plan.exitCode, plan.stdout]).toEqual([0, expect.stringContaining(`(ID ${second?.id})`)]);
    expect((await runAt(sandbox, ['destroy', '--yes'], { cwd })).exitCode).toBe(0);
    const left = sandbox.ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM');
    expect(left).toEqual([first]);
  });

  it('is each event of a filter with several values, as long as it is there', async () => {
    const sandbox = await sandboxOfTest();
    const { apply, saved } = machine();
    const events = () => Object.keys(saved().resources).filter((key) => key.includes('-event'));
    await apply(sandbox, '--only-priority', '1', '--only-priority', '2');
    expect(events().toSorted()).toEqual([
      'closed-event',
      'new-ticket-event',
      'new-ticket-event-2',
      'status-changed-event',
      'status-changed-event-2',
    ]);
    await apply(sandbox, '--only-priority', 'any');
    expect(events().toSorted()).toEqual(['new-ticket-event', 'status-changed-event']);
  });

  it('is what there is, also after a run that failed, and never what a refused run was asked for', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, file, saved } = machine();
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/Webhook' ? { kind: 'respond', status: 403 } : undefined;
    await runAt(sandbox, ['apply'], { cwd });
    expect(Object.keys(saved().resources)).toEqual(['alert-source', 'custom-integration', 'method']);
    sandbox.intercept = undefined;
    const before = readFileSync(file(), 'utf8');
    for (const command of [['apply'], ['destroy', '--yes']]) {
      expect((await runAt(sandbox, [...command, ...STAGING, '--method-name', 'M'], { cwd })).exitCode).toBe(2);
      expect(readFileSync(file(), 'utf8')).toBe(before);
    }
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

  // Windows does not store permissions in a file's mode; what is in the user's folder is theirs.
  it.skipIf(onWindows)('is readable by its owner only, also when it is written anew', async () => {
    const { apply, file } = machine();
    const sandbox = await sandboxOfTest();
    await apply(sandbox);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    writeFileSync(file(), '[1, 2]');
    await apply(sandbox);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
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

/** Names of a second integration beside the usual one. */
const STAGING = ['--name', 'Staging', '--integration-name', 'ilert staging', '--runbook-name', 'staging runbook'];

describe('a profile that remembers another integration', () => {
  it.each([['plan'], ['apply'], ['status'], ['verify', '--no-alert'], ['export', 'out']])(
    'stops %s %s before anything is written or shown, and names both',
    async (...command) => {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      await runAt(sandbox, ['apply'], { cwd });
      const { source, integration, runbook } = storedIn(sandbox);
      const before = configurationOf(sandbox);
      const { exitCode, stdout, stderr } = await runAt(sandbox, [...command, ...STAGING], { cwd });
      expect(exitCode).toBe(2);
      expect(stdout).not.toContain('Staging');
      expect(stderr).toContain('The profile "default" remembers another integration than the settings name');
      expect(stderr).toContain(`alert source "HaloITSM" (ID ${source.id})`);
      if (command[0] !== 'export') {
        expect(stderr).toContain(`custom integration "ilert integration" (ID ${integration.id})`);
        expect(stderr).toContain(`runbook "ilert runbook" (ID ${runbook.id})`);
      }
      expect(stderr).toContain('alert source "Staging"');
      expect(configurationOf(sandbox)).toEqual(before);
    },
  );

  it('stops a look at one that another machine has set up, and gives its ids', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply'], { cwd });
    // With the first one's payload it would be that one, renamed.
    const others = [...STAGING, '--payload', 'full'];
    await applied(sandbox, ...others);
    const staging = sandbox.ilert.state.alertSources.find(({ name }) => name === 'Staging');
    const { exitCode, stderr } = await runAt(sandbox, ['status', ...others], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`The settings name: alert source "Staging" (ID ${staging?.id})`);
    // Its names are taken by that one.
    expect(stderr).not.toContain('--adopt');
  });

  describe('says what to do:', () => {
    const mismatch = async () => {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      await runAt(sandbox, ['apply'], { cwd });
      const { stderr } = await runAt(sandbox, ['apply', ...STAGING], { cwd });
      return { sandbox, cwd, stderr, stored: storedIn(sandbox) };
    };

    it('another profile for a second one', async () => {
      const { sandbox, cwd, stderr } = await mismatch();
      expect(stderr).toContain('--profile NAME');
      const { exitCode } = await runAt(sandbox, ['apply', '--profile', 'staging', ...STAGING], { cwd });
      expect(exitCode).toBe(0);
      expect(countsIn(sandbox).slice(0, 2)).toEqual([1, 1]);
      expect(sandbox.ilert.state.alertSources.map(({ name }) => name)).toContain('Staging');
      expect((await runAt(sandbox, ['plan', '--exit-code'], { cwd })).exitCode).toBe(0);
    });

    it('--adopt to rename it', async () => {
      const { sandbox, cwd, stderr, stored } = await mismatch();
      const { source, integration, runbook } = stored;
      const adopt = [`alert-source:${source.id}`, `custom-integration:${integration.id}`, `runbook:${runbook.id}`];
      const flags = adopt.flatMap((id) => ['--adopt', id]);
      expect(stderr).toContain(flags.join(' '));
      const { exitCode, stdout } = await runAt(sandbox, ['apply', ...flags, ...STAGING], { cwd });
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('0 created')]);
      expect([source.name, integration.name, runbook.name]).toEqual(['Staging', 'ilert staging', 'staging runbook']);
      expect((await runAt(sandbox, ['plan', '--exit-code', ...STAGING], { cwd })).exitCode).toBe(0);
    });

    it('its names, to work on it', async () => {
      const { sandbox, cwd, stderr } = await mismatch();
      const flags = [
        '--name',
        'HaloITSM',
        '--integration-name',
        'ilert integration',
        '--runbook-name',
        'ilert runbook',
      ];
      expect(stderr).toContain("--name HaloITSM --integration-name 'ilert integration' --runbook-name 'ilert runbook'");
      expect((await runAt(sandbox, ['plan', '--exit-code', ...flags], { cwd })).exitCode).toBe(0);
    });
  });

  it('is known by one name that is the same: then a new name in the settings is a rename', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply'], { cwd });
    const { source, runbook } = storedIn(sandbox);
    const flags = ['--name', 'Staging', '--runbook-name', 'staging runbook'];
    const { exitCode, stdout } = await runAt(sandbox, ['apply', ...flags], { cwd });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('0 created')]);
    expect([source.name, runbook.name]).toEqual(['Staging', 'staging runbook']);
  });

  it('is known by its ids where its rows were renamed in the products, as in the settings', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply'], { cwd });
    const { source, integration, runbook } = storedIn(sandbox);
    [source.name, integration.name, runbook.name] = ['Staging', 'ilert staging', 'staging runbook'];
    const { exitCode, stdout } = await runAt(sandbox, ['apply', ...STAGING], { cwd });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('0 created')]);
  });

  it('is no obstacle once its rows are gone', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['apply'], { cwd });
    await runAt(sandbox, ['destroy', '--yes']);
    const { exitCode, stdout } = await runAt(sandbox, ['apply', ...STAGING], { cwd });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Done: 6 created')]);
    expect(readFileSync(join(cwd, '.saved', 'profiles.json'), 'utf8')).not.toContain('HaloITSM"');
  });

  describe('whose rows are found under other names,', () => {
    const TAKING = ['--profile', 'second', '--name', 'Other', '--integration-name', 'I2'];

    it.each(['plan', 'apply', 'status'])('stops %s, and names that profile and its rows', async (command) => {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      await runAt(sandbox, ['apply'], { cwd });
      const before = configurationOf(sandbox);
      const { exitCode, stderr } = await runAt(sandbox, [command, ...TAKING], { cwd });
      expect([exitCode, configurationOf(sandbox)]).toEqual([2, before]);
      expect(stderr).toContain('The profile "default" remembers under other names what this run has found');
      expect(stderr).toContain(`alert source "HaloITSM" (ID ${storedIn(sandbox).source.id})`);
      expect(stderr).toContain('Give --profile default to work on that integration');
      expect(stderr).toContain('--method-name and --runbook-name');
    });

    it('names the target whose profile it is, since no run can be given that profile', async () => {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      const secret = 'clientSecret: env:HALO_CLIENT_SECRET';
      writeFileSync(
        join(cwd, 'customers.yaml'),
        `targets:\n  acme:\n    halo: { url: ${sandbox.halo.url}, ${secret} }\n`,
      );
      const set = await runAt(sandbox, ['apply', '--config', 'customers.yaml', '--target', 'acme'], { cwd });
      expect(set.exitCode).toBe(0);
      const { exitCode, stderr } = await runAt(sandbox, ['plan', '--name', 'Other'], { cwd });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('Give --target acme with its settings file to work on that integration');
    });

    it('stops destroy, which would remove them', async () => {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      await runAt(sandbox, ['apply'], { cwd });
      const before = configurationOf(sandbox);
      await runAt(sandbox, ['apply', '--profile', 'second', ...STAGING, '--method-name', 'M'], { cwd });
      await runAt(sandbox, ['destroy', '--yes', ...STAGING, '--method-name', 'M']);
      const other = ['--profile', 'second', '--name', 'Other'];
      const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes', ...other], { cwd });
      expect([exitCode, configurationOf(sandbox)]).toEqual([2, before]);
      expect(stderr).toContain('The profile "default" remembers under other names what this run has found');
    });

    it('lets --adopt take them over', async () => {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      await runAt(sandbox, ['apply'], { cwd });
      const { source } = storedIn(sandbox);
      const { stderr } = await runAt(sandbox, ['apply', ...TAKING], { cwd });
      expect(stderr).toContain(`--adopt alert-source:${source.id}`);
      const adopt = ['--adopt', `alert-source:${source.id}`];
      expect((await runAt(sandbox, ['apply', ...TAKING, ...adopt], { cwd })).exitCode).toBe(0);
      expect(source.name).toBe('Other');
    });

    it('lets the same names be used from both profiles', async () => {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      await runAt(sandbox, ['apply'], { cwd });
      const { exitCode, stdout } = await runAt(sandbox, ['apply', '--profile', 'second'], { cwd });
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('No changes')]);
    });
  });

  it('of other accounts stops at once, names both, and asks nothing of the services', async () => {
    const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
    const cwd = temporaryFolder();
    await runAt(first, ['apply'], { cwd });
    for (const command of [['plan'], ['apply'], ['status'], ['destroy', '--yes'], ['export', 'out']]) {
      const { exitCode, stdout, stderr } = await runAt(second, command, { cwd });
      expect([command, exitCode, stdout]).toEqual([command, 2, '']);
      expect(stderr).toContain(
        `with --ilert-endpoint ${first.ilert.url} --halo-url ${first.halo.url}, but this run uses`,
      );
      expect(stderr).toContain(`uses ${second.ilert.url} (ILERT_ENDPOINT) and ${second.halo.url} (HALO_URL).`);
      expect(stderr).toContain('--profile NAME');
    }
    expect(second.requests).toEqual([]);
    expect((await runAt(second, ['apply', '--profile', 'second'], { cwd })).exitCode).toBe(0);
  });

  it('of other accounts is no obstacle if it holds no resource', async () => {
    const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
    const cwd = temporaryFolder();
    await runAt(first, ['apply'], { cwd });
    const file = join(cwd, '.saved', 'profiles.json');
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ default: { ...saved.default, resources: {}, answers: {} } }));
    expect((await runAt(second, ['apply'], { cwd })).exitCode).toBe(0);
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
    // On Windows, a file's owner can always read it.
    ...(onWindows ? [] : [['not to be read', (_: string, file: string) => chmodSync(file, 0)] as const]),
    [
      'about rows that are gone',
      (_, file) => writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/("id":\s*"?)\w+/g, '$17')),
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

describe('saved profiles that can not be read', () => {
  const BROKEN = '{"default": {"ilert"';

  it('are told, and copied before they are replaced; a copy is never replaced', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, file, apply } = machine();
    await apply(sandbox);
    for (const [copy, text] of [
      ['.bak', BROKEN],
      ['.bak2', '[1]'],
      ['.bak3', '{"default": {"resources": "none"}, "other": 1}'],
    ]) {
      writeFileSync(file(), text ?? '', { mode: 0o644 });
      const plan = await runAt(sandbox, ['plan', '--json'], { cwd });
      expect(JSON.parse(plan.stdout).notes).toEqual([expect.stringContaining(`${file()} can't be read`)]);
      expect(existsSync(`${file()}${copy}`)).toBe(false);
      await apply(sandbox);
      expect(readFileSync(`${file()}${copy}`, 'utf8')).toBe(text);
      if (!onWindows) expect(statSync(`${file()}${copy}`).mode & 0o777).toBe(0o600);
    }
    // A profile that this run does not replace needs no copy.
    await apply(sandbox);
    expect(existsSync(`${file()}.bak4`)).toBe(false);
  });

  it('are no reason to remove anything by a name that may be in them', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, file, apply } = machine();
    await apply(sandbox, '--profile', 'acme');
    writeFileSync(file(), BROKEN);
    const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes', '--profile', 'acme'], { cwd });
    expect([exitCode, countsIn(sandbox).slice(0, 3)]).toEqual([2, [1, 1, 1]]);
    expect(stderr).toContain(`Nothing was removed: the profile "acme" can't be read from ${file()}.`);
    expect(stderr).toContain('Repair the file');
    expect(readFileSync(file(), 'utf8')).toBe(BROKEN);
  });
});

describe('a name after --profile that this machine does not know', () => {
  it.each(['plan', 'apply', 'status'])('is told by %s, with the one that may be meant', async (command) => {
    const sandbox = await sandboxOfTest();
    const { cwd, apply } = machine();
    await apply(sandbox, '--profile', 'acme');
    const known = await runAt(sandbox, [command, '--profile', 'acme'], { cwd });
    expect(known.stderr).not.toContain('no profile');
    const { stderr } = await runAt(sandbox, [command, '--profile', 'acmee'], { cwd });
    expect(stderr).toContain('This machine has no profile of the name after --profile yet. Did you mean "acme"?');
  });
});

it.each(['{"default": {"ilert"', '', '[1, 2]'])('a saved file that is broken is written anew: %j', async (text) => {
  const sandbox = await sandboxOfTest();
  const { apply, file } = machine();
  await apply(sandbox);
  const { setUpAt: _, ...good } = JSON.parse(readFileSync(file(), 'utf8')).default;
  writeFileSync(file(), text);
  await apply(sandbox);
  // The time of the setup is no longer known.
  expect(JSON.parse(readFileSync(file(), 'utf8')).default).toEqual(good);
});
