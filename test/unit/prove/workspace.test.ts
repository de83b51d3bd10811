import { describe, expect, it } from 'vitest';
import { createAlertLab } from '../../../src/prove/lab/alert-lab.ts';
import { createReaders } from '../../../src/prove/lab/readers.ts';
import { openWorkspace, type WorkspaceOptions } from '../../../src/prove/lab/workspace.ts';
import type { Clients } from '../../../src/providers/lookups.ts';
import { openLedger } from '../../../src/state/prove-ledger.ts';
import { temporaryFolder } from '../../support/cli.ts';

const NAME = 'ilert-haloitsm prove 0a1b2c3d: method';

/** Opens a workspace whose clients note what they send, and answer each create with the ID 7. */
async function openTestWorkspace() {
  const sent: string[] = [];
  const request = async (method: string, path: string, json?: unknown) => {
    sent.push(`${method} ${path}`);
    return method === 'POST' ? { ...(Array.isArray(json) ? (json[0] as object) : (json as object)), id: 7 } : [];
  };
  const ilert = { request, postTicket: request, acceptAlert: request, resolveAlert: request };
  const clients = { halo: { request, write: request }, ilert } as unknown as Clients;
  const accounts = { halo: 'https://halo.example', ilert: 'https://ilert.example' };
  const ledger = await openLedger(temporaryFolder(), accounts, { now: 0, processId: 1 });
  const workspace = openWorkspace({
    settings: {} as WorkspaceOptions['settings'],
    clients,
    readers: createReaders(clients),
    ledger,
    hide: () => undefined,
    pause: async () => undefined,
  });
  return { workspace, sent, ledger, alerts: createAlertLab(workspace, clients.ilert) };
}

describe('an experiment', () => {
  it('changes and removes only what it has created itself', async () => {
    const { workspace, sent } = await openTestWorkspace();
    const own = await workspace.create('method', { name: workspace.name('method') });
    const foreign = { ...own };
    await expect(workspace.change(foreign, { path: '/' })).rejects.toThrow('was not created by this experiment');
    await expect(workspace.remove(foreign)).rejects.toThrow('was not created by this experiment');
    await workspace.change(own, { path: '/' });
    await workspace.remove(own);
    expect(sent).toEqual([
      'POST /CustomIntegrationMethod',
      'POST /CustomIntegrationMethod',
      'DELETE /CustomIntegrationMethod/7',
    ]);
  });

  it.each([
    ['without the mark of the run', { name: 'method' }],
    ['with the mark of another run', { name: NAME }],
    ['without a name', {}],
  ])('creates and claims nothing %s', async (_, fields) => {
    const { workspace, sent } = await openTestWorkspace();
    await expect(workspace.create('method', fields)).rejects.toThrow('a name of this run');
    await expect(workspace.claim('method', { id: 7, ...fields })).rejects.toThrow('belongs to somebody else');
    expect(sent).toEqual([]);
  });

  it('creates nothing with the ID of an existing row, since Halo would change that row', async () => {
    const { workspace, sent } = await openTestWorkspace();
    await expect(workspace.create('method', { name: workspace.name('method'), id: 5 })).rejects.toThrow('has no ID');
    expect(sent).toEqual([]);
  });

  it('keeps the names by which a clean-up finds what it has created', async () => {
    const { workspace, sent } = await openTestWorkspace();
    const own = await workspace.create('method', { name: workspace.name('method') });
    await expect(workspace.change(own, { name: 'method' })).rejects.toThrow('keeps a name of this run');
    expect(sent).toEqual(['POST /CustomIntegrationMethod']);
  });

  it('reads with clients that can write nothing', async () => {
    const { workspace } = await openTestWorkspace();
    const calls = Object.values(workspace.clients).flatMap((client) => Object.keys(client));
    expect(calls).toContain('runs');
    expect(calls.filter((call) => /request|write|post|accept|resolve|create|remove|delete/i.test(call))).toEqual([]);
  });

  it('posts only to alert sources, and accepts and resolves only alerts, of its own', async () => {
    const { workspace, sent, alerts } = await openTestWorkspace();
    const integrationUrl = 'https://ilert.example/api/v1/events/haloitsm/il1h';
    const created = await workspace.create('alert-source', { name: workspace.name('source'), integrationUrl });
    const foreign = { ...created, url: { reveal: () => integrationUrl } } as never;
    await expect(alerts.send(foreign, { id: 1 })).rejects.toThrow('was not created by this experiment');
    await expect(alerts.of(foreign)).rejects.toThrow('was not created by this experiment');
    for (const act of [alerts.accept, alerts.resolve])
      await expect(act({ id: 3 } as never)).rejects.toThrow('was not created by this experiment');
    expect(sent).toEqual(['POST /alert-sources']);
  });
});
