import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { loopback } from '../support/loopback.ts';
import { haloAt, httpOfTest, ilertAt } from '../support/wire.ts';

/** Starts a server that gives everything the same answer. */
async function serverThat(answers: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    answers(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Repeats something until the connection ends. */
function without(end: number, response: ServerResponse, say: () => void): void {
  const timer = setInterval(say, end);
  response.socket?.once('close', () => clearInterval(timer));
}

const MEGABYTE = Buffer.alloc(1 << 20, 'x');

function flood(response: ServerResponse): void {
  const go = () => {
    while (!response.destroyed && response.write(MEGABYTE));
    response.once('drain', go);
  };
  go();
}

const ODD: [string, (response: ServerResponse) => void, RegExp][] = [
  ['a body without end', flood, /an implausibly large response/],
  [
    'a small body that unpacks to 200 MB',
    (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(200 << 20, 'x'))),
    /an implausibly large response/,
  ],
  ['packed rubbish', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('rubbish'), /was lost/],
  [
    'a million brackets',
    (response) => response.end('['.repeat(1e6) + ']'.repeat(1e6)),
    /something instead of an API response/,
  ],
  [
    'a million rows that are none',
    (response) => response.end(`[${'0,'.repeat(1e6)}0]`),
    /something instead of an API response/,
  ],
  [
    'bytes that are no text',
    (response) => response.end(Buffer.from([0x5b, 0xff, 0xfe, 0x5d])),
    /something instead of an API response/,
  ],
  [
    'JSON under the name of a picture',
    (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('{"id": 1}'),
    /unexpected response/,
  ],
  [
    'a body that drips',
    (response) => without(20, response, () => response.write('[')),
    /did not respond to .* in time/,
  ],
  [
    'a head that drips',
    (response) => without(20, response, () => response.socket?.write('x-a: b\r\n')),
    /invalid HTTP response|in time/,
  ],
  [
    '"wait" without end',
    (response) => without(20, response, () => response.socket?.write('HTTP/1.1 100 Continue\r\n\r\n')),
    /in time/,
  ],
  [
    'another protocol',
    (response) => response.socket?.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    /invalid HTTP response/,
  ],
  ['no HTTP', (response) => response.socket?.end('SSH-2.0-x\r\n'), /invalid HTTP response/],
];

it.each(ODD)('an answer that is %s ends in a sentence', async (_, answers, told) => {
  const { http } = httpOfTest({ timeout: 300 });
  const { teams } = ilertAt(await serverThat(answers), http);
  await expect(teams()).rejects.toThrow(told);
});

it('reading an endless list of ilert is given up', async () => {
  let id = 0;
  const { origin, received } = await loopback(() => ({
    body: Array.from({ length: 100 }, () => ({ id: ++id, name: 'x' })),
  }));
  await expect(ilertAt(origin).teams()).rejects.toThrow('ilert returned more than 20000 items for GET /teams.');
  expect(received.length).toBeLessThan(300);
});

it('reading an endless list of Halo is given up', async () => {
  let id = 0;
  const { origin, received } = await loopback(({ url }) =>
    url.startsWith('/auth') || url.startsWith('/api/AuthInfo')
      ? { body: { access_token: 'x', auth_url: `${origin}/auth` } }
      : { body: { record_count: 1e9, rows: Array.from({ length: 100 }, () => ({ id: ++id, name: 'x' })) } },
  );
  await expect(haloAt(origin).teams()).rejects.toThrow('HaloITSM returned more than 20000 items for GET /api/Team.');
  expect(received.length).toBeLessThan(300);
});
