import { describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { haloClient, sandboxOfTest, save } from './clients.ts';
import { edge, guideSteps } from './connected.ts';

async function tenant(options: SandboxOptions = {}) {
  const sandbox = await sandboxOfTest(options);
  return { sandbox, state: sandbox.halo.state, halo: await haloClient(sandbox) };
}

describe('a Halo tenant', () => {
  it('answers a POST with the object on some routes and with an array of it on others', async () => {
    const { halo } = await tenant();
    const integration = (
      await halo('POST', '/CustomIntegration', [{ name: 'i', resourcebaseurl: 'https://x.example' }])
    ).body;
    expect(integration).toMatchObject({ id: expect.any(Number), guid: expect.any(String), authorizationtype: 0 });
    const method = await halo('POST', '/CustomIntegrationMethod', [{ integration_id: integration.id, name: 'm' }]);
    expect(method.body).toEqual([expect.objectContaining({ name: 'm', method: 0, authorizationtype: -1 })]);
  });

  it('merges an update: fields that are left out stay', async () => {
    const { halo } = await tenant();
    const integration = await save(halo, 'CustomIntegration', {
      name: 'i',
      resourcebaseurl: 'https://x.example',
      note: 'n',
    });
    await save(halo, 'CustomIntegration', { id: integration.id, name: 'j' });
    const { body } = await halo('GET', `/CustomIntegration/${integration.id}?includedetails=true`);
    expect(body).toMatchObject({ id: integration.id, name: 'j', note: 'n', resourcebaseurl: 'https://x.example' });
  });

  it('never gives a secret of an integration out', async () => {
    const { halo } = await tenant();
    const integration = await save(halo, 'CustomIntegration', { name: 'i', new_password: 'p', new_client_secret: 's' });
    const { body } = await halo('GET', `/CustomIntegration/${integration.id}?includedetails=true`);
    expect(Object.keys(body).filter((field) => field.startsWith('new_'))).toEqual([]);
  });

  it('fills the base URL of a method from the integration, at the time of saving', async () => {
    const { halo } = await tenant();
    const integration = await save(halo, 'CustomIntegration', { name: 'i', resourcebaseurl: 'https://old.example' });
    const method = await save(halo, 'CustomIntegrationMethod', { integration_id: integration.id, name: 'm' });
    expect(method).toMatchObject({ resource: 'https://old.example', full_name: 'i: m' });
    await save(halo, 'CustomIntegration', { id: integration.id, resourcebaseurl: 'https://new.example' });
    expect((await halo('GET', `/CustomIntegrationMethod/${method.id}`)).body.resource).toBe('https://old.example');
    expect((await save(halo, 'CustomIntegrationMethod', { id: method.id, resource: '' })).resource).toBe(
      'https://new.example',
    );
  });

  it('shows the body of a method in its details and not in lists', async () => {
    const { halo, state } = await tenant();
    const method = state.methods[0];
    const list = (await halo('GET', `/CustomIntegrationMethod?integration_id=${method?.integration_id}`)).body;
    expect(list).toMatchObject({ record_count: 1, methods: [{ id: method?.id }] });
    expect(list.methods[0]).not.toHaveProperty('requestbody');
    expect((await halo('GET', `/CustomIntegrationMethod/${method?.id}`)).body.requestbody).toBe(method?.requestbody);
    expect((await halo('GET', '/CustomIntegrationMethod?integration_id=1')).body).toEqual({
      record_count: 0,
      methods: [],
    });
  });

  it('shows the methods of an integration when asked, with or without their bodies', async () => {
    for (const methodBodiesInIntegration of [true, false]) {
      const { halo, state } = await tenant({ methodBodiesInIntegration });
      const path = `/CustomIntegration/${state.integrations[0]?.id}`;
      expect((await halo('GET', path)).body).not.toHaveProperty('methods');
      const { methods } = (await halo('GET', `${path}?includedetails=true&includemethods=true`)).body;
      expect(methods).toHaveLength(1);
      expect('requestbody' in methods[0]).toBe(methodBodiesInIntegration);
    }
  });

  it('pages and orders counted lists', async () => {
    const { halo, state } = await tenant();
    const integration = state.addIntegration('many');
    for (const name of ['c', 'a', 'e', 'b', 'd']) state.addMethod(integration, name);
    const names = async (query: string) => {
      const { body } = await halo('GET', `/CustomIntegrationMethod?integration_id=${integration.id}&${query}`);
      expect(body.record_count).toBe(5);
      return body.methods.map(({ name }: { name: string }) => name).join('');
    };
    expect(await names('pageinate=true&page_size=2&page_no=1')).toBe('ca');
    expect(await names('pageinate=true&page_size=2&page_no=3')).toBe('d');
    expect(await names('pageinate=true&page_size=2&page_no=4')).toBe('');
    expect(await names('order=name')).toBe('abcde');
    expect(await names('order=name&orderdesc=true&count=2')).toBe('ed');
  });
});

describe('a runbook', () => {
  async function runbook() {
    const { halo, state } = await tenant();
    const methodId = state.methods[0]?.id ?? 0;
    const steps = guideSteps(methodId);
    const saved = await save(halo, 'Webhook', { name: 'r', type: 1, active: true, steps, _is_new: true });
    const read = async () => (await halo('GET', `/Webhook/${saved.id}?includedetails=true`)).body;
    return { halo, state, methodId, saved, read };
  }

  it('has a GUID, an fdid for each step and an id for each edge', async () => {
    const { saved } = await runbook();
    expect(saved.id).toMatch(/^[0-9a-f-]{36}$/);
    for (const step of saved.steps) expect(step.fdid).toBeTypeOf('number');
    for (const edge of saved.steps[0].actions) expect(edge.id).toBeTypeOf('number');
  });

  it('names the edges of a method itself, whatever was posted', async () => {
    const { halo, methodId, saved } = await runbook();
    const names = (row: typeof saved) =>
      row.steps[0].actions.map(({ action_name }: { action_name: string }) => action_name);
    expect(names(saved)).toEqual(['Successful Response (200 - 299)', 'Unsuccessful Response']);
    const mistaken = guideSteps(methodId, [edge(1, 2, 1), { ...edge(1, 3, 1), action_name: 'Unsuccessful Response' }]);
    const other = await save(halo, 'Webhook', { name: 's', type: 1, steps: mistaken });
    expect(names(other)).toEqual(['Successful Response (200 - 299)', 'Successful Response (200 - 299)']);
  });

  it('keeps its steps when it is renamed', async () => {
    const { halo, saved, read } = await runbook();
    await save(halo, 'Webhook', { id: saved.id, name: 'renamed' });
    expect(await read()).toMatchObject({ name: 'renamed', active: true, steps: saved.steps });
  });

  it('takes a new list of steps as a whole: a step with its fdid stays the same step, others are new', async () => {
    const { halo, methodId, saved, read } = await runbook();
    const [first, second, third] = guideSteps(methodId);
    await save(halo, 'Webhook', { id: saved.id, steps: [{ ...first, fdid: saved.steps[0].fdid }, second, third] });
    const { steps } = await read();
    expect(steps).toHaveLength(3);
    expect(steps[0].fdid).toBe(saved.steps[0].fdid);
    expect(steps[1].fdid).not.toBe(saved.steps[1].fdid);
  });

  it('finds its method by GUID where a step has no id for it', async () => {
    const { halo, state, methodId } = await runbook();
    const [first, ...ends] = guideSteps(methodId);
    const byGuid = {
      ...first,
      id: null,
      fdid: null,
      auto_action_type: undefined,
      auto_action_type_guid: state.methods[0]?.guid,
    };
    const imported = await save(halo, 'Webhook', { name: 'imported', type: 1, steps: [byGuid, ...ends] });
    expect(imported.steps[0].auto_action_type).toBe(methodId);
  });

  it('drops events that are posted with it, and shows its bindings in their place', async () => {
    const { halo, state, saved, read } = await runbook();
    await save(halo, 'Webhook', { id: saved.id, events: [{ eventno: 3, name: 'x', webhook_id: saved.id }] });
    expect(state.bindings.filter(({ webhook_id }) => webhook_id === saved.id)).toEqual([]);
    expect((await read()).events).toEqual([]);
    const binding = {
      guid: null,
      eventno: 3,
      name: 'New',
      type: -2,
      delivery_method: 6,
      agent_id: 0,
      webhook_id: saved.id,
    };
    await save(halo, 'Notification', binding);
    expect((await read()).events).toMatchObject([{ eventno: 3, name: 'New', webhook_id: saved.id }]);
  });

  it('is listed without its steps, and when it is inactive only with showall', async () => {
    const { halo, saved } = await runbook();
    const names = async (query: string) =>
      (await halo('GET', `/Webhook?${query}`)).body.map(({ name }: { name: string }) => name);
    expect(await names('type=1')).toEqual(['r']);
    expect(await names('showall=true&type=1')).toEqual(['Tell the chat', 'r']);
    expect(await names('showall=true&type=0')).toEqual([]);
    const [listed] = (await halo('GET', '/Webhook?type=1')).body;
    for (const field of ['steps', 'events']) expect(listed).not.toHaveProperty(field);
    expect((await halo('GET', `/Webhook/${saved.id}`)).body).not.toHaveProperty('steps');
  });

  it('goes children first: events, runbook, method, integration; nothing of it answers afterwards', async () => {
    const { halo, state } = await tenant();
    const [integration, method, webhook, binding] = [
      state.integrations[0],
      state.methods[0],
      state.webhooks[0],
      state.bindings[0],
    ];
    const paths = [
      `/Notification/${binding?.id}`,
      `/Webhook/${webhook?.id}`,
      `/CustomIntegrationMethod/${method?.id}`,
      `/CustomIntegration/${integration?.id}`,
    ];
    for (const path of paths) {
      expect((await halo('DELETE', path)).status).toBe(200);
      expect((await halo('GET', path)).status).toBe(404);
    }
  });
});

describe('an event of a runbook', () => {
  it('that is posted with the guid of another takes that one over', async () => {
    const { halo, state } = await tenant();
    const other = state.addRunbook('other');
    const [victim] = state.bindings;
    const element = { eventno: 76, name: 'mine', type: -2, delivery_method: 6, agent_id: 0, webhook_id: other.id };
    const saved = await save(halo, 'Notification', { ...element, guid: victim?.guid });
    expect(saved).toMatchObject({ id: victim?.id, name: 'mine', webhook_id: other.id });
    expect(state.bindings).toHaveLength(1);
  });

  it('is found by its runbook', async () => {
    const { halo, state } = await tenant();
    const other = state.addRunbook('other');
    state.addBinding(other, 76, 'Ticket Status Changed');
    const { body } = await halo('GET', `/Notification?webhook_id=${other.id.toUpperCase()}`);
    expect(body).toMatchObject([{ eventno: 76, name: 'Ticket Status Changed' }]);
  });

  it('merges an update and keeps its conditions', async () => {
    const { halo, state } = await tenant();
    const conditions = [{ fieldname: 'tickettype_id', type: 0, value_int: 1, value_type: 'int', tablename: 'faults' }];
    const element = {
      guid: null,
      eventno: 3,
      name: 'n',
      type: -2,
      delivery_method: 6,
      webhook_id: state.webhooks[0]?.id,
    };
    const saved = await save(halo, 'Notification', { ...element, filter_type: 2, condition_count: 1, conditions });
    const updated = await save(halo, 'Notification', { id: saved.id, name: 'm' });
    expect(updated).toMatchObject({ name: 'm', eventno: 3, filter_type: 2, conditions });
  });
});

describe('the lookup of events', () => {
  const KNOWN = [
    [1, 'New $#request Logged - Assigned to Recipient'],
    [3, 'New $#request Logged - All'],
    [39, 'Closed - All'],
    [76, '$#request Status Changed  - All'],
  ];

  it('has 205 rows, the known ones with their names and spacing', async () => {
    const { halo } = await tenant();
    const { body } = await halo('GET', '/Lookup?lookupid=64');
    expect(body).toHaveLength(205);
    const rows = new Map<number, { name: string; value2: string }>(body.map((row: { id: number }) => [row.id, row]));
    for (const [id, name] of KNOWN) expect(rows.get(Number(id))?.name).toBe(name);
    expect(rows.get(1)?.value2).toBe(rows.get(3)?.value2);
    expect(new Set([...rows.values()].map(({ name }) => name.replaceAll(/\s+/g, ' '))).size).toBe(205);
  });

  it('can come back empty when asked for by number, and is then part of the unfiltered list', async () => {
    const { halo } = await tenant({ lookupFilterWorks: false });
    expect((await halo('GET', '/Lookup?lookupid=64')).body).toEqual([]);
    const all = (await halo('GET', '/Lookup?count=1000')).body;
    expect(all.filter(({ lookupid }: { lookupid: number }) => lookupid === 64)).toHaveLength(205);
    expect(all.length).toBeGreaterThan(205);
    expect((await halo('GET', '/Lookup')).body).toHaveLength(50);
  });
});

describe('a ticket', () => {
  it('starts as new, with everything the recommended payload asks for; what is empty is null', async () => {
    const { halo } = await tenant();
    const ticket = await save(halo, 'Tickets', { summary: 'S', details: 'D' });
    expect(ticket).toMatchObject({
      ...{ summary: 'S', details: 'D', status_id: 1, dateclosed: null, organisation_id: null, workflow_name: null },
      ...{
        client_name: 'Example GmbH',
        site_name: 'Main',
        team: '1st Line Support',
        agent: { id: 1, name: 'Unassigned' },
      },
      ...{ status: { id: 1, name: 'New', shortname: 'New' }, tickettype: { id: 1, name: 'Incident' } },
      priority: { id: 3, name: 'Medium' },
    });
    expect((await halo('GET', `/Tickets/${ticket.id}?includedetails=true`)).body).toEqual(ticket);
  });

  it('is listed without its details, found by words of its summary, and closed with a date', async () => {
    const { halo } = await tenant();
    const { id } = await save(halo, 'Tickets', { summary: 'Mail is down' });
    const list = (await halo('GET', '/Tickets?search=mail')).body;
    expect(list).toMatchObject({ record_count: 1, tickets: [{ id, summary: 'Mail is down' }] });
    for (const field of ['details', 'status']) expect(list.tickets[0]).not.toHaveProperty(field);
    expect((await save(halo, 'Tickets', { id, status_id: 9 })).dateclosed).toBeTypeOf('string');
    expect((await halo('DELETE', `/Tickets/${id}?reason=test`)).status).toBe(200);
    expect((await halo('GET', `/Tickets/${id}`)).status).toBe(404);
  });

  it('has one of the tenant’s statuses', async () => {
    const { halo } = await tenant();
    const { body } = await halo('GET', '/Status?showall=true');
    const names = body.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['New', 'In Progress', 'On Hold', 'Resolved', 'Closed']));
    expect((await halo('GET', '/Status?excludeclosed=true')).body).toHaveLength(body.length - 1);
  });
});
