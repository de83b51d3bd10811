import { describe, expect, it } from 'vitest';
import { save, tenant } from './clients.ts';

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

  it('never returns a secret of an integration', async () => {
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
    for (const contradict of [[], ['method-bodies-in-integration']] as const) {
      const { halo, state } = await tenant({ contradict });
      const path = `/CustomIntegration/${state.integrations[0]?.id}`;
      expect((await halo('GET', path)).body).not.toHaveProperty('methods');
      const { methods } = (await halo('GET', `${path}?includedetails=true&includemethods=true`)).body;
      expect(methods).toHaveLength(1);
      expect('requestbody' in methods[0]).toBe(contradict.length === 0);
    }
  });

  it('lists all methods without their integration, each with its name and path, or without what the tenant leaves out', async () => {
    const { halo, state } = await tenant();
    state.addMethod(state.addIntegration('other'), 'second', { path: '/two' });
    const listed = async () => (await halo('GET', '/CustomIntegrationMethod')).body.methods;
    expect(await listed()).toMatchObject([
      { name: 'post message', path: '/messages' },
      { name: 'second', path: '/two' },
    ]);
    state.lists.omittedFields = ['path'];
    for (const row of await listed()) expect(row).not.toHaveProperty('path');
    expect((await halo('GET', `/CustomIntegrationMethod/${state.methods[1]?.id}`)).body.path).toBe('/two');
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
  it('starts as new, with everything the recommended payload asks for, in the form of live tickets', async () => {
    const { halo } = await tenant();
    const ticket = await save(halo, 'Tickets', { summary: 'S', details: 'D' });
    expect(ticket).toMatchObject({
      summary: 'S',
      details: 'D',
      status_id: 1,
      organisation_id: null,
      workflow_name: null,
      dateclosed: '1899-12-30T00:00:00',
      dateassigned: '1900-01-01T00:00:00',
      deadlinedate: '0001-01-01T00:00:00',
      dateoccurred: expect.stringMatching(/\.\d{7}Z$/),
      lastactiondate: expect.stringMatching(/\.\d{7}$/),
      client_name: 'Example GmbH',
      site_name: 'Main',
      team: '1st Line Support',
      agent: { id: 1, name: 'Unassigned' },
      status: { id: 1, name: 'New', shortname: 'New' },
      tickettype: { id: 1, name: 'Incident' },
      priority: { id: expect.stringMatching(/^[\da-f-]{36}$/), priorityid: 3, name: 'Medium' },
    });
    expect((await halo('GET', `/Tickets/${ticket.id}?includedetails=true`)).body).toEqual(ticket);
  });

  it('is listed without its details, found by words of its summary, and closed with a date', async () => {
    const { halo } = await tenant();
    const { id } = await save(halo, 'Tickets', { summary: 'Mail is down' });
    const list = (await halo('GET', '/Tickets?search=mail')).body;
    expect(list).toMatchObject({ record_count: 1, tickets: [{ id, summary: 'Mail is down' }] });
    // Lists omit null fields.
    for (const field of ['details', 'status', 'workflow_name', 'organisation_id'])
      expect(list.tickets[0]).not.toHaveProperty(field);
    expect((await save(halo, 'Tickets', { id, status_id: 9 })).dateclosed).toBeTypeOf('string');
    expect((await halo('DELETE', `/Tickets/${id}?reason=test`)).status).toBe(200);
    expect((await halo('GET', `/Tickets/${id}`)).status).toBe(404);
  });

  it('has a priority by its number, which is listed once per service level agreement, each with a GUID', async () => {
    const { halo } = await tenant();
    const { body } = await halo('GET', '/Priority');
    const critical = body.filter(({ priorityid }: { priorityid: number }) => priorityid === 1);
    expect(critical.map(({ slaid, name }: { slaid: number; name: string }) => [slaid, name])).toEqual([
      [1, 'Critical'],
      [2, 'Critical'],
    ]);
    const ids = body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(body.length);
  });

  it('has the priority that the tenant’s rules give it, whatever was posted', async () => {
    const { halo, state } = await tenant();
    state.rulesForNewTickets = { priority_id: 4 };
    const { id, priority_id } = await save(halo, 'Tickets', { summary: 'x', priority_id: 1 });
    expect(priority_id).toBe(4);
    expect((await save(halo, 'Tickets', { id, priority_id: 1 })).priority_id).toBe(1);
  });

  it('has one of the tenant’s statuses', async () => {
    const { halo } = await tenant();
    const { body } = await halo('GET', '/Status?showall=true');
    const names = body.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['New', 'In Progress', 'On Hold', 'Resolved', 'Closed']));
    expect((await halo('GET', '/Status?excludeclosed=true')).body).toHaveLength(body.length - 1);
  });
});
