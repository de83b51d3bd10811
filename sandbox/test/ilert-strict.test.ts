import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { ilertClient, type Reply, send } from './clients.ts';

let sandbox: Sandbox;
let ilert: ReturnType<typeof ilertClient>;
let policyId: number;

beforeAll(async () => {
  // Far more requests than a key may make in a minute; the limit has its own test.
  sandbox = await startSandbox({ ilertRequestsPerMinute: 10_000 });
  ilert = ilertClient(sandbox);
  policyId = sandbox.ilert.state.policies[0]?.id ?? 0;
});
afterAll(() => sandbox.close());

const source = (fields: Record<string, unknown> = {}) => ({
  name: 'S',
  integrationType: 'HALOITSM',
  escalationPolicy: { id: policyId },
  ...fields,
});

function expectRefused(reply: Reply, status: number, message: string): void {
  expect(reply).toMatchObject({ status, body: { status, code: expect.any(String) } });
  expect(reply.body.message).toContain(message);
}

describe('an alert source is refused', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['without a name', { name: undefined }, 'name'],
    ['with an empty name', { name: ' ' }, 'name'],
    ['without a type', { integrationType: undefined }, 'integrationType'],
    ['with a type ilert does not have', { integrationType: 'HALO' }, 'integrationType'],
    ['without a policy', { escalationPolicy: undefined }, 'escalationPolicy'],
    ['with a policy without id', { escalationPolicy: { name: 'Default' } }, 'escalationPolicy.id'],
    ['with a policy that is not there', { escalationPolicy: { id: 1 } }, 'no escalation policy 1'],
    ['with a team that is not there', { teams: [{ id: 1 }] }, 'no team 1'],
    ['with a service that is not there', { services: [{ id: 1 }] }, 'no service 1'],
    ['with more than 15 services', { services: Array.from({ length: 16 }, (_, id) => ({ id: id + 1 })) }, 'services'],
    ['with an unknown field', { colour: 'red' }, '"colour"'],
    ['with an unknown field deep inside', { summaryTemplate: { text: 'x' } }, '"summaryTemplate.text"'],
    ['with a read-only field', { integrationUrl: 'https://x' }, 'read-only'],
    ['with a status', { status: 'PENDING' }, 'read-only'],
    ['with an id of its own', { id: 5 }, '"id"'],
    ['with a key of its own', { integrationKey: 'il1hit5' }, '"integrationKey"'],
    ['with null for a setting', { severity: null }, 'severity'],
    ['with a severity of 0', { severity: 0 }, 'severity'],
    ['with a severity of 6', { severity: 6 }, 'severity'],
    ['with an auto-resolution time off the list', { autoResolutionTimeout: 'PT7M' }, 'autoResolutionTimeout'],
    ['with a kind of grouping off the list', { alertCreation: 'ALL' }, 'alertCreation'],
    ['with a window and no kind that takes it', { alertGroupingWindow: 'PT5M' }, 'alertGroupingWindow'],
    [
      'with a window and "until resolved"',
      { alertCreation: 'ONE_OPEN_ALERT_ALLOWED', alertGroupingWindow: 'PT5M' },
      'alertGroupingWindow',
    ],
    [
      'with a window off the list',
      { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT10M' },
      'alertGroupingWindow',
    ],
    ['grouped per window without one', { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW' }, 'needs alertGroupingWindow'],
    ['grouped by similarity without a window', { alertCreation: 'INTELLIGENT_GROUPING' }, 'needs alertGroupingWindow'],
    ['with a threshold and no similarity', { scoreThreshold: 0.5 }, 'scoreThreshold'],
    [
      'with a threshold over 1',
      { alertCreation: 'INTELLIGENT_GROUPING', alertGroupingWindow: 'PT5M', scoreThreshold: 1.1 },
      'scoreThreshold',
    ],
    ['by support hours without any', { alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS' }, 'needs supportHours'],
    ['with support hours that are not there', { ...during(), supportHours: { id: 1 } }, 'no support hours 1'],
    ['with support hours and a rule that has no use for them', { supportHours: { id: 1 } }, 'supportHours'],
    ['with support hours by name', { ...during(), supportHours: { id: 1, name: 'Office hours' } }, 'supportHours.name'],
  ])('%s', async (_, fields, message) => {
    const before = sandbox.ilert.state.snapshot();
    expectRefused(await ilert('POST', '/alert-sources', source(fields)), 400, message);
    expect(sandbox.ilert.state.snapshot()).toEqual(before);
  });

  function during() {
    return { alertPriorityRule: 'LOW_DURING_SUPPORT_HOURS' };
  }

  it('when its type or its key changes', async () => {
    const { body } = await ilert('POST', '/alert-sources', source());
    const path = `/alert-sources/${body.id}`;
    expectRefused(await ilert('PUT', path, source({ integrationType: 'API' })), 400, 'integrationType');
    expectRefused(await ilert('PUT', path, source({ integrationKey: 'x' })), 400, 'integrationKey');
    expectRefused(await ilert('PUT', path, source({ id: 1 })), 400, '"id"');
  });
});

describe('an escalation policy is refused', () => {
  it.each<[string, () => Record<string, unknown>, string]>([
    ['without a name', () => ({ escalationRules: [rule()] }), 'name'],
    ['without rules', () => ({ name: 'P' }), 'escalationRules'],
    ['with an empty list of rules', () => ({ name: 'P', escalationRules: [] }), 'escalationRules'],
    ['with a rule for nobody', () => ({ name: 'P', escalationRules: [{ escalationTimeout: 5 }] }), 'needs a user'],
    ['with a rule without time', () => ({ name: 'P', escalationRules: [{ users: [user()] }] }), 'escalationTimeout'],
    ['with a user it has not', () => ({ name: 'P', escalationRules: [rule({ users: [{ id: 1 }] })] }), 'no user 1'],
    ['with a frequency of 10', () => ({ name: 'P', escalationRules: [rule()], frequency: 10 }), 'frequency'],
    ['with an unknown field', () => ({ name: 'P', escalationRules: [rule()], rules: [] }), '"rules"'],
  ])('%s', async (_, policy, message) => {
    expectRefused(await ilert('POST', '/escalation-policies', policy()), 400, message);
  });

  it('deletion while an alert source uses it', async () => {
    expectRefused(await ilert('DELETE', `/escalation-policies/${policyId}`), 400, 'still uses');
  });

  function rule(fields: Record<string, unknown> = {}) {
    return { escalationTimeout: 5, users: [user()], ...fields };
  }

  function user() {
    return { id: sandbox.ilert.state.users[0]?.id };
  }
});

describe('ilert refuses', () => {
  it('paths and methods it does not have, and rows that are not there', async () => {
    for (const path of ['/alert-source', '/alert-sources/', '/Alert-Sources', '//alert-sources']) {
      expectRefused(await ilert('GET', path), 404, '');
    }
    for (const path of ['/alert-sources/1', '/escalation-policies/1', '/alerts/1']) {
      expectRefused(await ilert('GET', path), 404, 'no such');
    }
    for (const path of ['/alert-sources/1', '/escalation-policies/1']) {
      expectRefused(await ilert('DELETE', path), 404, 'no such');
    }
    expectRefused(await ilert('PUT', '/alerts/1/resolve'), 404, 'no such');
    expectRefused(await ilert('PATCH', '/alert-sources/1'), 405, 'PATCH');
    expectRefused(await ilert('DELETE', '/teams'), 405, 'DELETE');
    expectRefused(await ilert('POST', '/users'), 405, 'POST');
  });

  it('pages that are too large', async () => {
    const largest = { 'alert-sources': 50, 'escalation-policies': 50, 'support-hours': 50, schedules: 20 };
    const hundred = { teams: 100, users: 100, services: 100, alerts: 100 };
    for (const [list, most] of Object.entries({ ...largest, ...hundred })) {
      expect((await ilert('GET', `/${list}?max-results=${most}`)).status).toBe(200);
      expectRefused(await ilert('GET', `/${list}?max-results=${most + 1}`), 400, 'uery parameter');
    }
  });

  it('query parameters that are unknown, repeated or malformed', async () => {
    const teams = ['max-results=0', 'start-index=-1', 'start-index=x', 'start-index=1&start-index=2', 'query=x'];
    const alerts = ['states=OPEN', 'sources=x', 'from=yesterday'];
    const others = ['/users/current?include=teams', '/alert-sources?include=summaryTemplate'];
    const queries = [...teams.map((query) => `/teams?${query}`), ...alerts.map((query) => `/alerts?${query}`)];
    for (const path of [...queries, ...others]) expectRefused(await ilert('GET', path), 400, 'uery parameter');
  });

  it('an include that is not on the list', async () => {
    const id = sandbox.ilert.state.alertSources[0]?.id;
    expectRefused(await ilert('GET', `/alert-sources/${id}?include=templates`), 400, 'include');
  });

  it('a body that is not JSON, has another content type, or is not expected', async () => {
    const url = `${sandbox.ilert.url}/api/alert-sources`;
    const authorization = `Bearer ${sandbox.ilert.token}`;
    expectRefused(await ilert('POST', '/alert-sources', '{"name": '), 400, 'not JSON');
    expectRefused(
      await send(url, 'POST', '{}', { authorization, 'content-type': 'text/plain' }),
      400,
      'application/json',
    );
    expectRefused(await ilert('POST', '/alert-sources'), 400, 'application/json');
    expectRefused(await ilert('POST', '/alert-sources', [source()]), 400, 'body');
    expectRefused(
      await ilert('DELETE', `/alert-sources/${sandbox.ilert.state.alertSources[0]?.id}`, {}),
      400,
      'no body',
    );
  });

  it('a key that is missing, wrong or bare', async () => {
    const ask = (headers: Record<string, string>) =>
      send(`${sandbox.ilert.url}/api/users/current`, 'GET', undefined, headers);
    expectRefused(await ask({}), 401, 'header');
    expectRefused(await ask({ authorization: 'Bearer il1apix' }), 403, 'API key');
    expectRefused(await ask({ authorization: 'TOKEN' }), 403, 'API key');
  });
});

describe('an integration URL refuses', () => {
  const post = async (body: unknown, change = (url: string) => url) => {
    const { integrationUrl } = (await ilert('POST', '/alert-sources', source())).body;
    return send(change(integrationUrl), 'POST', body);
  };

  it.each<[string, unknown, string]>([
    ['what is not JSON', '{"ticket": <<ticket>>}', 'not JSON'],
    ['an array', [], 'object'],
    ['a payload without a ticket', { id: 1 }, '"ticket"'],
    ['a ticket that is text', { ticket: '1' }, '"ticket"'],
    ['a ticket without id', { ticket: { summary: 'x' } }, 'no id'],
    ['a ticket whose id is null', { ticket: { id: null } }, 'no id'],
  ])('%s', async (_, body, message) => {
    expectRefused(await post(body), 400, message);
  });

  it('an unknown key, or one of a source of another type', async () => {
    expectRefused(await post({ ticket: { id: 1 } }, (url) => `${url}0`), 404, 'integration key');
    const { integrationKey } = (await ilert('POST', '/alert-sources', source({ integrationType: 'API' }))).body;
    const other = `${sandbox.ilert.url}/api/v1/events/haloitsm/${integrationKey}`;
    expectRefused(await send(other, 'POST', { ticket: { id: 1 } }), 404, 'integration key');
  });

  it('a path with a doubled slash', async () => {
    expectRefused(await post({ ticket: { id: 1 } }, (url) => url.replace('/api/', '//api/')), 404, '');
  });
});
