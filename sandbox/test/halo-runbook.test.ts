import { describe, expect, it } from 'vitest';
import { save, tenant } from './clients.ts';
import { edge, guideSteps } from './connected.ts';

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

  it('replaces the list of steps as a whole: a step posted with its fdid stays the same step, others are new', async () => {
    const { halo, methodId, saved, read } = await runbook();
    const [first, second, third] = guideSteps(methodId);
    await save(halo, 'Webhook', { id: saved.id, steps: [{ ...first, fdid: saved.steps[0].fdid }, second, third] });
    const { steps } = await read();
    expect(steps).toHaveLength(3);
    expect(steps[0].fdid).toBe(saved.steps[0].fdid);
    expect(steps[1].fdid).not.toBe(saved.steps[1].fdid);
  });

  it('finds its method by GUID when a step has no id of it', async () => {
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
    expect(state.webhooks.at(-1)).not.toHaveProperty('events');
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

  it('is deleted children first: events, runbook, method, integration; afterwards none of them can be read', async () => {
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

  it('is deleted in any order on a tenant that does not mind, and what pointed to it stays', async () => {
    const { halo, state } = await tenant();
    state.refusesOrphans = false;
    expect((await halo('DELETE', `/Webhook/${state.webhooks[0]?.id}`)).status).toBe(200);
    expect((await halo('DELETE', `/CustomIntegration/${state.integrations[0]?.id}`)).status).toBe(200);
    expect([state.bindings.length, state.methods.length]).toEqual([1, 1]);
  });
});

describe('an event of a runbook', () => {
  it('posted with the guid of another event replaces that one', async () => {
    const { halo, state } = await tenant();
    const other = state.addRunbook('other');
    const [victim] = state.bindings;
    const element = { eventno: 76, name: 'mine', type: -2, delivery_method: 6, agent_id: 0, webhook_id: other.id };
    const saved = await save(halo, 'Notification', { ...element, guid: victim?.guid });
    expect(saved).toMatchObject({ id: victim?.id, name: 'mine', webhook_id: other.id });
    expect(state.bindings).toHaveLength(1);
  });

  it('is listed by its runbook', async () => {
    const { halo, state } = await tenant();
    const other = state.addRunbook('other');
    state.addBinding(other, 76, 'Ticket Status Changed');
    const { body } = await halo('GET', `/Notification?webhook_id=${other.id.toUpperCase()}`);
    expect(body).toMatchObject([{ eventno: 76, name: 'Ticket Status Changed' }]);
  });

  it('keeps names of webhooks unique, of any type and in any case; a row keeps its own', async () => {
    const { halo, state } = await tenant();
    const { id } = state.addRunbook('ilert runbook');
    state.addRunbook('Hook', { type: 0, url: 'https://hooks.example.com' });
    for (const element of [
      { name: 'ILERT Runbook', type: 1 },
      { name: 'hook', type: 1 },
      { id, name: 'HOOK' },
    ]) {
      const { status, body } = await halo('POST', '/Webhook', [element]);
      expect(status).toBe(400);
      expect(JSON.stringify(body)).toContain('Name must be unique');
    }
    expect((await halo('POST', '/Webhook', [{ id, name: 'ILERT runbook' }])).status).toBe(200);
  });

  it('merges an update and keeps its conditions', async () => {
    const { halo, state } = await tenant();
    const conditions = [{ fieldname: 'requesttypenew', type: 0, value_int: 1, value_type: 'int', tablename: 'faults' }];
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
    // Halo returns the column in its own case, with its ID and a readable value.
    const returned = { ...conditions[0], fieldname: 'RequestTypeNew', fieldid: 3, value_display: 'Incident' };
    expect(updated).toMatchObject({ name: 'm', eventno: 3, filter_type: 2, conditions: [returned] });
  });

  it('has the conditions that were posted last, or on some tenants the ones before as well', async () => {
    const { halo, state } = await tenant();
    const on = (value_int: number) => ({ fieldname: 'requesttypenew', type: 0, value_int, tablename: 'faults' });
    const { id } = state.addBinding(state.addRunbook('r'), 76, 'n');
    const filter = async (...conditions: object[]) => {
      const filter_type = conditions.length > 0 ? 2 : 0;
      const saved = await save(halo, 'Notification', {
        id,
        filter_type,
        condition_count: conditions.length,
        conditions,
      });
      expect(saved.condition_count).toBe(saved.conditions.length);
      return saved.conditions.map(({ value_int }: { value_int: number }) => value_int);
    };
    expect(await filter(on(1))).toEqual([1]);
    expect(await filter(on(3))).toEqual([3]);
    expect(await filter()).toEqual([]);
    state.contradicted.add('conditions-cleared');
    expect(await filter(on(1))).toEqual([1]);
    expect(await filter(on(3))).toEqual([1, 3]);
    expect(await filter({ ...on(4), id: state.bindings.at(-1)?.conditions[0]?.id })).toEqual([3, 4]);
    expect(await filter()).toEqual([3, 4]);
  });
});
