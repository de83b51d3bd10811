import { describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, expectNothingPending, storedIn, writesIn } from '../../support/tenants.ts';

describe('an account whose events go to another address than its API', () => {
  async function elsewhere() {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.origin = 'https://events.example.com';
    return sandbox;
  }

  it('corrects the origin of an integration that an interrupted run has made before the alert source', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.origin = 'https://events.example.com';
    sandbox.halo.state.addIntegration('ilert integration', {
      resourcebaseurl: sandbox.ilert.url,
      authorizationtype: 0,
    });
    await applied(sandbox);
    const { integration } = storedIn(sandbox);
    expect(integration.resourcebaseurl).toBe('https://events.example.com');
    await expectNothingPending(sandbox);
  });

  it('has its integration corrected before the method is created', async () => {
    const sandbox = await elsewhere();
    await applied(sandbox);
    const { source, integration, method } = storedIn(sandbox);
    expect(integration.resourcebaseurl).toBe('https://events.example.com');
    expect(method).toMatchObject({
      resource: 'https://events.example.com',
      path: `/api/v1/events/haloitsm/${source.integrationKey}`,
    });
    const ofHalo = writesIn(sandbox).filter(({ service }) => service === 'halo');
    expect(ofHalo.map(({ path }) => path.slice('/api/'.length))).toEqual([
      'CustomIntegration',
      'CustomIntegration',
      'CustomIntegrationMethod',
      'Webhook',
      'Notification',
      'Notification',
    ]);
    expect(ofHalo.slice(0, 2).map(({ body }) => body)).toEqual([
      [{ name: 'ilert integration', authorizationtype: 0, resourcebaseurl: sandbox.ilert.url }],
      [{ id: integration.id, resourcebaseurl: 'https://events.example.com' }],
    ]);
    await expectNothingPending(sandbox);
  });

  it('has its integration created correctly if the alert source exists already', async () => {
    const sandbox = await elsewhere();
    sandbox.ilert.state.addAlertSource('HaloITSM');
    await applied(sandbox);
    expect(sandbox.writes()).toBe(5);
    expect(storedIn(sandbox).integration.resourcebaseurl).toBe('https://events.example.com');
  });
});

describe('a tenant that behaves differently', () => {
  it.each<[string, SandboxOptions]>([
    ['shows no bodies of methods in the integration', { contradict: ['method-bodies-in-integration'] }],
    ['answers the filtered list of events with nothing', { lookupFilterWorks: false }],
  ])('is still set up, and a second apply writes nothing: %s', async (_, options) => {
    const sandbox = await sandboxOfTest(options);
    const { stderr } = await applied(sandbox);
    expect(stderr).not.toContain('assumed');
    storedIn(sandbox);
    await applied(sandbox);
    expect(sandbox.writes()).toBe(6);
  });

  it('has its own numbers of the events used', async () => {
    const sandbox = await sandboxOfTest();
    const { lookups, bindings } = sandbox.halo.state;
    const renumber = (from: number, to: number) => {
      const index = lookups.findIndex(({ id, lookupid }) => id === from && lookupid === 64);
      lookups[index] = { ...(lookups[index] as (typeof lookups)[number]), id: to };
    };
    renumber(3, 1003);
    renumber(76, 1076);
    await applied(sandbox);
    expect(bindings.slice(-2).map(({ eventno }) => eventno)).toEqual(expect.arrayContaining([1003, 1076]));
    await expectNothingPending(sandbox);
  });

  it('gets the usual event numbers, with a note, if its list does not name the events', async () => {
    const sandbox = await sandboxOfTest();
    const { lookups } = sandbox.halo.state;
    for (const [index, row] of lookups.entries()) {
      if (row.lookupid === 64 && [3, 76].includes(row.id)) lookups[index] = { ...row, name: `Ereignis ${row.id}` };
    }
    const { stderr } = await applied(sandbox);
    expect(stderr).toContain('no "New Ticket Logged - All"; using number 3, as on other tenants');
    expect(stderr).toContain('no "Ticket Status Changed - All"; using number 76, as on other tenants');
    storedIn(sandbox);
  });

  it('is signed in to on its own host if it names no tenant', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.tenantId = undefined;
    await applied(sandbox);
  });

  it('may revoke its tokens in the middle of a run', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) => {
      if (method !== 'POST' || path !== '/api/Webhook') return undefined;
      sandbox.halo.state.revokeTokens();
      sandbox.intercept = undefined;
      return undefined;
    };
    await applied(sandbox);
    storedIn(sandbox);
    expect(sandbox.requests.filter(({ path }) => path === '/auth/token')).toHaveLength(2);
  });

  it('may throttle any request, with or without Retry-After', async () => {
    const sandbox = await sandboxOfTest();
    const throttled = new Set<string>();
    sandbox.intercept = ({ method, path, query }) => {
      const key = `${method} ${path}?${query}`;
      if (throttled.has(key)) return undefined;
      throttled.add(key);
      return { kind: 'respond', status: 429, ...(throttled.size % 2 === 0 && { headers: { 'retry-after': '1' } }) };
    };
    const { stderr } = await applied(sandbox);
    expect(stderr).toMatch(/^(ilert|HaloITSM)'s rate limit reached \(/m);
    storedIn(sandbox);
  });
});

describe('the rate limit of ilert', () => {
  it('is not reached by a whole run', async () => {
    const sandbox = await sandboxOfTest({ ilertRequestsPerMinute: 20 });
    await applied(sandbox);
    await applied(sandbox);
    expect(sandbox.requests.filter(({ status }) => status === 429)).toEqual([]);
  });
});
