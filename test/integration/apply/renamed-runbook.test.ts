import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf } from '../../support/tenants.ts';
import { Event, runWith, settingsFile, setUp, succeeded, USUAL_NAMES, watchAccount } from './one-set.ts';

const { newTicket } = Event;

describe('a runbook that was renamed in Halo, on a machine without saved ids', () => {
  it('gets its name back: no second one is made, and a ticket is sent once', async () => {
    const { sandbox, watched, apply, people } = await setUp();
    const ids = watched.idsOf();
    watched.set().runbook.name = 'Page whoever is on call';
    await apply({});
    expect(watched.set().runbook.name).toBe('ilert runbook');
    expect(watched.idsOf()).toEqual(ids);
    const ticket = await people.log('Mail is down');
    expect(people.sentFor(ticket)).toEqual([newTicket]);
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['destroy', '--yes']));
    watched.expectNothingLeft();
  });

  it('is renamed by --runbook-name as well', async () => {
    const { sandbox, watched, people } = await setUp();
    const ids = watched.idsOf();
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply', '--runbook-name', 'other']));
    expect(watched.set().runbook.name).toBe('other');
    expect(watched.idsOf()).toEqual(ids);
    const ticket = await people.log('Mail is down');
    expect(people.sentFor(ticket)).toEqual([newTicket]);
  });

  it('is renamed by --runbook-name on the machine that made it', async () => {
    const sandbox = await sandboxOfTest();
    const watched = watchAccount(sandbox);
    const home = temporaryFolder();
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply'], home));
    const ids = watched.idsOf();
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply', '--runbook-name', 'other'], home));
    expect(watched.set().runbook.name).toBe('other');
    expect(watched.idsOf()).toEqual(ids);
  });
});

describe('a second runbook that calls our method, as an earlier version made it', () => {
  async function withSecond() {
    const account = await setUp();
    const { halo } = account.sandbox;
    const { runbook } = account.watched.set();
    const second = halo.state.addRunbook('Renamed', { steps: structuredClone(runbook.steps) });
    halo.state.addBinding(second, newTicket, 'New Ticket Logged');
    return { ...account, runbook, second };
  }

  it('is never healthy: status names it with its id', async () => {
    const { sandbox, second } = await withSecond();
    const { exitCode, stdout } = await runWith(sandbox, settingsFile(USUAL_NAMES), ['status']);
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining(second.id)]);
    expect(stdout).not.toMatch(/healthy/i);
  });

  it('does not keep destroy from ending: it says what stays and why, each time, and ours starts no more', async () => {
    const { sandbox, watched, runbook, second } = await withSecond();
    const config = settingsFile(USUAL_NAMES);
    for (const time of ['the first time', 'again']) {
      const { exitCode, stdout, stderr } = await runWith(sandbox, config, ['destroy', '--yes']);
      expect([exitCode, stdout + stderr], time).toEqual([1, expect.stringContaining(second.id)]);
      expect(stdout + stderr, time).not.toMatch(/run (it|the same command|destroy) again/i);
    }
    // The second one still works: everything that it calls exists, down to the alert source. Ours stays as well:
    // otherwise the next run would take the second one for ours, and remove it.
    const { runbooks, methods, integrations, sources, events } = watched.ours();
    expect([runbooks, methods.length, integrations.length, sources.length]).toEqual([[runbook, second], 1, 1, 1]);
    expect(events.map(({ webhook_id }) => webhook_id)).toEqual([second.id]);
    // Once the admin has removed it, the rest is removed as well.
    const { webhooks, bindings } = sandbox.halo.state;
    webhooks.splice(webhooks.indexOf(second), 1);
    const bound = bindings.findIndex(({ webhook_id }) => webhook_id === second.id);
    bindings.splice(bound, 1);
    await succeeded(runWith(sandbox, config, ['destroy', '--yes']));
    watched.expectNothingLeft();
  });

  it('is named before anything is removed', async () => {
    const { sandbox, second } = await withSecond();
    const before = configurationOf(sandbox);
    const { exitCode, stdout, stderr } = await runWith(sandbox, settingsFile(USUAL_NAMES), ['destroy']);
    expect([exitCode, stdout + stderr]).toEqual([2, expect.stringContaining(second.id)]);
    expect(configurationOf(sandbox)).toEqual(before);
  });
});
