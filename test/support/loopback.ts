import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request as a loopback server received it. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does: answers (a text as it is, anything else as JSON), breaks the connection, or never answers. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'reset'
  | 'hang';

/** A plain server on 127.0.0.1, closed when the test ends. */
export interface Loopback {
  readonly origin: string;
  /** Every request, in the order they arrived. */
  readonly received: Received[];
}

/**
 * Starts a server of this test alone.
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

/** A port of 127.0.0.1 that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
