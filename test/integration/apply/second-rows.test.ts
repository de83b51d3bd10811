import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { SPLIT_OTHERWISE, WRITTEN_OTHERWISE } from './method-addresses.ts';
import { Event, runWith, settingsFile, setUp, USUAL_NAMES } from './one-set.ts';

describe('a row that does the work of ours a second time', () => {
  interface Duplicates {
    readonly duplicates?: readonly { readonly resource: string; readonly id: string }[];
  }

  async function expectNamed(sandbox: Sandbox, resource: string, id: number | string): Promise<void> {
    const config = settingsFile(USUAL_NAMES);
    const planned = await runWith(sandbox, config, ['plan']);
    expect(planned.stdout).toContain(String(id));
    const plan = JSON.parse((await runWith(sandbox, config, ['plan', '--json'])).stdout) as Duplicates;
    expect(plan.duplicates).toMatchObject([{ resource, id: `${id}` }]);
    const status = await runWith(sandbox, config, ['status']);
    expect([status.exitCode, status.stdout]).toEqual([4, expect.stringContaining(String(id))]);
    expect(status.stdout).not.toMatch(/healthy/i);
  }

  it('is named with its id by plan and status: a second method that posts to our alert source', async () => {
    const { sandbox, watched } = await setUp();
    const { id: _id, guid: _guid, integration_id: _integration, ...copy } = watched.set().method;
    const theirs = sandbox.halo.state.addIntegration('Theirs', { resourcebaseurl: sandbox.ilert.url });
    const { id } = sandbox.halo.state.addMethod(theirs, 'also to ilert', { ...copy, name: 'also to ilert' });
    await expectNamed(sandbox, 'method', id);
  });

  it.each([...SPLIT_OTHERWISE, ...WRITTEN_OTHERWISE])(
    'is named by plan and status, and destroy keeps the alert source for it: a second method with another form of the address, %s',
    async (_, readdressed) => {
      const { sandbox, watched } = await setUp();
      const { method, source } = watched.set();
      const { id: _id, guid: _guid, integration_id: _integration, ...copy } = method;
      const address = readdressed(method, source.integrationKey);
      const theirs = sandbox.halo.state.addIntegration('Theirs', { resourcebaseurl: address.resource });
      const second = sandbox.halo.state.addMethod(theirs, 'also to ilert', { ...copy, name: 'theirs', ...address });
      await expectNamed(sandbox, 'method', second.id);
      const destroyed = await runWith(sandbox, settingsFile(USUAL_NAMES), ['destroy', '--yes']);
      expect([destroyed.exitCode, destroyed.stdout]).toEqual([
        1,
        expect.stringContaining(`"theirs" (ID ${second.id})`),
      ]);
      expect(destroyed.stdout + destroyed.stderr).not.toContain(source.integrationKey);
      expect(sandbox.ilert.state.alertSources).toContain(source);
      expect(sandbox.halo.state.methods).toContain(second);
      expect(sandbox.halo.state.methods).not.toContain(method);
    },
  );

  it('is named with its id by plan and status: a second method in our own integration', async () => {
    const { sandbox, watched } = await setUp();
    const { id: _id, guid: _guid, integration_id: _integration, ...copy } = watched.set().method;
    const { integration } = watched.set();
    const { id } = sandbox.halo.state.addMethod(integration, 'also to ilert', { ...copy, name: 'also to ilert' });
    await expectNamed(sandbox, 'method', id);
  });

  it.each(['which came later', 'whose name alone is left of ours'])(
    'is named with its id by plan and status: a second runbook that calls our method, %s',
    async (which) => {
      const { sandbox, watched } = await setUp();
      const { runbook } = watched.set();
      const copy = sandbox.halo.state.addRunbook('Copy of it', { steps: structuredClone(runbook.steps) });
      for (const number of [Event.newTicket, Event.statusChanged])
        sandbox.halo.state.addBinding(copy, number, 'Copy of it');
      if (which === 'which came later') return expectNamed(sandbox, 'runbook', copy.id);
      // The result of an earlier version: the first one was renamed, and a second one created with its name.
      runbook.name = 'Renamed';
      copy.name = USUAL_NAMES.runbook;
      return expectNamed(sandbox, 'runbook', runbook.id);
    },
  );

  it('is left alone where ours is gone: what to do about a method of others that posts to our alert source is said', async () => {
    const { sandbox, watched } = await setUp();
    const { id: _id, guid: _guid, integration_id: _integration, ...copy } = watched.set().method;
    const [theirs] = sandbox.halo.state.integrations;
    if (!theirs) throw new Error('there is no integration of others');
    const { id } = sandbox.halo.state.addMethod(theirs, 'also to ilert', { ...copy, name: 'also to ilert' });
    const config = settingsFile(USUAL_NAMES);
    expect((await runWith(sandbox, config, ['destroy', '--yes'])).exitCode).toBe(1);
    const { exitCode, stderr } = await runWith(sandbox, config, ['apply']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`The custom integration "${theirs.name}" (ID ${theirs.id})`),
    ]);
    expect(stderr).toContain(`Its method "also to ilert" (ID ${id}) sends tickets to ilert`);
  });
});
