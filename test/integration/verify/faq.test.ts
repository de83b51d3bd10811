import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { serviceDesk } from '../../support/service-desk.ts';
import { applied } from '../../support/tenants.ts';

const PRODUCTS = ['haloitsm', 'halopsa'] as const;

describe.each(PRODUCTS)("the FAQ of ilert's guide holds for %s", (product) => {
  async function provisioned() {
    const sandbox = await sandboxOfTest({ product });
    await applied(sandbox, '--product', product);
    return { desk: serviceDesk(sandbox), alerts: sandbox.ilert.state.alerts, sandbox };
  }

  it('an alert is made when a ticket is logged', async () => {
    const { desk, alerts } = await provisioned();
    const ticket = await desk.log('Mail is down');
    expect(alerts).toMatchObject([{ summary: 'Mail is down', status: 'PENDING', alertKey: String(ticket) }]);
  });

  it('a change of status goes to the same alert', async () => {
    const { desk, alerts } = await provisioned();
    const ticket = await desk.log('Mail is down');
    await desk.change(ticket, 'In Progress');
    await desk.change(ticket, 'On Hold');
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ status: 'PENDING' });
    expect(alerts[0]?.log.map(({ type }) => type)).toEqual(['ALERT', 'ALERT', 'ALERT']);
  });

  it.each(['Closed', 'Resolved'])('the alert is resolved when the ticket is %s', async (status) => {
    const { desk, alerts } = await provisioned();
    const ticket = await desk.log('Mail is down');
    const other = await desk.log('Print is down');
    await desk.change(ticket, status);
    expect(alerts.map((alert) => [alert.alertKey, alert.status])).toEqual([
      [String(ticket), 'RESOLVED'],
      [String(other), 'PENDING'],
    ]);
  });

  it('nothing is created twice, also after a second apply', async () => {
    const { desk, alerts, sandbox } = await provisioned();
    await applied(sandbox, '--product', product);
    const ticket = await desk.log('Mail is down');
    await desk.change(ticket, 'In Progress');
    await desk.change(ticket, 'Closed');
    expect(alerts).toHaveLength(1);
    expect(sandbox.halo.state.runs).toHaveLength(3);
    expect(sandbox.halo.state.deliveries).toHaveLength(3);
  });
});
