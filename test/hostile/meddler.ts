import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Changes an answer on its way. */
export type Meddle = (answer: {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly number: number;
  readonly body: string;
}) => {
  readonly status?: number;
  readonly body: string;
};

/** A sandbox with someone in between who changes its answers. */
export interface Meddled {
  /** The variables that point the program at it. */
  readonly env: Readonly<Record<string, string>>;
  meddle: Meddle;
  close(): Promise<void>;
}

/** Puts a server in front of both services that forwards requests unchanged. */
export async function meddledWith(sandbox: Sandbox): Promise<Meddled> {
  const meddled = { meddle: ({ body }: { body: string }) => ({ body }) } as { meddle: Meddle };
  let number = 0;
  const fronts = [sandbox.ilert, sandbox.halo].map((service) => {
    const origin = service.url;
    const server = createServer(async (incoming, outgoing) => {
      const answer = await fetch(`${origin}${incoming.url}`, await forwarded(incoming)).catch(() => undefined);
      // The sandbox has stopped in the meantime, and so has the run.
      if (!answer) return void outgoing.destroy();
      number += 1;
      const { status, body } = meddled.meddle({
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        number,
        body: await answer.text(),
      });
      const headers = { 'content-type': 'application/json' };
      outgoing.writeHead(status ?? answer.status, answer.status === 204 ? {} : headers).end(body);
    });
    return { server, service };
  });
  const [ilert = '', halo = ''] = await Promise.all(
    fronts.map(async ({ server, service }) => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      service.state.origin = origin;
      return origin;
    }),
  );
  return Object.assign(meddled, {
    env: {
      ILERT_ENDPOINT: ilert,
      ILERT_API_TOKEN: sandbox.ilert.token,
      HALO_URL: halo,
      HALO_CLIENT_ID: sandbox.halo.clientId,
      HALO_CLIENT_SECRET: sandbox.halo.clientSecret,
      ILERT_ESCALATION_POLICY: 'Default',
    },
    close: async () => {
      for (const { server } of fronts) server.closeAllConnections();
      await Promise.all(fronts.map(({ server }) => new Promise((resolve) => server.close(resolve))));
      await sandbox.close();
    },
  });
}

async function forwarded(incoming: IncomingMessage): Promise<RequestInit> {
  let body = '';
  for await (const chunk of incoming) body += chunk;
  const { authorization, 'content-type': type } = incoming.headers;
  return {
    method: incoming.method ?? 'GET',
    redirect: 'manual',
    headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
    ...(body !== '' && { body }),
  };
}
