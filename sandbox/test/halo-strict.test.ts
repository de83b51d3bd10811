import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { haloClient, send, signIn } from './clients.ts';
import { expectRefused, refusePost } from './halo-refusals.ts';

type Json = Record<string, unknown>;

let sandbox: Sandbox;
let halo: Awaited<ReturnType<typeof haloClient>>;
/** Rows that exist from the start. */
let ids: { integration: number; method: number };

beforeAll(async () => {
  sandbox = await startSandbox();
  halo = await haloClient(sandbox);
  const { integrations, methods } = sandbox.halo.state;
  ids = { integration: integrations[0]?.id ?? 0, method: methods[0]?.id ?? 0 };
});
afterAll(() => sandbox.close());

const refuse = (route: string, element: Json, message: string, status?: number) =>
  refusePost(sandbox, halo, route, element, message, status);

describe('the authorisation server', () => {
  it('is returned by AuthInfo and InstanceInfo without a token', async () => {
    const info = await send(`${sandbox.halo.url}/api/AuthInfo`, 'GET');
    expect(info.body).toMatchObject({ auth_url: `${sandbox.halo.url}/auth`, tenant_id: 'sandbox' });
    expect((await send(`${sandbox.halo.url}/api/InstanceInfo`, 'GET')).body).toMatchObject({ tenant_id: 'sandbox' });
  });

  it('issues a token for the right credentials', async () => {
    const reply = await signIn(sandbox);
    expect(reply).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['a wrong client', { client_id: 'x' }, '?tenant=sandbox', 'invalid_client'],
    ['a wrong secret', { client_secret: 'x' }, '?tenant=sandbox', 'invalid_client'],
    ['another grant', { grant_type: 'password' }, '?tenant=sandbox', 'unsupported_grant_type'],
    ['an unknown scope', { scope: 'everything' }, '?tenant=sandbox', 'invalid_scope'],
    ['an unknown field', { audience: 'x' }, '?tenant=sandbox', 'invalid_request'],
    ['another tenant', {}, '?tenant=acme', 'invalid_request'],
    ['no tenant', {}, '', 'invalid_request'],
  ])('refuses %s', async (_, form, query, error) => {
    expect(await signIn(sandbox, form, query)).toMatchObject({ status: 400, body: { error } });
  });

  it('issues a token without a scope, which is then rejected everywhere', async () => {
    const { status, body } = await signIn(sandbox, { scope: '' });
    expect(status).toBe(200);
    const authorization = `Bearer ${(body as { access_token: string }).access_token}`;
    expectRefused(await send(`${sandbox.halo.url}/api/Status`, 'GET', undefined, { authorization }), 401, 'scope');
  });

  it('refuses credentials sent as JSON', async () => {
    const reply = await send(`${sandbox.halo.url}/auth/token?tenant=sandbox`, 'POST', {
      grant_type: 'client_credentials',
    });
    expectRefused(reply, 400, 'x-www-form-urlencoded');
  });
});

describe('Halo refuses', () => {
  const RESOURCES = ['CustomIntegration', 'CustomIntegrationMethod', 'Webhook', 'Notification', 'Tickets'];

  it('paths and methods it does not have, and rows that are not there', async () => {
    for (const path of ['/Runbook', '/webhook', '/Webhook/'])
      expectRefused(await halo('GET', path), 404, 'There is no');
    for (const name of [...RESOURCES, 'Automation']) {
      expectRefused(await halo('GET', `/${name}/1`), 404, 'no such');
      expectRefused(await halo('DELETE', `/${name}/1`), 404, 'no such');
    }
    expectRefused(await halo('GET', '/WebhookEvent/1'), 404, 'no such');
    expectRefused(await halo('PUT', '/CustomIntegration'), 405, 'PUT');
    expectRefused(await halo('PATCH', '/Webhook'), 405, 'PATCH');
    expectRefused(await halo('DELETE', '/Lookup'), 405, 'DELETE');
    for (const path of ['/Status', '/Automation']) expectRefused(await halo('POST', path), 405, 'POST');
  });

  it('query parameters that are unknown or malformed', async () => {
    const methods = ['integrationid=1', 'integration_id=x', 'pageinate=yes', 'order=colour'];
    const webhooks = ['type=runbook', 'search=x'];
    const others = [
      'CustomIntegration?search=x',
      'Notification?webhook=x',
      'Lookup?lookup_id=64',
      'Automation?page_no=1',
    ];
    const more = ['WebhookEvent?ticket_id=1', 'Tickets?status=1', 'Status?closed=true', 'AuthInfo?tenant=sandbox'];
    for (const query of [
      ...methods.map((each) => `CustomIntegrationMethod?${each}`),
      ...webhooks.map((each) => `Webhook?${each}`),
      ...others,
      ...more,
    ]) {
      expectRefused(await halo('GET', `/${query}`), 400, '"');
    }
  });

  it.each(RESOURCES)(
    'a POST of %s that is not an array of one element, or has a field it does not know',
    async (route) => {
      expectRefused(await halo('POST', `/${route}`, { name: 'x' }), 400, 'array of one element');
      expectRefused(await halo('POST', `/${route}`, []), 400, 'not of 0');
      expectRefused(await halo('POST', `/${route}`, [{}, {}]), 400, 'not of 2');
      expectRefused(await halo('POST', `/${route}`, ['x']), 400, 'body');
      expectRefused(await halo('POST', `/${route}`, '[{'), 400, 'not JSON');
      await refuse(route, { colour: 'red' }, '"colour"');
      await refuse(route, { id: route === 'Webhook' ? 5 : 'x' }, '"id"');
      await refuse(route, { id: route === 'Webhook' ? randomUUID() : 1 }, 'no such', 404);
    },
  );

  it('everything without a valid token, and what is forbidden', async () => {
    let now = 0;
    const other = await startSandbox({ now: () => now, haloTokenLifetimeSeconds: 60 });
    try {
      const url = `${other.halo.url}/api/Status`;
      expectRefused(await send(url, 'GET'), 401, 'token');
      expectRefused(await send(url, 'GET', undefined, { authorization: 'Bearer x' }), 401, 'token');
      const client = await haloClient(other);
      expect((await client('GET', '/Status')).status).toBe(200);
      now = 60_000;
      expectRefused(await client('GET', '/Status'), 401, 'expired');
      const second = await haloClient(other);
      other.halo.state.forbid.add('Webhook');
      expectRefused(await second('GET', '/Webhook'), 403, 'Webhook');
      expect((await second('GET', '/Status')).status).toBe(200);
      other.halo.state.revokeTokens();
      expectRefused(await second('GET', '/Status'), 401, 'token');
    } finally {
      await other.close();
    }
  });

  it('with a scope for tickets, everything else', async () => {
    const tickets = await haloClient(sandbox, 'read:tickets');
    expect((await tickets('GET', '/Tickets')).status).toBe(200);
    expectRefused(await tickets('POST', '/Tickets', [{ summary: 'x' }]), 403, 'scope');
    expectRefused(await tickets('GET', '/Webhook'), 403, 'scope');
  });
});

describe('a custom integration is refused', () => {
  it.each<[string, Json, string]>([
    ['without a name', { resourcebaseurl: 'https://x.example' }, 'name'],
    ['with an empty name', { name: '' }, 'name'],
    ['with a base URL that is none', { name: 'x', resourcebaseurl: 'api.ilert.com' }, 'resourcebaseurl'],
    ['with a base URL of another scheme', { name: 'x', resourcebaseurl: 'ftp://api.ilert.com' }, 'resourcebaseurl'],
    ['with an authorisation off the list', { name: 'x', authorizationtype: 9 }, 'authorizationtype'],
    ['with text for a number', { name: 'x', authorizationtype: '0' }, 'authorizationtype'],
    ['with a guid of its own', { name: 'x', guid: randomUUID() }, 'guid'],
    ['with methods inside', { name: 'x', methods: [{ name: 'm' }] }, '"methods"'],
    ['with an order to the server', { name: 'x', _disconnect: true }, '"_disconnect"'],
  ])('%s', (_, element, message) => refuse('CustomIntegration', element, message));

  it('deletion while it has methods', async () => {
    expectRefused(await halo('DELETE', `/CustomIntegration/${ids.integration}`), 400, 'post message');
  });
});

describe('a method is refused', () => {
  it.each<[string, Json, string]>([
    ['without an integration', { integration_id: undefined }, 'integration_id'],
    ['with an integration that is not there', { integration_id: 1 }, 'integration_id'],
    ['without a name', { name: undefined }, 'name'],
    ['with an HTTP method off the list', { method: 5 }, 'method'],
    ['with the name of an HTTP method', { method: 'POST' }, 'method'],
    ['with a request type off the list', { requesttype: 5 }, 'requesttype'],
    ['with an authorisation off the list', { authorizationtype: -2 }, 'authorizationtype'],
    ['with a body that is not text', { requestbody: { ticket: 1 } }, 'requestbody'],
    ['with headers', { headers: [{ key: 'x', value: 'y' }] }, '"headers"'],
    ['with a header field that is unknown', { headers: [{ name: 'x' }] }, '"headers.0.name"'],
    ['with an order to run a test', { _test: true }, '"_test"'],
  ])('%s', (_, fields, message) =>
    refuse('CustomIntegrationMethod', { integration_id: ids.integration, name: 'm', ...fields }, message),
  );

  it('deletion while a runbook executes it', async () => {
    expectRefused(await halo('DELETE', `/CustomIntegrationMethod/${ids.method}`), 400, 'Tell the chat');
  });
});
