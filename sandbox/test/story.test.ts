import { describe, expect, it } from 'vitest';
import { connected, fullPayload, recommendedPayload, ticket } from './connected.ts';

const NEW = 1;
const IN_PROGRESS = 2;
const RESOLVED = 8;
const CLOSED = 9;

describe.each([
  ['recommended', recommendedPayload],
  ['full', fullPayload],
])('a ticket in Halo and its alert in ilert, with the %s payload', (_, payload) => {
  it('creates one alert for a new ticket, logs a status change in it, and resolves it when the ticket is closed', async () => {
    const both = await connected({ payload });
    const { sandbox, ilert, source } = both;
    const logged = await ticket(both, { summary: 'Mail is down', details: 'since 9' });
    const alerts = async () => (await ilert('GET', `/alerts?sources=${source.id}`)).body;
    expect(await alerts()).toMatchObject([
      { summary: 'Mail is down', details: 'since 9', status: 'PENDING', alertKey: String(logged.id), priority: 'HIGH' },
    ]);
    await ticket(both, { id: logged.id, status_id: IN_PROGRESS });
    expect(await alerts()).toMatchObject([{ status: 'PENDING' }]);
    expect(sandbox.ilert.state.alerts[0]?.log.map(({ type }) => type)).toEqual(['ALERT', 'ALERT']);
    await ticket(both, { id: logged.id, status_id: CLOSED });
    expect(await alerts()).toMatchObject([{ status: 'RESOLVED', resolvedOn: expect.any(String) }]);
    expect(sandbox.halo.state.runs.map(({ status }) => status)).toEqual([2, 2, 2]);
  });

  it('resolves the alert when the ticket is resolved, and makes a new one when it is opened again', async () => {
    const both = await connected({ payload });
    const { id } = await ticket(both, { summary: 'x' });
    await ticket(both, { id, status_id: RESOLVED });
    const { alerts } = both.sandbox.ilert.state;
    expect(alerts.map(({ status }) => status)).toEqual(['RESOLVED']);
    await ticket(both, { id, status_id: NEW });
    expect(alerts.map(({ status }) => status)).toEqual(['RESOLVED', 'PENDING']);
  });

  it('creates no alert for a ticket that is closed and has none, except in an account that does', async () => {
    const both = await connected({ payload });
    const { alerts } = both.sandbox.ilert.state;
    await ticket(both, { summary: 'x', status_id: CLOSED });
    expect(alerts).toEqual([]);
    both.sandbox.ilert.state.contradicted.add('ilert-closed-without-alert');
    await ticket(both, { summary: 'y', status_id: CLOSED });
    expect(alerts).toMatchObject([{ summary: 'y', status: 'PENDING' }]);
  });

  it('creates one alert for a ticket that is delivered twice, and resolves it once', async () => {
    const both = await connected({ payload, events: [3, 3, 39, 76] });
    const { id } = await ticket(both, { summary: 'x' });
    await ticket(both, { id, status_id: CLOSED });
    expect(both.sandbox.halo.state.runs).toHaveLength(4);
    expect(both.sandbox.ilert.state.alerts.map(({ log }) => log.map(({ type }) => type))).toEqual([
      ['ALERT', 'ALERT', 'RESOLVE'],
    ]);
  });

  it('transfers the text exactly as typed', async () => {
    const summary = 'He said "no" \\ <<x>>\nü 🔥';
    const both = await connected({ payload });
    await ticket(both, { summary, details: summary });
    const [alert] = (await both.ilert('GET', '/alerts')).body;
    expect(alert).toMatchObject({ summary, details: summary });
    const { customDetails } = (await both.ilert('GET', `/alerts/${alert.id}?include=customDetails`)).body;
    expect(customDetails.ticket).toMatchObject({ summary, details: summary });
  });
});

describe('tickets that change quickly', () => {
  it('reach ilert in the order they changed', async () => {
    const both = await connected();
    const { halo, sandbox } = both;
    let events = 0;
    sandbox.intercept = ({ path }) => {
      if (!path.startsWith('/api/v1/events/')) return undefined;
      events += 1;
      // The first is the slowest: the others must not overtake it.
      return { kind: 'delay', ms: events === 1 ? 100 : 0 };
    };
    const { id } = (await halo('POST', '/Tickets', [{ summary: 'x' }])).body;
    await halo('POST', '/Tickets', [{ id, status_id: IN_PROGRESS }]);
    await halo('POST', '/Tickets', [{ id, status_id: CLOSED }]);
    await sandbox.halo.state.idle();
    expect(sandbox.ilert.state.alerts.map(({ status }) => status)).toEqual(['RESOLVED']);
    const statuses = sandbox.halo.state.deliveries.map(({ requestbody }) => JSON.parse(requestbody).ticket.status.name);
    expect(statuses).toEqual(['New', 'In Progress', 'Closed']);
  });
});
