import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { addTheirRunbook, type Names, runWith, settingsFile, setUp, USUAL_NAMES } from './one-set.ts';

type Kind = keyof Names;
const KINDS: readonly Kind[] = ['source', 'integration', 'method', 'runbook'];

describe('the requests of a run', () => {
  const MANY = 20;

  const withMany = {
    prepare: (sandbox: Sandbox) => {
      for (let count = 0; count < MANY; count += 1) addTheirRunbook(sandbox, `Theirs ${count}`);
    },
  };

  async function requestsOf(sandbox: Sandbox, argv: readonly string[], home?: string): Promise<string[]> {
    const before = sandbox.requests.length;
    const { exitCode, stderr } = await runWith(sandbox, settingsFile(USUAL_NAMES), argv, home);
    expect(exitCode, stderr).toBe(0);
    return sandbox.requests.slice(before).map(({ method, path, query }) => `${method} ${path}?${query}`);
  }

  it.each(KINDS)('after a rename are at most the details of the other runbooks more: %s', async (kind) => {
    const { sandbox, watched, home } = await setUp(withMany);
    const { webhooks, others } = sandbox.halo.state;
    const runbooks = [...webhooks, ...(others.Webhook ?? [])].filter(({ id, type }) => id !== null && type !== 0);
    const further = runbooks.length - 1;
    const without = await requestsOf(sandbox, ['plan']);
    const saved = await requestsOf(sandbox, ['plan'], home);
    watched.set()[kind].name = 'Renamed';
    expect((await requestsOf(sandbox, ['plan'])).length).toBeLessThanOrEqual(without.length + further);
    expect((await requestsOf(sandbox, ['plan'], home)).length).toBeLessThanOrEqual(saved.length + further);
  });

  it('read no details of runbooks that nothing starts where ours is found by its name, whatever else was renamed', async () => {
    const { sandbox, watched } = await setUp(withMany);
    const { webhooks, bindings } = sandbox.halo.state;
    const ids = webhooks.map(({ id }) => id).filter((id) => bindings.every(({ webhook_id }) => webhook_id !== id));
    const ofOthers = (requests: readonly string[]) =>
      requests.filter((request) => ids.some((id) => request.startsWith(`GET /api/Webhook/${id}`)));
    expect(ofOthers(await requestsOf(sandbox, ['plan']))).toEqual([]);
    for (const kind of ['source', 'integration', 'method'] as const) {
      watched.set()[kind].name = 'Renamed';
      expect(ofOthers(await requestsOf(sandbox, ['plan']))).toEqual([]);
    }
  });

  it('read the details of each other runbook at most once', async () => {
    const { sandbox, watched } = await setUp(withMany);
    const { runbook } = watched.set();
    runbook.name = 'Renamed';
    const requests = await requestsOf(sandbox, ['plan']);
    const details = requests.filter((each) => each.startsWith('GET /api/Webhook/') && !each.includes(runbook.id));
    expect(details.length).toBeGreaterThanOrEqual(MANY);
    expect(new Set(details).size).toBe(details.length);
  });
});
