import { describe, expect, it } from 'vitest';
import { runAt } from '../../support/tenants.ts';
import { setUp, type Watched } from './one-set.ts';

type Kind = 'source' | 'integration' | 'method' | 'runbook';

const IN_HALO: readonly Kind[] = ['integration', 'method', 'runbook'];
const ALL: readonly Kind[] = ['source', ...IN_HALO];

/** Renames rows of the set in the products. */
function rename(watched: Watched, kinds: readonly Kind[]): void {
  const set = watched.set();
  for (const kind of kinds) set[kind].name = `Renamed ${kind}`;
}

describe('a set that was renamed and that no list shows completely, without saved ids', () => {
  it.each([
    ['all rows in HaloITSM', IN_HALO],
    ['all but the runbook', ['source', 'integration', 'method']],
    ['all rows', ALL],
  ] as const)('is found by what its rows refer to, although the list of methods has no paths: %s', async (_, kinds) => {
    const { sandbox, watched } = await setUp();
    const ids = watched.idsOf();
    rename(watched, kinds);
    sandbox.halo.state.lists.omittedFields = ['path'];
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    expect(watched.idsOf()).toEqual(ids);
    expect(watched.set()).toMatchObject({
      method: { name: 'send ticket to ilert' },
      runbook: { name: 'ilert runbook' },
    });
  });

  it.each([
    ['the runbook', ['runbook']],
    ['all rows in HaloITSM', IN_HALO],
    ['all rows', ALL],
  ] as const)('is not made a second time where HaloITSM fails to show the runbook: %s', async (_, kinds) => {
    const { sandbox, watched } = await setUp();
    const ids = watched.idsOf();
    const { runbook } = watched.set();
    rename(watched, kinds);
    sandbox.intercept = ({ path }) =>
      path === `/api/Webhook/${runbook.id}` ? { kind: 'respond', status: 500, body: 'Timeout expired.' } : undefined;
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Timeout expired.')]);
    expect(watched.idsOf()).toEqual(ids);
  });

  it('is found although HaloITSM fails to show a runbook of others', async () => {
    const { sandbox, watched } = await setUp({
      prepare: ({ halo }) => void halo.state.addRunbook('Fails'),
    });
    const ids = watched.idsOf();
    const theirs = sandbox.halo.state.webhooks.find(({ name }) => name === 'Fails');
    rename(watched, ['runbook']);
    sandbox.intercept = ({ path }) =>
      path === `/api/Webhook/${theirs?.id}` ? { kind: 'respond', status: 500, body: 'Timeout expired.' } : undefined;
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    expect(watched.idsOf()).toEqual(ids);
  });

  it.each([
    ['all rows in HaloITSM', true, IN_HALO],
    ['all rows in HaloITSM', false, IN_HALO],
    ['all but the runbook', false, ['source', 'integration', 'method']],
  ] as const)('is found although the list of methods ends before ours: %s (counted: %s)', async (_, counts, kinds) => {
    const { sandbox, watched } = await setUp({
      prepare: ({ halo: { state } }) => {
        const theirs = state.addIntegration('Theirs', {});
        for (let index = 0; index < 60; index += 1) state.addMethod(theirs, `Theirs ${index}`, { path: '/theirs' });
      },
    });
    const ids = watched.idsOf();
    rename(watched, kinds);
    Object.assign(sandbox.halo.state.lists, { pages: false, usualPage: 50, wrapped: counts, counts });
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    expect(watched.idsOf()).toEqual(ids);
  });

  it.each([
    ['all rows in HaloITSM', 403, IN_HALO],
    ['all rows', 403, ALL],
  ] as const)('is found although HaloITSM refuses the list of methods: %s, status %i', async (_, status, kinds) => {
    const { sandbox, watched } = await setUp();
    const ids = watched.idsOf();
    rename(watched, kinds);
    sandbox.intercept = ({ method, path, query }) =>
      method === 'GET' && path === '/api/CustomIntegrationMethod' && query.size === 0
        ? { kind: 'respond', status, body: 'No.' }
        : undefined;
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    expect(watched.idsOf()).toEqual(ids);
  });

  it('is not made a second time where HaloITSM fails to show the list of methods', async () => {
    const { sandbox, watched } = await setUp();
    const ids = watched.idsOf();
    rename(watched, ALL);
    sandbox.intercept = ({ method, path, query }) =>
      method === 'GET' && path === '/api/CustomIntegrationMethod' && query.size === 0
        ? { kind: 'respond', status: 500, body: 'Timeout expired.' }
        : undefined;
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Timeout expired.')]);
    expect(watched.idsOf()).toEqual(ids);
  });
});
