import { describe, expect, it } from 'vitest';
import { growAccount } from '../sandbox.ts';
import { ilertClient, sandboxOfTest, send } from './clients.ts';

async function account() {
  const sandbox = await sandboxOfTest();
  return { sandbox, state: sandbox.ilert.state, ilert: ilertClient(sandbox) };
}

describe('an ilert account', () => {
  it('returns key, URL and location of a new alert source', async () => {
    const { ilert, state, sandbox } = await account();
    const escalationPolicy = { id: state.policies[1]?.id };
    const reply = await ilert('POST', '/alert-sources', { name: 'S', integrationType: 'HALOITSM', escalationPolicy });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`${sandbox.ilert.url}/api/alert-sources/${reply.body.id}`);
    expect(reply.body.integrationKey).toMatch(/^il1hit[0-9a-f]{32}$/);
    expect(reply.body.integrationUrl).toBe(`${sandbox.ilert.url}/api/v1/events/haloitsm/${reply.body.integrationKey}`);
    expect(reply.body).toMatchObject({
      active: true,
      alertCreation: 'ONE_ALERT_PER_EMAIL',
      alertPriorityRule: 'HIGH',
      teams: [],
      bidirectional: false,
      escalationPolicy: { name: 'Critical incidents', repeating: true, escalationRules: [{}, {}] },
    });
  });

  it('shows rows an alert source points to as whole rows', async () => {
    const { ilert, state } = await account();
    const [hours, team, service, policy] = [
      state.supportHours[0],
      state.teams[0],
      state.services[0],
      state.policies[0],
    ];
    const { body } = await ilert('POST', '/alert-sources', {
      name: 'S',
      integrationType: 'HALOITSM',
      alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS',
      escalationPolicy: { id: policy?.id },
      teams: [{ id: team?.id }],
      supportHours: { id: hours?.id },
      services: [{ id: service?.id }],
    });
    expect(body).toMatchObject({
      teams: [{ id: team?.id, name: 'Operations' }],
      supportHours: { name: 'Office hours', timezone: 'Europe/Berlin', supportDays: { MONDAY: { start: '08:00' } } },
      services: [{ name: 'Mail', status: 'OPERATIONAL' }],
    });
  });

  it('shows templates and filters only where they are asked for, and never in lists', async () => {
    const { ilert, state } = await account();
    const summaryTemplate = { textTemplate: '{{ ticket.summary }}' };
    const { body } = await ilert('POST', '/alert-sources', {
      name: 'S',
      integrationType: 'HALOITSM',
      escalationPolicy: { id: state.policies[0]?.id },
      summaryTemplate,
      eventFilter: 'true',
    });
    const plain = (await ilert('GET', `/alert-sources/${body.id}`)).body;
    expect(plain).not.toHaveProperty('summaryTemplate');
    expect(plain).not.toHaveProperty('eventFilter');
    const asked = (
      await ilert('GET', `/alert-sources/${body.id}?include=summaryTemplate&include=linkTemplates&include=textTemplate`)
    ).body;
    expect(asked).toMatchObject({ summaryTemplate });
    expect(asked).not.toHaveProperty('eventFilter');
    const listed = (await ilert('GET', '/alert-sources')).body.at(-1);
    expect(listed).not.toHaveProperty('summaryTemplate');
    expect(listed).not.toHaveProperty('setupStatus');
  });

  it('keeps the template of a link and forgets the text that it supersedes', async () => {
    const { ilert, state } = await account();
    const base = { name: 'S', integrationType: 'HALOITSM', escalationPolicy: { id: state.policies[0]?.id } };
    const link = { linkTextTemplate: { textTemplate: 'Ticket' }, hrefTemplate: { textTemplate: 'https://a' } };
    const plain = { text: 'Plain', hrefTemplate: { textTemplate: 'https://b' } };
    const { body } = await ilert('POST', '/alert-sources', {
      ...base,
      linkTemplates: [{ text: 'Old', ...link }, plain],
    });
    expect(body.linkTemplates).toEqual([link, plain]);
    const nameless = [{ hrefTemplate: link.hrefTemplate }];
    expect((await ilert('POST', '/alert-sources', { ...base, linkTemplates: nameless })).status).toBe(400);
  });

  it('keeps the teams that a PUT leaves out, clears them for an empty list, and shows them in its own order', async () => {
    const { ilert, state } = await account();
    const base = { name: 'S', integrationType: 'HALOITSM', escalationPolicy: { id: state.policies[0]?.id } };
    const [first, second] = state.teams.map(({ id }) => ({ id }));
    const { body: made } = await ilert('POST', '/alert-sources', { ...base, teams: [second, first] });
    expect(made.teams).toMatchObject([first, second]);
    expect((await ilert('PUT', `/alert-sources/${made.id}`, base)).body.teams).toMatchObject([first, second]);
    expect((await ilert('PUT', `/alert-sources/${made.id}`, { ...base, teams: [] })).body.teams).toEqual([]);
  });

  it('finds an alert source by its key as well', async () => {
    const { ilert, state } = await account();
    const source = state.addAlertSource('S');
    expect((await ilert('GET', `/alert-sources/${source.integrationKey}`)).body.id).toBe(source.id);
  });

  it('replaces an alert source: what is left out falls back, key and URL stay', async () => {
    const { ilert, state } = await account();
    const base = { name: 'S', integrationType: 'HALOITSM', escalationPolicy: { id: state.policies[0]?.id } };
    const settings = { severity: 2, autoResolutionTimeout: 'PT2H', alertCreation: 'ONE_OPEN_ALERT_ALLOWED' };
    const before = (await ilert('POST', '/alert-sources', { ...base, ...settings, eventFilter: 'true' })).body;
    const replaced = await ilert('PUT', `/alert-sources/${before.id}`, { ...base, name: 'T' });
    expect(replaced.status).toBe(200);
    const after = (await ilert('GET', `/alert-sources/${before.id}?include=eventFilter`)).body;
    expect(after).toMatchObject({
      name: 'T',
      alertCreation: 'ONE_ALERT_PER_EMAIL',
      integrationKey: before.integrationKey,
    });
    expect(after.integrationUrl).toBe(before.integrationUrl);
    for (const field of ['severity', 'autoResolutionTimeout', 'eventFilter']) expect(after).not.toHaveProperty(field);
  });

  it('calls the setup of an alert source unfinished, unless the client says that it is finished', async () => {
    const { ilert, state } = await account();
    const base = { name: 'S', integrationType: 'HALOITSM', escalationPolicy: { id: state.policies[0]?.id } };
    const { body: made } = await ilert('POST', '/alert-sources', base);
    expect(made.setupStatus).toBe('CREATED');
    const put = async (more: object) => (await ilert('PUT', `/alert-sources/${made.id}`, { ...base, ...more })).body;
    expect((await put({ setupStatus: 'FINISHED' })).setupStatus).toBe('FINISHED');
    expect((await put({})).setupStatus).toBe('CREATED');
  });

  it('deletes an alert source for good', async () => {
    const { ilert, state } = await account();
    const { id } = state.addAlertSource('S');
    const reply = await ilert('DELETE', `/alert-sources/${id}`);
    expect(reply).toMatchObject({ status: 204, body: undefined });
    expect((await ilert('GET', `/alert-sources/${id}`)).status).toBe(404);
    expect((await ilert('DELETE', `/alert-sources/${id}`)).status).toBe(404);
  });

  it('creates, replaces and deletes an escalation policy', async () => {
    const { ilert, state } = await account();
    const rule = {
      escalationTimeout: 10,
      users: [{ id: state.users[1]?.id }],
      schedules: [{ id: state.schedules[0]?.id }],
    };
    const made = await ilert('POST', '/escalation-policies', { name: 'P', escalationRules: [rule], frequency: 2 });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'P', frequency: 2, escalationRules: [{ escalationTimeout: 10 }] },
    });
    const path = `/escalation-policies/${made.body.id}`;
    expect((await ilert('PUT', path, { name: 'Q', escalationRules: [rule] })).body).toMatchObject({
      name: 'Q',
      frequency: 1,
    });
    expect((await ilert('GET', path)).body.name).toBe('Q');
    expect((await ilert('DELETE', path)).status).toBe(204);
  });

  it('shows the owner of the key', async () => {
    const { ilert } = await account();
    expect((await ilert('GET', '/users/current')).body).toMatchObject({ firstName: 'Ada', role: 'ADMIN' });
  });

  it('pages its lists, with the documented page where the client does not say', async () => {
    const { ilert, state } = await account();
    growAccount(state, { alertSources: 175, teams: 130, policies: 120 });
    while (state.services.length < 30) state.addService(`Service ${state.services.length}`);
    while (state.schedules.length < 25) state.addSchedule(`Schedule ${state.schedules.length}`);
    const length = async (path: string) => (await ilert('GET', path)).body.length;
    expect(await length('/alert-sources')).toBe(50);
    expect(await length('/alert-sources?start-index=150')).toBe(25);
    expect(await length('/alert-sources?start-index=175')).toBe(0);
    expect(await length('/teams')).toBe(50);
    expect(await length('/teams?max-results=100&start-index=100')).toBe(30);
    expect(await length('/escalation-policies?start-index=100')).toBe(20);
    expect(await length('/services')).toBe(10);
    expect(await length('/schedules')).toBe(20);
    const member = state.users[2]?.id;
    expect((await ilert('GET', `/teams?members=${member}`)).body).toMatchObject([{ name: 'Service Desk' }]);
  });

  it('omits the exceptions from the list of support hours', async () => {
    const { ilert } = await account();
    const [hours] = (await ilert('GET', '/support-hours')).body;
    expect(hours).toMatchObject({ name: 'Office hours' });
    expect(hours).not.toHaveProperty('exceptions');
  });
});

describe('the rate limits', () => {
  it('accept 120 requests a minute per key, then answer 429 until the minute is over', async () => {
    let now = Date.parse('2026-01-05T10:00:00Z');
    const sandbox = await sandboxOfTest({ now: () => now, ilertRequestsPerMinute: 120, retryAfter: true });
    const ilert = ilertClient(sandbox);
    const statuses = await Promise.all(
      Array.from({ length: 120 }, async () => (await ilert('GET', '/users/current')).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    now += 18_000;
    const refused = await ilert('GET', '/users/current');
    expect(refused).toMatchObject({
      status: 429,
      body: { status: 429, message: expect.any(String), code: expect.any(String) },
    });
    expect(refused.headers.get('retry-after')).toBe('42');
    now += 42_000;
    expect((await ilert('GET', '/users/current')).status).toBe(200);
  });

  it('answer 429 without saying how long, by default', async () => {
    const sandbox = await sandboxOfTest({ ilertRequestsPerMinute: 0 });
    const refused = await ilertClient(sandbox)('GET', '/users/current');
    expect(refused.status).toBe(429);
    expect(refused.headers.has('retry-after')).toBe(false);
  });

  it('count the events of an integration key separately', async () => {
    const sandbox = await sandboxOfTest({ integrationKeyRequestsPerMinute: 2 });
    const { integrationKey } = sandbox.ilert.state.addAlertSource('S');
    const post = (id: number) =>
      send(`${sandbox.ilert.url}/api/v1/events/haloitsm/${integrationKey}`, 'POST', { ticket: { id } });
    expect([(await post(1)).status, (await post(2)).status, (await post(3)).status]).toEqual([202, 202, 429]);
    expect((await ilertClient(sandbox)('GET', '/users/current')).status).toBe(200);
  });
});
