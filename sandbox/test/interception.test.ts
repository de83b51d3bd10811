import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../test/support/port.ts';
import { type Interception, startSandbox } from '../sandbox.ts';
import { haloClient, ilertClient, sandboxOfTest, send } from './clients.ts';

/** Starts a sandbox that intercepts every POST to ilert. */
async function intercepted(interception: Interception) {
  const sandbox = await sandboxOfTest({
    intercept: ({ service, method }) => (service === 'ilert' && method === 'POST' ? interception : undefined),
  });
  const escalationPolicy = { id: sandbox.ilert.state.policies[0]?.id };
  const create = () =>
    ilertClient(sandbox)('POST', '/alert-sources', { name: 'S', integrationType: 'HALOITSM', escalationPolicy });
  const made = () => sandbox.ilert.state.alertSources.filter(({ name }) => name === 'S').length;
  return { sandbox, create, made };
}

describe('a request that is intercepted', () => {
  it('can be disconnected before it is handled', async () => {
    const { create, made, sandbox } = await intercepted({ kind: 'reset' });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(made()).toBe(0);
    expect(sandbox.requests).toMatchObject([{ method: 'POST', status: undefined, body: { name: 'S' }, write: true }]);
  });

  it('can be disconnected after it was handled', async () => {
    const { create, made, sandbox } = await intercepted({ kind: 'reset-after' });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(made()).toBe(1);
    expect(sandbox.requests).toMatchObject([{ status: undefined, responseBody: undefined }]);
  });

  it('can be left unanswered until the sandbox closes', async () => {
    const { create, made, sandbox } = await intercepted({ kind: 'hang' });
    const arrived = new Promise<void>((resolve) => {
      sandbox.intercept = () => {
        resolve();
        return { kind: 'hang' };
      };
    });
    const request = expect(create()).rejects.toThrow('fetch failed');
    await arrived;
    await sandbox.close();
    await request;
    expect(made()).toBe(0);
  });

  it('can be answered with anything', async () => {
    const html = await intercepted({
      kind: 'respond',
      status: 200,
      body: '<html>',
      headers: { 'content-type': 'text/html' },
    });
    const reply = await html.create();
    expect(reply).toMatchObject({ status: 200, body: '<html>' });
    expect(reply.headers.get('content-type')).toBe('text/html');
    expect(html.made()).toBe(0);
    expect(html.sandbox.requests).toMatchObject([{ status: 200, responseBody: '<html>' }]);
    const json = await intercepted({
      kind: 'respond',
      status: 503,
      body: { status: 503 },
      headers: { 'retry-after': '1' },
    });
    expect(await json.create()).toMatchObject({ status: 503, body: { status: 503 } });
    const empty = await intercepted({ kind: 'respond', status: 502 });
    expect(await empty.create()).toMatchObject({ status: 502, body: undefined });
  });

  it('can be handled late', async () => {
    const { create, made, sandbox } = await intercepted({ kind: 'delay', ms: 30 });
    expect((await create()).status).toBe(201);
    expect(made()).toBe(1);
    const [record] = sandbox.requests;
    expect((record?.endedAt ?? 0) - (record?.startedAt ?? 0)).toBeGreaterThanOrEqual(25);
  });

  it('is shown completely, and counted across both services', async () => {
    const sandbox = await sandboxOfTest();
    const seen: unknown[] = [];
    sandbox.intercept = async ({ service, method, path, query, body, headers, index }) => {
      seen.push([service, method, path, query.get('tenant') ?? query.get('type'), body, headers.accept, index]);
      return undefined;
    };
    const halo = await haloClient(sandbox);
    await halo('GET', '/Webhook?type=1');
    await ilertClient(sandbox)('GET', '/users/current');
    expect(seen).toMatchObject([
      ['halo', 'POST', '/auth/token', 'sandbox', { grant_type: 'client_credentials' }, '*/*', 0],
      ['halo', 'GET', '/api/Webhook', '1', undefined, '*/*', 1],
      ['ilert', 'GET', '/api/users/current', null, undefined, '*/*', 2],
    ]);
  });
});

describe('a sandbox', () => {
  it('remembers every request and its answer, and which of them were writes', async () => {
    const sandbox = await sandboxOfTest();
    const halo = await haloClient(sandbox);
    await halo('GET', '/Webhook?type=1');
    await halo('POST', '/CustomIntegration', [{ name: 'i' }]);
    await halo('DELETE', '/Webhook/x');
    expect(
      sandbox.requests.map(({ method, path, query, status, write }) => [method, path, query, status, write]),
    ).toEqual([
      ['POST', '/auth/token', 'tenant=sandbox', 200, false],
      ['GET', '/api/Webhook', 'type=1', 200, false],
      ['POST', '/api/CustomIntegration', '', 200, true],
      ['DELETE', '/api/Webhook/x', '', 404, true],
    ]);
    expect(sandbox.requests[2]).toMatchObject({ body: [{ name: 'i' }], responseBody: { name: 'i' } });
    expect(sandbox.writes()).toBe(2);
  });

  it('has the same snapshot again when everything was removed', async () => {
    const sandbox = await sandboxOfTest();
    const before = [sandbox.ilert.state.snapshot(), sandbox.halo.state.snapshot()];
    const halo = await haloClient(sandbox);
    const { id } = (await halo('POST', '/CustomIntegration', [{ name: 'i' }])).body;
    expect(sandbox.halo.state.snapshot()).not.toEqual(before[1]);
    await halo('DELETE', `/CustomIntegration/${id}`);
    await halo('POST', '/Tickets', [{ summary: 'x' }]);
    expect([sandbox.ilert.state.snapshot(), sandbox.halo.state.snapshot()]).toEqual(before);
  });

  it('takes ports and credentials from its options, and fails when a port is taken', async () => {
    const port = await freePort();
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve));
    await expect(startSandbox({ haloPort: port })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => blocker.close(resolve));
    const sandbox = await sandboxOfTest({ haloPort: port, ilertToken: 't', haloClientId: 'c', haloClientSecret: 's' });
    expect(sandbox.halo).toMatchObject({ url: `http://127.0.0.1:${port}`, clientId: 'c', clientSecret: 's' });
    expect((await ilertClient(sandbox)('GET', '/users/current')).status).toBe(200);
    expect(await haloClient(sandbox)).toBeTypeOf('function');
  });

  it('no longer answers once it is closed', async () => {
    const sandbox = await startSandbox();
    await sandbox.close();
    await expect(send(`${sandbox.halo.url}/api/AuthInfo`, 'GET')).rejects.toThrow('fetch failed');
  });

  it('generates credentials that cannot be guessed', async () => {
    const sandbox = await sandboxOfTest();
    for (const secret of [sandbox.ilert.token, sandbox.halo.clientId, sandbox.halo.clientSecret]) {
      expect(secret.length).toBeGreaterThanOrEqual(32);
    }
  });
});
