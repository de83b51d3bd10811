import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf } from '../../support/tenants.ts';
import { SPLIT_OTHERWISE } from './method-addresses.ts';
import {
  Event,
  expectOneSet,
  type Names,
  plannedChanges,
  runWith,
  settingsFile,
  setUp,
  succeeded,
  USUAL_NAMES,
  watchAccount,
} from './one-set.ts';

const GUIDE = { [Event.newTicket]: 1, [Event.statusChanged]: 1 };

type Kind = keyof Names;
const KINDS: readonly Kind[] = ['source', 'integration', 'method', 'runbook'];
const RESOURCES = {
  source: 'alert-source',
  integration: 'custom-integration',
  method: 'method',
  runbook: 'runbook',
} as const satisfies Record<Kind, string>;

describe.each([
  ['on the machine that made it', true],
  ['on another machine, which has no saved ids', false],
])('a name that was changed in a product, %s', (_, isSaved) => {
  it.each(KINDS)('is one update in the plan, and nothing is made: %s', async (kind) => {
    const { sandbox, watched, home } = await setUp();
    const row = watched.set()[kind];
    row.name = 'Renamed';
    const config = settingsFile(USUAL_NAMES);
    const machine = isSaved ? home : temporaryFolder();
    expect(await plannedChanges(sandbox, config, machine)).toEqual([
      { resource: RESOURCES[kind], action: 'update', id: String(row.id), fields: ['name'] },
    ]);
    await succeeded(runWith(sandbox, config, ['apply'], machine));
    expect(row.name).toBe(USUAL_NAMES[kind]);
    expectOneSet(watched, GUIDE);
    expect(await plannedChanges(sandbox, config)).toEqual([]);
  });

  it.each(KINDS)('does not keep destroy from removing the set: %s', async (kind) => {
    const { sandbox, watched, home } = await setUp();
    watched.set()[kind].name = 'Renamed';
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['destroy', '--yes'], isSaved ? home : undefined));
    watched.expectNothingLeft();
  });

  it('of an event is the own choice of who changed it: nothing to do', async () => {
    const { sandbox, watched, home } = await setUp();
    for (const event of watched.set().events) event.name = 'Renamed';
    const config = settingsFile(USUAL_NAMES);
    expect(await plannedChanges(sandbox, config, isSaved ? home : undefined)).toEqual([]);
  });
});

describe('a method whose base URL and path are split otherwise', () => {
  const [, keyAlone] = SPLIT_OTHERWISE;
  const renamed: readonly (readonly Kind[])[] = [...KINDS.map((kind) => [kind]), ['integration', 'method']];

  it.each([
    ...SPLIT_OTHERWISE.map(([how, split]) => ({ how, split, kinds: KINDS })),
    ...renamed.map((kinds) => ({ how: keyAlone[0], split: keyAlone[1], kinds })),
  ])('is found after a rename of $kinds, with and without saved ids: $how', async ({ split, kinds }) => {
    const { sandbox, watched, home } = await setUp();
    const set = watched.set();
    const ids = watched.idsOf();
    Object.assign(set.method, split(set.method, set.source.integrationKey));
    const config = settingsFile(USUAL_NAMES);
    expect(await plannedChanges(sandbox, config)).toEqual([]);
    for (const kind of kinds) set[kind].name = `Renamed ${kind}`;
    const renames = KINDS.filter((kind) => kinds.includes(kind)).map((kind) => [RESOURCES[kind], 'update', ['name']]);
    for (const machine of [home, temporaryFolder()]) {
      const changes = await plannedChanges(sandbox, config, machine);
      expect(changes.map(({ resource, action, fields }) => [resource, action, fields])).toEqual(renames);
    }
    await succeeded(runWith(sandbox, config, ['apply']));
    expect(watched.idsOf()).toEqual(ids);
    expect(await plannedChanges(sandbox, config)).toEqual([]);
  });

  it.each(SPLIT_OTHERWISE)('has its old address replaced, and no key is shown: %s', async (_, split) => {
    const { sandbox, watched } = await setUp();
    const { source, method } = watched.set();
    const key = `il1h${'0123456789'.repeat(3)}`;
    const old = { resource: method.resource, path: method.path.replace(source.integrationKey, key) };
    Object.assign(method, split(old, key));
    for (const format of [[], ['--json']]) {
      const { stdout, stderr } = await runWith(sandbox, settingsFile(USUAL_NAMES), ['plan', ...format]);
      expect(stdout).toContain('URL');
      for (const secret of [source.integrationKey, key, key.slice(0, -5)])
        expect(stdout + stderr).not.toContain(secret);
    }
  });
});

describe('a name that was changed in the settings', () => {
  it.each(KINDS)('is one update in the plan, and the label of the step follows: %s', async (kind) => {
    const { sandbox, watched } = await setUp();
    const { id } = watched.set()[kind];
    const names = { ...USUAL_NAMES, [kind]: 'Renamed' };
    const config = settingsFile(names);
    const isInLabel = kind === 'integration' || kind === 'method';
    expect(await plannedChanges(sandbox, config)).toEqual([
      { resource: RESOURCES[kind], action: 'update', id: String(id), fields: ['name'] },
      ...(isInLabel
        ? [
            {
              resource: 'runbook',
              action: 'update',
              id: String(watched.set().runbook.id),
              fields: ['step "Send webhook" message'],
            },
          ]
        : []),
    ]);
    await succeeded(runWith(sandbox, config, ['apply']));
    expect(watched.set()[kind].name).toBe('Renamed');
    expect(watched.set().runbook.steps[0]?.message).toBe(`${names.integration}: ${names.method}`);
    expect(await plannedChanges(sandbox, config)).toEqual([]);
  });

  it('may be changed again, of integration and method at once: the label of the step follows each time', async () => {
    const { sandbox, watched } = await setUp();
    for (const suffix of ['of Monday', 'of Tuesday']) {
      const names = { ...USUAL_NAMES, integration: `ilert ${suffix}`, method: `send ${suffix}` };
      await succeeded(runWith(sandbox, settingsFile(names), ['apply']));
      expect(watched.set().runbook.steps[0]?.message).toBe(`ilert ${suffix}: send ${suffix}`);
    }
    expectOneSet(watched, GUIDE);
  });
});

describe('all four names changed at once, without saved ids', () => {
  const renamed: Names = { source: 'Desk', integration: 'Pager', method: 'page', runbook: 'Paging' };

  it('in both products: the plan shows four renames', async () => {
    const { sandbox, watched } = await setUp();
    const ids = watched.idsOf();
    for (const kind of KINDS) watched.set()[kind].name = renamed[kind];
    const config = settingsFile(USUAL_NAMES);
    const changes = await plannedChanges(sandbox, config);
    expect(changes.map(({ action, fields }) => [action, fields])).toEqual(KINDS.map(() => ['update', ['name']]));
    await succeeded(runWith(sandbox, config, ['apply']));
    expect(watched.idsOf()).toEqual(ids);
  });

  it('in the settings: destroy removes nothing, since no name says that the set is meant; --adopt does', async () => {
    const { sandbox, watched } = await setUp();
    const ids = watched.idsOf();
    const adopt = `--adopt method:${watched.set().method.id}`;
    const { stderr } = await succeeded(runWith(sandbox, settingsFile(renamed), ['destroy', '--yes']));
    expect(watched.idsOf()).toEqual(ids);
    expect(stderr).toContain(adopt);
    await succeeded(runWith(sandbox, settingsFile(renamed), ['destroy', '--yes', ...adopt.split(' ')]));
    watched.expectNothingLeft();
  });

  it.each([
    ['another escalation policy', { escalationPolicy: 'Netherlands' }],
    ['another payload', { halo: { payload: 'full' } }],
    ['another filter', { halo: { onlyPriority: 1 } }],
  ])('with %s it is another set: the one that is there stays, and a second is made beside it', async (_, others) => {
    const { sandbox } = await setUp();
    sandbox.ilert.state.addPolicy('Netherlands');
    const second = watchAccount(sandbox);
    await succeeded(runWith(sandbox, settingsFile(renamed, others), ['apply']));
    expectOneSet(second, 'halo' in others && 'onlyPriority' in others.halo ? { ...GUIDE, [Event.closed]: 1 } : GUIDE);
    second.expectOthersUntouched();
  });

  it('beside a set of others that can not be read whole, ours is made', async () => {
    const { sandbox, watched } = await setUp();
    const { id } = watched.set().source;
    const theirs = configurationOf(sandbox);
    sandbox.intercept = ({ path }) =>
      path.startsWith(`/api/alert-sources/${id}`)
        ? { kind: 'respond', status: 403, body: { status: 403, message: 'Forbidden', code: 'FORBIDDEN' } }
        : undefined;
    const config = settingsFile(renamed);
    await succeeded(runWith(sandbox, config, ['apply']));
    await succeeded(runWith(sandbox, config, ['destroy', '--yes']));
    expect(configurationOf(sandbox)).toEqual(theirs);
  });

  it('with two such sets there, none is taken for ours without being asked for', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.addPolicy('Netherlands');
    // Created with different policies, they are two; then somebody gives both the same one.
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply']));
    const other = { source: 'Desk NL', integration: 'ilert NL', method: 'send to NL', runbook: 'ilert NL' };
    await succeeded(runWith(sandbox, settingsFile(other, { escalationPolicy: 'Netherlands' }), ['apply']));
    const [policy] = sandbox.ilert.state.policies;
    for (const source of sandbox.ilert.state.alertSources) source.policyId = policy?.id ?? 0;
    const config = settingsFile(renamed);
    const [{ id } = { id: 0 }] = sandbox.halo.state.methods.filter(({ name }) => name === other.method);
    const adopt = `--adopt method:${id}`;
    const { stderr, stdout } = await runWith(sandbox, config, ['plan', ...adopt.split(' ')]);
    expect(stderr + stdout).toContain('4 to update');
    const watched = watchAccount(sandbox);
    expect((await runWith(sandbox, config, ['apply'])).stderr).toContain(adopt);
    watched.expectOthersUntouched();
  });

  it.each([
    ['alert-source', 'source'],
    ['custom-integration', 'integration'],
    ['method', 'method'],
    ['runbook', 'runbook'],
  ] as const)(
    'is the set of which --adopt names one row, although it differs in more: the %s',
    async (resource, kind) => {
      const { sandbox, watched } = await setUp({ prepare: ({ ilert }) => void ilert.state.addPolicy('Netherlands') });
      const ids = watched.idsOf();
      const { id } = watched.set()[kind];
      const config = settingsFile(renamed, { escalationPolicy: 'Netherlands' });
      await succeeded(runWith(sandbox, config, ['apply', '--adopt', `${resource}:${id}`]));
      expect(watched.idsOf()).toEqual(ids);
      const { source, method } = watched.set();
      expect([source.name, method.name]).toEqual([renamed.source, renamed.method]);
    },
  );

  it('is named with the --adopt that takes it where it differs in more than names', async () => {
    const { sandbox, watched } = await setUp();
    const { id } = watched.set().method;
    const config = settingsFile(renamed, { halo: { onlyPriority: 1 } });
    const { exitCode, stderr } = await runWith(sandbox, config, ['plan']);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`--adopt method:${id}`)]);
  });
});
