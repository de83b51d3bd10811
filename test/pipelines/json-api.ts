import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A request to a simulated API. */
export interface ApiRequest {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** What was sent as JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The response: JSON, or text as it is. */
export interface ApiAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A method, a path, and the handler; `parts` are the groups of the path. */
export type Route = readonly [
  method: string,
  path: RegExp,
  handle: (request: ApiRequest, ...parts: string[]) => ApiAnswer,
];

/** Ends a request with this status. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Serves routes on loopback until the test ends; returns the address. */
export async function apiOfTest(routes: readonly Route[]): Promise<string> {
  const server = createServer((incoming, response) => void answer(routes, incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(routes: readonly Route[], incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { status = 200, headers = {}, body } = await answerOf(routes, incoming);
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  } catch (error) {
    response.writeHead(error instanceof Refusal ? error.status : 500).end(JSON.stringify({ message: String(error) }));
  }
}

async function answerOf(routes: readonly Route[], incoming: IncomingMessage): Promise<ApiAnswer> {
  const { method = '', headers } = incoming;
  const url = new URL(incoming.url ?? '', `http://${headers.host}`);
  const body = JSON.parse((await text(incoming)) || '{}');
  for (const [wanted, path, handle] of routes) {
    const match = wanted === method ? path.exec(url.pathname) : null;
    if (match) return handle({ url, headers, body }, ...match.slice(1));
  }
  throw new Refusal(404, `Not Found: ${method} ${url.pathname}`);
}
