import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect, createServer as createNetServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as a loopback server received it. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How the server reacts: responds (a text as is, anything else as JSON), resets the connection, or never responds. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'reset'
  | 'hang';

/** A plain server on 127.0.0.1, closed when the test ends. */
export interface Loopback {
  readonly origin: string;
  /** Every request, in order of arrival. */
  readonly received: Received[];
}

/**
 * Starts a server for this test alone.
 *
 * @param reply what to do with a request; `number` counts them, from 1
 */
export async function loopback(
  reply: (request: Received, number: number) => Reply | Promise<Reply>,
  port = 0,
): Promise<Loopback> {
  const received: Received[] = [];
  const server = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const request = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body };
    const answer = await reply(request, received.push(request));
    if (answer === 'hang') return;
    if (answer === 'reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    const text =
      typeof answer.body === 'string' || answer.body === undefined ? answer.body : JSON.stringify(answer.body);
    outgoing.writeHead(answer.status ?? 200, answer.headers).end(text);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/**
 * Returns a port of 127.0.0.1 that nobody listens on until the test ends. One end of a connection holds it, so that the
 * system can't give it to another test's server.
 */
export async function closedPort(): Promise<number> {
  const server = createNetServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connection = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(connection, 'connect');
  onTestFinished(async () => {
    connection.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (connection.address() as AddressInfo).port;
}

/** Returns a port of 127.0.0.1 that a server of the test can listen on later. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
