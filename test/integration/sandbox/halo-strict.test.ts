import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { haloClient, type Reply, send, signIn } from './clients.ts';
import { edge, guideSteps } from './connected.ts';

type Json = Record<string, unknown>;

let sandbox: Sandbox;
let halo: Awaited<ReturnType<typeof haloClient>>;
/** Rows that are there from the start. */
let ids: { integration: number; method: number; runbook: string; binding: number };

beforeAll(async () => {
  sandbox = await startSandbox();
  halo = await haloClient(sandbox);
  const { integrations, methods, webhooks, bindings } = sandbox.halo.state;
  ids = {
    integration: integrations[0]?.id ?? 0,
    method: methods[0]?.id ?? 0,
    runbook: webhooks[0]?.id ?? '',
    binding: bindings[0]?.id ?? 0,
  };
});
afterAll(() => sandbox.close());

function expectRefused(reply: Reply, status: number, message: string): void {
  expect(reply.status).toBe(status);
  expect(reply.body).toBeTypeOf('string');
  expect(reply.body).toContain(message);
}

/** Posts an element, which must be refused and must change nothing. */
async function refuse(route: string, element: Json, message: string, status = 400): Promise<void> {
  const before = sandbox.halo.state.snapshot();
  expectRefused(await halo('POST', `/${route}`, [element]), status, message);
  expect(sandbox.halo.state.snapshot()).toEqual(before);
}

describe('the authorisation server', () => {
  it('is named by AuthInfo and InstanceInfo without a token', async () => {
    const info = await send(`${sandbox.halo.url}/api/AuthInfo`, 'GET');
    expect(info.body).toMatchObject({ auth_url: `${sandbox.halo.url}/auth`, tenant_id: 'sandbox' });
    expect((await send(`${sandbox.halo.url}/api/InstanceInfo`, 'GET')).body).toMatchObject({ tenant_id: 'sandbox' });
  });

  it('gives a token for the right credentials', async () => {
    const reply = await signIn(sandbox);
    expect(reply).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['a wrong client', { client_id: 'x' }, '?tenant=sandbox', 'invalid_client'],
    ['a wrong secret', { client_secret: 'x' }, '?tenant=sandbox', 'invalid_client'],
    ['another grant', { grant_type: 'password' }, '?tenant=sandbox', 'unsupported_grant_type'],
    ['an unknown scope', { scope: 'everything' }, '?tenant=sandbox', 'invalid_scope'],
    ['no scope', { scope: '' }, '?tenant=sandbox', 'invalid_scope'],
    ['an unknown field', { audience: 'x' }, '?tenant=sandbox', 'invalid_request'],
    ['another tenant', {}, '?tenant=acme', 'invalid_request'],
    ['no tenant', {}, '', 'invalid_request'],
  ])('refuses %s', async (_, form, query, error) => {
    expect(await signIn(sandbox, form, query)).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses credentials sent as JSON', async () => {
    const reply = await send(`${sandbox.halo.url}/auth/token?tenant=sandbox`, 'POST', {
      grant_type: 'client_credentials',
    });
    expectRefused(reply, 400, 'x-www-form-urlencoded');
  });
});

describe('Halo refuses', () => {
  it.each([
    ['GET', '/Runbook', 404],
    ['GET', '/webhook', 404],
    ['GET', '/Webhook/', 404],
    ['GET', '/Webhook/5', 404],
    ['GET', '/CustomIntegration/1', 404],
    ['GET', '/CustomIntegrationMethod/1', 404],
    ['GET', '/Notification/1', 404],
    ['GET', '/Tickets/1', 404],
    ['GET', '/Automation/1', 404],
    ['GET', '/WebhookEvent/1', 404],
    ['DELETE', '/CustomIntegration/1', 404],
    ['DELETE', '/CustomIntegrationMethod/1', 404],
    ['DELETE', '/Webhook/1', 404],
    ['DELETE', '/Notification/1', 404],
    ['DELETE', '/Tickets/1', 404],
    ['PUT', '/CustomIntegration', 405],
    ['PATCH', '/Webhook', 405],
    ['DELETE', '/Lookup', 405],
    ['POST', '/Status', 405],
    ['POST', '/Automation', 405],
  ] as const)('%s %s with %i', async (method, path, status) => {
    expectRefused(await halo(method, path), status, '');
  });

  it.each([
    '/CustomIntegration?page_no=1',
    '/CustomIntegrationMethod?integrationid=1',
    '/CustomIntegrationMethod?integration_id=x',
    '/CustomIntegrationMethod?pageinate=yes',
    '/CustomIntegrationMethod?order=colour',
    '/Webhook?type=runbook',
    '/Webhook?count=5',
    '/Notification?webhook=x',
    '/Lookup?lookup_id=64',
    '/Automation?page_no=1',
    '/WebhookEvent?ticket_id=1',
    '/Tickets?status=1',
    '/Status?closed=true',
    '/AuthInfo?tenant=sandbox',
  ])('the query of %s', async (path) => {
    expectRefused(await halo('GET', path), 400, '"');
  });

  it.each(['CustomIntegration', 'CustomIntegrationMethod', 'Webhook', 'Notification', 'Tickets'])(
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

  it('everything without a token in force, and what is forbidden', async () => {
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

describe('a webhook or runbook is refused', () => {
  it('of type 0 without a URL', async () => {
    await refuse('Webhook', { name: 'x' }, 'Please enter a valid URL');
    await refuse('Webhook', { name: 'x', type: 0, url: 'nowhere' }, 'Please enter a valid URL');
  });

  it.each<[string, Json, string]>([
    ['without a name', { name: undefined }, 'name'],
    ['of a type off the list', { type: 2 }, 'type'],
    ['with a kind of start off the list', { runbook_start_type: 2 }, 'runbook_start_type'],
    ['with null for its steps', { steps: null }, 'steps'],
    ['with integrations inside', { integrations: [{ name: 'x' }] }, '"integrations"'],
  ])('%s', (_, fields, message) => refuse('Webhook', { name: 'r', type: 1, ...fields }, message));

  it('when its type changes', () => refuse('Webhook', { id: ids.runbook, type: 0, url: 'https://x.example' }, 'type'));

  const changed = (index: number, fields: Json) =>
    guideSteps(ids.method).map((step, at) => (at === index ? { ...step, ...fields } : step));

  it.each<[string, () => Json[], string]>([
    ['two steps of the same number', () => changed(2, { step_id: 2 }), 'step_id of its own'],
    ['no start', () => changed(0, { isstart: false }), 'exactly one start'],
    ['two starts', () => changed(1, { isstart: true }), 'exactly one start'],
    ['a step without number', () => changed(0, { step_id: undefined }), 'step_id'],
    ['a step without name', () => changed(0, { name: undefined }), 'name'],
    ['a step of a kind off the list', () => changed(0, { steptype: 4 }), 'steptype'],
    ['an end with a result off the list', () => changed(2, { auto_action: 3 }), 'result 3'],
    ['an action without method', () => changed(0, { auto_action_type: undefined }), 'integration method'],
    ['an action with a method that is not there', () => changed(0, { auto_action_type: 1 }), 'integration method'],
    ['a step with the fdid of none', () => changed(0, { fdid: 1 }), 'fdid 1'],
    ['a step with an unknown field', () => changed(0, { colour: 'red' }), '"steps.0.colour"'],
    ['an edge to a step there is not', () => changed(0, { actions: [edge(1, 9, 1)] }), 'ends at a step'],
    ['an edge of another step', () => changed(0, { actions: [edge(2, 3, 1)] }), 'starts at another step'],
    ['an edge with the id of none', () => changed(0, { actions: [{ ...edge(1, 2, 1), id: 1 }] }), 'id 1'],
    ['an edge without seq', () => changed(0, { actions: [{ ...edge(1, 2, 1), seq: undefined }] }), 'seq'],
    ['an edge without result', () => changed(0, { actions: [edge(1, 2, 2)] }), 'approval_result'],
    [
      'an edge with an unknown field',
      () => changed(0, { actions: [{ ...edge(1, 2, 1), label: 'x' }] }),
      '"steps.0.actions.0.label"',
    ],
  ])('with %s', (_, steps, message) => refuse('Webhook', { name: 'r', type: 1, steps: steps() }, message));

  it('deletion while it has events', async () => {
    expectRefused(await halo('DELETE', `/Webhook/${ids.runbook}`), 400, 'New Ticket Logged');
  });
});

describe('an event of a runbook is refused', () => {
  const condition = { fieldname: 'tickettype_id', type: 0, value_int: 1, value_type: 'int', tablename: 'faults' };

  it.each<[string, Json, string]>([
    ['without a name', { name: undefined }, 'name'],
    ['without a runbook', { webhook_id: undefined }, 'webhook_id'],
    ['with a runbook that is not there', { webhook_id: randomUUID() }, 'webhook_id'],
    ['with a number that no event has', { eventno: 206 }, 'no event 206'],
    ['of another type', { type: 0 }, 'type'],
    ['with another way of delivery', { delivery_method: 1 }, 'delivery_method'],
    ['with an agent who is not there', { agent_id: 99 }, 'no agent 99'],
    ['with a guid that is no row’s', { guid: randomUUID() }, 'guid'],
    ['with conditions that would not be looked at', { condition_count: 1, conditions: [condition] }, 'filter_type 2'],
    ['with a filter and no conditions', { filter_type: 2 }, 'needs conditions'],
    ['with a wrong count of conditions', { filter_type: 2, condition_count: 2, conditions: [condition] }, 'must be 1'],
    [
      'with a comparison off the list',
      { filter_type: 2, condition_count: 1, conditions: [{ ...condition, type: 2 }] },
      'type',
    ],
    [
      'with a condition without value',
      { filter_type: 2, condition_count: 1, conditions: [{ ...condition, value_int: null }] },
      'value_string or value_int',
    ],
    [
      'with a condition on another table',
      { filter_type: 2, condition_count: 1, conditions: [{ ...condition, tablename: 'users' }] },
      'tablename',
    ],
  ])('%s', (_, fields, message) =>
    refuse(
      'Notification',
      {
        ...{ guid: null, eventno: 3, name: 'New Ticket Logged', type: -2, delivery_method: 6, agent_id: 0 },
        ...{ webhook_id: ids.runbook },
        ...fields,
      },
      message,
    ),
  );
});

describe('a ticket is refused', () => {
  it.each<[string, Json, string]>([
    ['without a summary', { details: 'x' }, 'summary'],
    ['with an empty summary', { summary: '' }, 'summary'],
    ['with a status that is not there', { status_id: 77 }, 'status_id'],
    ['with a type that is not there', { tickettype_id: 77 }, 'tickettype_id'],
    ['with a client that is not there', { client_id: 77 }, 'client_id'],
    ['with an agent who is not there', { agent_id: 77 }, 'agent_id'],
    ['with a team that is not there', { team: 'x' }, 'team'],
    ['with a date that is none', { dateoccurred: 'yesterday' }, 'dateoccurred'],
    ['with a nested row', { status: { id: 1 } }, '"status"'],
  ])('%s', (_, fields, message) =>
    refuse('Tickets', 'details' in fields ? fields : { summary: 'x', ...fields }, message),
  );

  it('without a field the tenant asks for', async () => {
    sandbox.halo.state.requiredTicketFields = ['category_1'];
    await refuse('Tickets', { summary: 'x' }, '"category_1"');
    expect((await halo('POST', '/Tickets', [{ summary: 'x', category_1: 'Mail' }])).status).toBe(200);
  });
});
