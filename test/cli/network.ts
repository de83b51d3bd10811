import {
  createServer as createHttpServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** A company's proxy, on loopback. */
export interface Proxy {
  /** Host and port. */
  readonly host: string;
  /** The requests it got: `CONNECT host:port`, or method and whole address. */
  readonly asked: string[];
  /** The credentials it got, if any. */
  readonly credentials: Set<string>;
}

/** Starts a proxy that forwards everything: tunnels for https, whole addresses for http. */
export async function proxyOfTest(answer?: { readonly status: number }): Promise<Proxy> {
  const asked: string[] = [];
  const credentials = new Set<string>();
  const note = (incoming: IncomingMessage) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const shown = incoming.headers['proxy-authorization'];
    if (shown !== undefined) credentials.add(shown);
  };
  const server = createHttpServer((incoming, outgoing) => {
    note(incoming);
    if (answer) outgoing.writeHead(answer.status).end();
    else handOn(incoming, outgoing, new URL(incoming.url ?? ''));
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    note(incoming);
    if (answer) return socket.end(`HTTP/1.1 ${answer.status} No\r\ncontent-length: 0\r\n\r\n`);
    const [host, port] = (incoming.url ?? '').split(':');
    // Names of other hosts lead to this machine as well.
    const tunnel = connect(Number(port), host?.endsWith('.example.com') ? '127.0.0.1' : host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    for (const end of [tunnel, socket]) end.on('error', () => [tunnel, socket].map((each) => each.destroy()));
    return tunnel;
  });
  return { host: `127.0.0.1:${await portOf(server)}`, asked, credentials };
}

/** A sandbox behind https, with a certificate that only its own authority knows. */
export interface SafeSandbox {
  readonly ilertUrl: string;
  readonly haloUrl: string;
  /** The authority's certificate, PEM. */
  readonly authority: string;
}

/** Puts https in front of both services of a sandbox. @param host reached through a proxy if it isn't `localhost` */
export async function behindHttps(sandbox: Sandbox, host = 'localhost'): Promise<SafeSandbox> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  const front = async (origin: string) => {
    const server = createHttpsServer({ key, cert }, (incoming, outgoing) =>
      handOn(incoming, outgoing, new URL(incoming.url ?? '', origin)),
    );
    return `https://${host}:${await portOf(server)}`;
  };
  const [ilertUrl, haloUrl] = [await front(sandbox.ilert.url), await front(sandbox.halo.url)];
  sandbox.ilert.state.origin = ilertUrl;
  sandbox.halo.state.origin = haloUrl;
  return { ilertUrl, haloUrl, authority: cert };
}

function handOn(incoming: IncomingMessage, outgoing: ServerResponse, target: URL): void {
  const { method, headers } = incoming;
  const onward = request(target, { method: method ?? 'GET', headers: { ...headers, host: target.host } }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
