import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Secret } from '../../src/secret/secret.ts';
import { haloAt } from '../support/wire.ts';

/** Does what people do in HaloITSM, and lets its runbooks finish. */
export function peopleIn({ halo, ilert }: Sandbox) {
  const client = haloAt(halo.url, { clientId: halo.clientId, clientSecret: new Secret(halo.clientSecret) });
  return {
    async log(summary: string, fields: Readonly<Record<string, string | number>> = {}) {
      const { id } = await client.createTicket({ summary, ...fields });
      await halo.state.idle();
      return id;
    },
    async setStatus(ticket: number | string, status: number) {
      await client.updateTicket(ticket, { status_id: status });
      await halo.state.idle();
    },
    alerts: () => ilert.state.alerts.map(({ summary, status }) => `${summary}: ${status}`),
  };
}
