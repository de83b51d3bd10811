import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { recordOf } from './journal.ts';
import { checkQuery } from './query.ts';
import { Refusal } from './refusal.ts';
import { bodyFor, type ReceivedBody, receiveBody } from './request-body.ts';
import type { Intercept, Interception, RecordedRequest } from './requests.ts';
import { findRoute } from './routing.ts';
import type { Answer, Service } from './service.ts';

/** What a server needs besides its service. */
interface ServerSetting {
  /** 0 means any free port. */
  port: number;
  /** Receives every request, in order of arrival. */
  requests: RecordedRequest[];
  /** The clock, in milliseconds. */
  now: () => number;
  /** The interception in force when a request arrives. */
  intercept: () => Intercept | undefined;
}

/** A service that listens on 127.0.0.1. */
interface RunningServer {
  /** e.g. `http://127.0.0.1:1234` */
  origin: string;
  /** Stops listening and destroys every connection. */
  close: () => Promise<void>;
}

/** Serves a service over HTTP. Rejects if the port is in use. */
export async function startServer(service: Service, setting: ServerSetting): Promise<RunningServer> {
  const closing = new AbortController();
  // Each pending request has a listener.
  setMaxListeners(0, closing.signal);
  const server = createServer((incoming, outgoing) => {
    serve(service, setting, incoming, outgoing, closing.signal).catch(() => incoming.socket.destroy());
  });
  await listen(server, setting.port);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function serve(
  service: Service,
  { requests, now, intercept }: ServerSetting,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const method = incoming.method ?? 'GET';
  const url = requestedUrl(incoming.url ?? '/');
  const record = recordOf(service.name, incoming, url, now());
  const index = requests.push(record) - 1;
  try {
    const body = await receiveBody(incoming);
    record.body = body.value;
    const request = { service: service.name, method, path: url.pathname, query: url.searchParams, index };
    const interception = await intercept()?.({ ...request, body: body.value, headers: incoming.headers });
    if (interception?.kind === 'hang') return await gone(outgoing);
    if (interception?.kind === 'reset') return reset(incoming);
    if (interception?.kind === 'respond') return respond(outgoing, record, interception);
    if (interception?.kind === 'delay') await wait(interception.ms, undefined, { signal: closing });
    const answer = await answerOf(service, method, url, body, incoming);
    if (interception?.kind === 'reset-after') return reset(incoming);
    send(outgoing, record, answer);
  } finally {
    record.endedAt = now();
  }
}

/** The path exactly as requested: `//x` is a path here, not a host. */
function requestedUrl(target: string): URL {
  return new URL(`http://127.0.0.1${target.startsWith('/') ? target : `/${target}`}`);
}

async function answerOf(
  service: Service,
  method: string,
  url: URL,
  body: ReceivedBody,
  { headers }: IncomingMessage,
): Promise<Answer> {
  try {
    const { route, params } = findRoute(service.routes, method, url.pathname);
    const admitted = route.open ? {} : service.admit(headers, route);
    const query = checkQuery(url.searchParams, route.query ?? {});
    const answer = await route.handle({ params, query, body: bodyFor(route, body), headers });
    return { ...answer, headers: { ...admitted, ...answer.headers } };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : defect(error);
    return { status: refusal.status, ...service.error(refusal), headers: refusal.headers };
  }
}

function defect(error: unknown): Refusal {
  return new Refusal(500, `The sandbox itself failed: ${error instanceof Error ? error.stack : String(error)}`);
}

/** Resolves when either side ends the connection. */
function gone(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => outgoing.once('close', resolve));
}

function reset(incoming: IncomingMessage): void {
  incoming.socket.resetAndDestroy();
}

function send(outgoing: ServerResponse, record: RecordedRequest, { status, body, text, headers }: Answer): void {
  record.status = status;
  record.responseBody = text ?? body;
  if (text === undefined && body === undefined) {
    outgoing.writeHead(status, headers).end();
    return;
  }
  const type = text === undefined ? 'application/json' : 'text/plain';
  outgoing
    .writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers })
    .end(text ?? JSON.stringify(body));
}

/** Sends a string unchanged, with only the given headers. */
function respond(
  outgoing: ServerResponse,
  record: RecordedRequest,
  { status, body, headers = {} }: Extract<Interception, { kind: 'respond' }>,
): void {
  if (typeof body !== 'string') {
    send(outgoing, record, { status, body, headers });
    return;
  }
  record.status = status;
  record.responseBody = body;
  outgoing.writeHead(status, headers).end(body);
}
