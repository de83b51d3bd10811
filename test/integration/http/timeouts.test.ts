import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { loopback } from '../../support/loopback.ts';
import { httpOfTest, ilertAt } from '../../support/wire.ts';

const impatient = () => httpOfTest({ timeout: 40 }).http;

it('names the request that timed out, and how to wait longer', async () => {
  const { origin, received } = await loopback(() => 'hang');
  await expect(ilertAt(origin, impatient()).currentUser()).rejects.toMatchObject({
    message: `ilert at ${new URL(origin).host} did not respond to GET /api/users/current in time after 5 attempts.`,
    hint: expect.stringContaining('--timeout'),
    exitCode: ExitCode.failed,
  });
  expect(received).toHaveLength(5);
});

it('does not repeat a create that timed out', async () => {
  const { origin, received } = await loopback(() => 'hang');
  const create = { service: 'ilert', method: 'POST', path: '/alert-sources', body: {} } as const;
  await expect(ilertAt(origin, impatient()).write(create)).rejects.toMatchObject({ maybeDone: true });
  expect(received).toHaveLength(1);
});

it('gives up a connection that is not established in time', async () => {
  // Accepts the connection and never answers the TLS greeting.
  const sockets = new Set<{ destroy: () => void }>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(ilertAt(`https://${host}`, impatient()).currentUser()).rejects.toMatchObject({
    message: `ilert at ${host} did not respond to GET /api/users/current in time after 5 attempts.`,
    exitCode: ExitCode.failed,
  });
  expect(sockets.size).toBe(5);
});

it('ends a read at once on Ctrl-C, without another attempt', async () => {
  const interrupt = new AbortController();
  const { origin, received } = await loopback(() => {
    interrupt.abort(new Error('stopped'));
    return 'hang';
  });
  const { http } = httpOfTest({ signal: interrupt.signal });
  await expect(ilertAt(origin, http).currentUser()).rejects.toThrow('stopped');
  expect(received).toHaveLength(1);
});

it('lets a running write end on Ctrl-C, so that its outcome is known', async () => {
  const interrupt = new AbortController();
  const source = { id: 5, name: 'x', integrationType: 'HALOITSM', integrationUrl: 'https://a.example/api/key' };
  const { origin } = await loopback(() => {
    interrupt.abort(new Error('stopped'));
    return { status: 201, body: source };
  });
  const { http } = httpOfTest({ signal: interrupt.signal });
  const create = { service: 'ilert', method: 'POST', path: '/alert-sources', body: {} } as const;
  await expect(ilertAt(origin, http).write(create)).resolves.toMatchObject({ id: 5 });
});
