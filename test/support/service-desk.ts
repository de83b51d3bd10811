import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Secret } from '../../src/secret/secret.ts';
import { haloAt } from './wire.ts';

/** Creates a service desk that logs and changes tickets. Each call returns once all runbooks have run. */
export function serviceDesk({ halo }: Sandbox) {
  const client = haloAt(halo.url, { clientId: halo.clientId, clientSecret: new Secret(halo.clientSecret) });
  return {
    async log(summary: string): Promise<number> {
      const { id } = await client.createTicket({ summary, details: 'Nobody can send.' });
      await halo.state.idle();
      return Number(id);
    },
    async change(ticket: number, status: string): Promise<void> {
      const { id } = halo.state.statuses.find(({ name }) => name === status) ?? { id: 0 };
      await client.updateTicket(ticket, { status_id: id });
      await halo.state.idle();
    },
  };
}
