import { describe, expect, it } from 'vitest';
import { connected, ticket } from './connected.ts';

describe('a ticket in Halo and its alert in ilert', () => {
  it('makes one alert for a new ticket, takes a status change into its log, and resolves it on closing', async () => {
    const both = await connected();
    const { sandbox, ilert, source } = both;
    const logged = await ticket(both, { summary: 'Mail is down', details: 'since 9' });

    const alerts = async () => (await ilert('GET', `/alerts?sources=${source.id}`)).body;
    expect(await alerts()).toMatchObject([
      { summary: 'Mail is down', details: 'since 9', status: 'PENDING', alertKey: String(logged.id), priority: 'HIGH' },
    ]);

    await ticket(both, { id: logged.id, status_id: 2 });
    expect(await alerts()).toMatchObject([{ status: 'PENDING' }]);
    expect(sandbox.ilert.state.alerts[0]?.log.map(({ type }) => type)).toEqual(['ALERT', 'ALERT']);

    await ticket(both, { id: logged.id, status_id: 9 });
    expect(await alerts()).toMatchObject([{ status: 'RESOLVED' }]);
    expect(sandbox.halo.state.runs.map(({ status, error }) => ({ status, error }))).toEqual([
      { status: 2, error: null },
      { status: 2, error: null },
      { status: 2, error: null },
    ]);
  });
});
