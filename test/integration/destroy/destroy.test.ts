import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, countsIn, runAt, storedIn, writesIn } from '../../support/tenants.ts';

describe('destroy', () => {
  it('leaves both services exactly as they were, children first', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    await applied(sandbox);
    const { source, integration, method, runbook, newTicket, statusChanged } = storedIn(sandbox);
    const { exitCode, stdout, stderr } = await runAt(sandbox, ['destroy', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Removed: 6.');
    for (const { id } of [source, integration, method, runbook, newTicket, statusChanged]) {
      expect(stderr).toContain(String(id));
    }
    expect(configurationOf(sandbox)).toEqual(before);
    const removed = writesIn(sandbox).slice(6);
    expect(removed.every(({ method: verb, status }) => verb === 'DELETE' && (status ?? 500) < 300)).toBe(true);
    const at = (path: string) => removed.findIndex((request) => request.path === path);
    const [webhook, called] = [at(`/api/Webhook/${runbook.id}`), at(`/api/CustomIntegrationMethod/${method.id}`)];
    expect(at(`/api/Notification/${newTicket.id}`)).toBeLessThan(webhook);
    expect(at(`/api/Notification/${statusChanged.id}`)).toBeLessThan(webhook);
    expect(webhook).toBeLessThan(called);
    expect(called).toBeLessThan(at(`/api/CustomIntegration/${integration.id}`));
  });

  it('needs neither policy nor teams, and tolerates that they are gone', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    await applied(sandbox);
    const gone = { ILERT_ESCALATION_POLICY: 'Gone', ILERT_TEAMS: 'Gone' };
    expect((await runAt(sandbox, ['destroy', '--yes'], { env: gone })).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('run twice has nothing to remove', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    await runAt(sandbox, ['destroy', '--yes']);
    const writes = sandbox.writes();
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Nothing to remove.');
    expect(sandbox.writes()).toBe(writes);
  });

  it('needs no --yes if there is nothing to remove', async () => {
    const sandbox = await sandboxOfTest();
    expect((await runAt(sandbox, ['destroy'])).exitCode).toBe(0);
    expect(sandbox.writes()).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])('removes what a half-finished apply left: stopped after %i writes', async (count) => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    sandbox.intercept = ({ method }) =>
      method !== 'GET' && sandbox.writes() > count ? { kind: 'respond', status: 403 } : undefined;
    expect((await runAt(sandbox, ['apply'])).exitCode).toBe(3);
    sandbox.intercept = undefined;
    expect(countsIn(sandbox)).toContain(1);
    expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('without --yes and without a terminal removes nothing, and says so with exit 2', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = configurationOf(sandbox);
    const { exitCode, stderr } = await runAt(sandbox, ['destroy']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Nothing was removed. Non-interactive runs need --yes.');
    expect(stderr).toContain('alert source "HaloITSM"');
    expect(configurationOf(sandbox)).toEqual(before);
    expect(sandbox.writes()).toBe(6);
  });

  it('with --dry-run prints the requests and removes nothing', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--dry-run', '--json']);
    expect(exitCode).toBe(0);
    expect(sandbox.writes()).toBe(6);
    const { requests } = JSON.parse(stdout) as { requests: { method: string; url: string }[] };
    await runAt(sandbox, ['destroy', '--yes']);
    const sent = writesIn(sandbox)
      .slice(6)
      .map(({ service, method, path }) => `${method} ${sandbox[service].url}${path}`);
    expect(requests.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(sent.sort());
  });
});

describe('a resource that is already gone', () => {
  it.each(['/api/Notification/', '/api/Webhook/', '/api/CustomIntegrationMethod/', '/api/alert-sources/'])(
    'between the look and the removal is no error: %s',
    async (path) => {
      const sandbox = await sandboxOfTest();
      await applied(sandbox);
      const { bindings, webhooks, methods } = sandbox.halo.state;
      sandbox.intercept = (request) => {
        if (request.method !== 'DELETE' || !request.path.startsWith(path)) return undefined;
        sandbox.intercept = undefined;
        const id = request.path.slice(path.length);
        for (const rows of [bindings, webhooks, methods, sandbox.ilert.state.alertSources] as { id: unknown }[][]) {
          const index = rows.findIndex((row) => String(row.id) === id);
          if (index >= 0) rows.splice(index, 1);
        }
        return undefined;
      };
      const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
      expect(stderr).not.toContain('Error:');
      expect(exitCode).toBe(0);
      expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
    },
  );

  it('is not an error if the response to its removal was lost', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    await applied(sandbox);
    const lost = new Set<string>();
    sandbox.intercept = ({ method, path }) => {
      if (method !== 'DELETE' || lost.has(path)) return undefined;
      lost.add(path);
      return { kind: 'reset-after' };
    };
    expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
    expect(lost.size).toBe(6);
    expect(configurationOf(sandbox)).toEqual(before);
  });
});

describe('what others attached to ours', () => {
  it('is kept with what it needs: a method in our integration; reported with exit 1', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { integration } = storedIn(sandbox);
    const other = sandbox.halo.state.addMethod(integration, 'ask ilert', { path: '/api/alerts' });
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Removed: 5.');
    expect(stdout).toMatch(
      new RegExp(`"ilert integration" \\(ID ${integration.id}\\): .*"ask ilert" \\(ID ${other.id}\\)`),
    );
    expect(countsIn(sandbox)).toEqual([0, 1, 0, 0, 0, 0]);
    expect(sandbox.halo.state.methods).toContain(other);
  });

  it('is kept with what it needs: an event of our runbook; reported with exit 1', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const other = sandbox.halo.state.addBinding(storedIn(sandbox).runbook, 39, 'Closed - for the boss');
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`"Closed - for the boss" (ID ${other.id})`);
    // The alert source stays too: otherwise the remaining method would have nowhere to send to.
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 0, 0]);
    expect(sandbox.halo.state.bindings).toContain(other);
  });

  it.each([
    ['the machine that made it knows it', true],
    ['--adopt names it', false],
  ])('is not what was renamed: the event "Closed", where %s', async (_, isKnown) => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const cwd = temporaryFolder();
    const filtered = await runAt(sandbox, ['apply', '--only-priority', '1'], { cwd });
    expect(filtered.exitCode).toBe(0);
    const closed = sandbox.halo.state.bindings.find(({ eventno }) => eventno === 39);
    if (!closed) throw new Error('there is no event "Closed"');
    closed.name = 'Resolve';
    const destroy = ['destroy', '--yes'];
    const { exitCode } = await (isKnown
      ? runAt(sandbox, destroy, { cwd })
      : runAt(sandbox, [...destroy, '--adopt', `closed-event:${closed.id}`]));
    expect([exitCode, configurationOf(sandbox)]).toEqual([0, before]);
  });
});

describe('what is to be removed', () => {
  it('is shown by the names that it has in the products, also where --adopt names what is not ours', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await runAt(sandbox, ['destroy', '--dry-run', '--adopt', 'method:401']);
    for (const name of ['runbook "Tell the chat"', 'method "post message"', 'custom integration "Chat"'])
      expect(stdout).toContain(`- ${name}`);
    expect(stdout).not.toContain('send ticket to ilert');
  });

  it('is named as it was when it was removed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).runbook.name = 'Pager';
    const { stdout } = await runAt(sandbox, ['destroy', '--yes', '--json']);
    const { changes } = JSON.parse(stdout);
    expect(changes).toContainEqual(expect.objectContaining({ resource: 'runbook', name: 'Pager', action: 'delete' }));
  });
});
