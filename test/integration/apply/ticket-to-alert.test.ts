import { describe, expect, it } from 'vitest';
import { StatusId } from '../../../sandbox/halo/tenant.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, storedIn } from '../../support/tenants.ts';
import { haloAt } from '../../support/wire.ts';

/** Sets up both services with the program, and returns a client that does what people do in Halo. */
async function story(...argv: string[]) {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, ...argv);
  const { url, clientId, clientSecret } = sandbox.halo;
  return { sandbox, halo: haloAt(url, { clientId, clientSecret: new Secret(clientSecret) }) };
}

async function alertsIn({ ilert, halo }: Sandbox) {
  await halo.state.idle();
  return ilert.state.alerts;
}

describe.each(['recommended', 'full'])('with the %s payload', (payload) => {
  it('a ticket logged is an alert, and closing it resolves the alert', async () => {
    const { sandbox, halo } = await story('--payload', payload);
    const ticket = await halo.createTicket({ summary: 'Mail is down', details: 'Since 9:12' });
    expect(await alertsIn(sandbox)).toMatchObject([
      { summary: 'Mail is down', details: 'Since 9:12', status: 'PENDING', alertSourceId: storedIn(sandbox).source.id },
    ]);
    await halo.updateTicket(ticket.id, { status_id: StatusId.closed });
    expect(await alertsIn(sandbox)).toMatchObject([{ summary: 'Mail is down', status: 'RESOLVED' }]);
  });

  it('a ticket that is resolved resolves its alert, and that of no other ticket', async () => {
    const { sandbox, halo } = await story('--payload', payload);
    await halo.createTicket({ summary: 'Printer' });
    const { id } = await halo.createTicket({ summary: 'Mail' });
    await halo.updateTicket(id, { status_id: StatusId.resolved });
    const alerts = await alertsIn(sandbox);
    expect(Object.fromEntries(alerts.map(({ summary, status }) => [summary, status]))).toEqual({
      Printer: 'PENDING',
      Mail: 'RESOLVED',
    });
  });

  it.each([
    ['quotes, a backslash and a variable', 'He said "no" \\ <<x>>'],
    ['line breaks', 'first\nsecond\r\nthird\ttab'],
    ['umlauts and emoji', 'Zürich über alles 🔥👩‍🚒'],
    ['all of it', 'He said "no" \\ <<x>>\nü 🔥 </script> $y {{ z }} %s'],
    ['a variable that Halo has', '<<ticket^id>> and <<ticket>>'],
  ])('text arrives exactly as typed: %s', async (_, typed) => {
    const { sandbox, halo } = await story('--payload', payload);
    await halo.createTicket({ summary: typed, details: typed });
    expect(await alertsIn(sandbox)).toMatchObject([{ summary: typed, details: typed, status: 'PENDING' }]);
  });
});

describe('the settings of the alert source', () => {
  it('apply to the alerts: priority, severity and the template of the summary', async () => {
    const { sandbox, halo } = await story('--priority', 'low', '--severity', '2');
    await halo.createTicket({ summary: 'Mail is down' });
    expect(await alertsIn(sandbox)).toMatchObject([{ priority: 'LOW', severity: 2 }]);
  });

  it('group the alerts until they are resolved', async () => {
    const { sandbox, halo } = await story('--grouping', 'until-resolved');
    await halo.createTicket({ summary: 'Mail is down' });
    await halo.createTicket({ summary: 'Mail is slow' });
    expect(await alertsIn(sandbox)).toMatchObject([{ summary: 'Mail is down', groupedKeys: [expect.any(String)] }]);
  });
});
