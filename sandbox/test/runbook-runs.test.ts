import { describe, expect, it } from 'vitest';
import { connected, edge, ticket, type Variations } from './connected.ts';

async function runOf(variations: Variations, element: Record<string, unknown> = { summary: 'x' }) {
  const both = await connected(variations);
  await ticket(both, element);
  const { runs, deliveries } = both.sandbox.halo.state;
  return { ...both, runs, deliveries, alerts: both.sandbox.ilert.state.alerts };
}

describe('a run of a runbook', () => {
  it('that succeeds has its steps in the trace and its call in the deliveries', async () => {
    const { halo, runs, runbook, method, alerts } = await runOf({});
    expect(alerts).toHaveLength(1);
    const list = (await halo('GET', '/Automation?count=1000')).body;
    expect(list.automations).toMatchObject([{ runbook_id: runbook.id, status: 2, error: null, steps_executed: 2 }]);
    expect(list.automations[0]).not.toHaveProperty('trace');
    const { trace } = (await halo('GET', `/Automation/${runs[0]?.id}`)).body;
    expect(trace).toMatchObject([
      { step_name: 'Send webhook', result: 'Successful Response (200 - 299)' },
      { step_name: 'Success', result: 'Success' },
    ]);
    for (const query of [
      `webhook_id=${runbook.id}`,
      `integrationmethod_id=${method.id}`,
      `automation_id=${runs[0]?.id}`,
    ]) {
      const { events } = (await halo('GET', `/WebhookEvent?${query}`)).body;
      expect(events).toMatchObject([
        { responsestatus: 202, error: false, integation_method_name: 'send ticket to ilert' },
      ]);
      expect(JSON.parse(events[0].requestbody)).toMatchObject({ ticket: { summary: 'x' } });
    }
    expect((await halo('GET', `/WebhookEvent?integrationmethod_id=1`)).body.events).toEqual([]);
  });

  it('starts only after the ticket has been answered, and is listed oldest first', async () => {
    const both = await connected();
    const { sandbox, halo } = both;
    const ids: number[] = [];
    for (const summary of ['a', 'b', 'c']) ids.push((await ticket(both, { summary })).id);
    const posted = sandbox.requests.findIndex(({ path }) => path === '/api/Tickets');
    const delivered = sandbox.requests.findIndex(({ path }) => path.startsWith('/api/v1/events/'));
    expect(posted).toBeLessThan(delivered);
    const { automations } = (await halo('GET', '/Automation?count=2')).body;
    expect(automations.map(({ ticket_id }: { ticket_id: number }) => ticket_id)).toEqual(ids.slice(0, 2));
  });

  it('follows the unsuccessful edge when ilert refuses', async () => {
    const { runs, deliveries, alerts } = await runOf({ path: (path) => `${path}0` });
    expect(deliveries).toMatchObject([{ responsestatus: 404, error: true }]);
    expect(runs).toMatchObject([{ status: 1, error: 'Failed result reached', steps_executed: 2 }]);
    expect(alerts).toEqual([]);
  });

  it('does not find its next step when the edge for the result is missing', async () => {
    const { runs } = await runOf({ edges: [edge(1, 2, 1)], path: (path) => `${path}0` });
    expect(runs).toMatchObject([{ status: 1, error: 'Next step not found', steps_executed: 1 }]);
    const succeeded = await runOf({ edges: [] });
    expect(succeeded.runs).toMatchObject([{ status: 1, error: 'Next step not found' }]);
    expect(succeeded.alerts).toHaveLength(1);
  });

  it('has no failure path when both edges have result 1', async () => {
    const { runs } = await runOf({ edges: [edge(1, 2, 1), edge(1, 3, 1)], path: (path) => `${path}0` });
    expect(runs).toMatchObject([{ status: 1, error: 'Next step not found' }]);
  });

  it('fails on a variable that cannot be resolved, and sends nothing', async () => {
    const { runs, deliveries } = await runOf({ payload: '{"ticket": {"id": <<ticket^number>>}}' });
    expect(runs).toMatchObject([{ status: 1, error: expect.stringContaining('ticket^number') }]);
    expect(deliveries).toEqual([]);
  });

  it('joins base URL and path as they are: neither a doubled nor a missing slash is corrected', async () => {
    const doubled = await runOf({ path: (path) => `/${path}` });
    expect(doubled.deliveries).toMatchObject([{ responsestatus: 404 }]);
    const missing = await runOf({ path: (path) => path.slice(1) });
    expect(missing.deliveries).toMatchObject([{ responsestatus: 0, responsebody: 'The method has no valid URL.' }]);
  });

  it('calls nothing outside this machine', async () => {
    const both = await connected();
    for (const method of both.sandbox.halo.state.methods) method.resource = 'https://api.ilert.com';
    await ticket(both, { summary: 'x' });
    expect(both.sandbox.halo.state.deliveries).toMatchObject([
      { responsestatus: 0, responsebody: 'The sandbox does not call api.ilert.com.' },
    ]);
  });

  it('sends no JSON where the method has another request type, which ilert refuses', async () => {
    const both = await connected();
    for (const requesttype of [0, 4]) {
      for (const method of both.sandbox.halo.state.methods) method.requesttype = requesttype;
      await ticket(both, { summary: 'x' });
    }
    expect(both.sandbox.halo.state.deliveries).toMatchObject([{ responsestatus: 400 }, { responsestatus: 400 }]);
  });

  it('takes the unsuccessful edge when the connection breaks', async () => {
    const both = await connected();
    both.sandbox.intercept = ({ service }) => (service === 'ilert' ? { kind: 'reset' } : undefined);
    await ticket(both, { summary: 'x' });
    expect(both.sandbox.halo.state.runs).toMatchObject([{ error: 'Failed result reached' }]);
    expect(both.sandbox.halo.state.deliveries).toMatchObject([{ responsestatus: 0, error: true }]);
  });

  it('is not a write of the client', async () => {
    const both = await connected();
    const before = both.sandbox.writes();
    await ticket(both, { summary: 'x' });
    expect(both.sandbox.writes()).toBe(before + 1);
  });
});

describe('a run that ends with "Failed (retry from the start)"', () => {
  /** Logs a ticket that ilert could not accept. */
  async function waiting(haloRetries = { attempts: 2, milliseconds: 60_000 }) {
    const both = await connected({ options: { haloRetries } });
    both.sandbox.intercept = ({ service }) => (service === 'ilert' ? { kind: 'respond', status: 503 } : undefined);
    const { id } = await ticket(both, { summary: 'x' });
    const { halo, sandbox } = both;
    const listed = async () => (await halo('GET', '/Automation?count=1000')).body.automations;
    const retry = async () => {
      sandbox.halo.retryNow();
      await sandbox.halo.state.idle();
    };
    return { ...both, id, listed, retry };
  }

  it('waits for its next attempt, and shows when it is due; a test need not wait for it', async () => {
    const { listed } = await waiting();
    const [run] = await listed();
    expect(run).toMatchObject({ status: 1, error: 'Failed result reached', retry_attempts_remaining: 2 });
    expect(Date.parse(run.next_retry_date)).toBeGreaterThan(Date.parse(run.last_attempt_date) + 59_000);
    expect(run.date_processed).toBe('1899-12-30T00:00:00');
  });

  it('is the same run, and done, once an attempt has succeeded', async () => {
    const { sandbox, listed, retry } = await waiting();
    sandbox.intercept = undefined;
    await retry();
    expect(await listed()).toMatchObject([
      { status: 2, error: null, next_retry_date: '1899-12-30T00:00:00', retry_attempts_remaining: 1 },
    ]);
    expect(sandbox.ilert.state.alerts).toHaveLength(1);
    expect(sandbox.halo.state.deliveries.map(({ responsestatus }) => responsestatus)).toEqual([503, 202]);
  });

  it('sends the ticket as it is at that time', async () => {
    const both = await waiting();
    both.sandbox.halo.state.tickets.map((row) => Object.assign(row, { summary: 'y' }));
    both.sandbox.intercept = undefined;
    await both.retry();
    expect(both.sandbox.ilert.state.alerts).toMatchObject([{ summary: 'y' }]);
  });

  it('fails when no attempt is left', async () => {
    const { listed, retry } = await waiting();
    for (const remaining of [1, 0]) {
      await retry();
      expect(await listed()).toMatchObject([{ status: 1, retry_attempts_remaining: remaining }]);
    }
    const [run] = await listed();
    expect(run).toMatchObject({ error: 'Failed result reached', next_retry_date: '1899-12-30T00:00:00' });
    await retry();
    expect(await listed()).toEqual([run]);
  });

  it('is also retried when its time comes', async () => {
    const { sandbox } = await waiting({ attempts: 1, milliseconds: 0 });
    const isOver = () => sandbox.halo.state.runs[0]?.date_processed !== '1899-12-30T00:00:00';
    await expect.poll(isOver).toBe(true);
    expect(sandbox.halo.state.deliveries).toHaveLength(2);
  });

  it('is retried no more once the runbook is switched off or disabled', async () => {
    for (const off of [{ active: false }, { disabled: true }]) {
      const { sandbox, retry } = await waiting();
      for (const runbook of sandbox.halo.state.webhooks) Object.assign(runbook, off);
      await retry();
      expect(sandbox.halo.state.deliveries).toHaveLength(1);
    }
  });

  it('is not retried after the result "Failed"', async () => {
    const both = await connected();
    for (const { steps } of both.sandbox.halo.state.webhooks) Object.assign(steps[2] ?? {}, { auto_action: 1 });
    both.sandbox.intercept = ({ service }) => (service === 'ilert' ? { kind: 'reset' } : undefined);
    await ticket(both, { summary: 'x' });
    both.sandbox.halo.retryNow();
    await both.sandbox.halo.state.idle();
    expect(both.sandbox.halo.state.runs).toMatchObject([
      { status: 1, error: 'Failed result reached', next_retry_date: '1899-12-30T00:00:00' },
    ]);
    expect(both.sandbox.halo.state.deliveries).toHaveLength(1);
  });
});

describe('the list of runs', () => {
  it('has the fields of a live tenant, with placeholders for dates that are not set', async () => {
    const { halo } = await runOf({});
    const [run] = (await halo('GET', '/Automation?count=1000')).body.automations;
    expect(Object.keys(run).sort()).toEqual(
      [
        'id',
        'runbook_id',
        'runbook_name',
        'ticket_id',
        'status',
        'error',
        'steps_executed',
        'timestamp',
        'executionStartTime',
        'date_processed',
        'last_attempt_date',
        'retry_attempts_remaining',
        'next_retry_date',
      ].sort(),
    );
    expect(run.timestamp).toMatch(/\.\d{7}$/);
    expect(run.executionStartTime).toMatch(/\.\d{7}Z$/);
  });

  it('keeps 60 runs: the oldest drop out', async () => {
    const both = await runOf({});
    const [first] = both.runs;
    both.runs.push(...Array.from({ length: 59 }, (_, index) => ({ ...(first as (typeof both.runs)[0]), id: index })));
    await ticket(both, { summary: 'y' });
    expect(both.runs).toHaveLength(60);
    expect(both.runs[0]?.id).toBe(0);
  });
});

describe('no run starts', () => {
  it.each<[string, Variations]>([
    ['while the runbook is inactive', { runbook: { active: false } }],
    ['while the runbook is disabled', { runbook: { disabled: true } }],
    ['without events', { events: [] }],
    ['for an event "Assigned to Recipient"', { events: [1] }],
    ['on a new ticket for a change of status', { events: [76] }],
    ['for an event that has nothing to do with it', { events: [39] }],
  ])('%s', async (_, variations) => {
    expect((await runOf(variations)).runs).toEqual([]);
  });

  it('on a change that leaves the status as it is', async () => {
    const both = await connected({ events: [76] });
    const { id } = await ticket(both, { summary: 'x' });
    await ticket(both, { id, summary: 'y' });
    await ticket(both, { id, status_id: 1 });
    expect(both.sandbox.halo.state.runs).toEqual([]);
    await ticket(both, { id, status_id: 2 });
    expect(both.sandbox.halo.state.runs).toHaveLength(1);
  });

  it('on a change of status other than closing for the event "Closed"', async () => {
    const both = await connected({ events: [39] });
    const { id } = await ticket(both, { summary: 'x' });
    await ticket(both, { id, status_id: 2 });
    expect(both.sandbox.halo.state.runs).toEqual([]);
    await ticket(both, { id, status_id: 9 });
    expect(both.sandbox.halo.state.runs).toHaveLength(1);
  });

  it('on closing a ticket for an event that the tenant does not raise then', async () => {
    const both = await connected({ events: [39, 76] });
    const { state } = both.sandbox.halo;
    const runsOnClosing = async () => {
      const { id } = await ticket(both, { summary: 'x' });
      state.runs.length = 0;
      await ticket(both, { id, status_id: 9 });
      return state.runs.length;
    };
    expect(await runsOnClosing()).toBe(2);
    for (const fact of ['event-on-close', 'event-closed'] as const) {
      state.contradicted.add(fact);
      expect(await runsOnClosing()).toBe(1);
      state.contradicted.delete(fact);
    }
  });

  it('for tickets that do not meet the conditions', async () => {
    const condition = { fieldname: 'requesttypenew', type: 0, value_int: 1, value_type: 'int', tablename: 'faults' };
    const both = await connected({ binding: { filter_type: 2, condition_count: 1, conditions: [condition] } });
    await ticket(both, { summary: 'a request', tickettype_id: 3 });
    expect(both.sandbox.halo.state.runs).toEqual([]);
    await ticket(both, { summary: 'an incident', tickettype_id: 1 });
    expect(both.sandbox.halo.state.runs).toHaveLength(1);
  });
});

describe('the events', () => {
  it('start one run each, where several of one kind let a ticket through', async () => {
    const both = await connected({ events: [3] });
    const { state } = both.sandbox.halo;
    const onPriority = (value_int: number) => ({
      conditions: [{ fieldname: 'seriousness', type: 0, value_int }],
    });
    for (const priority of [1, 3, 3]) state.addBinding(both.runbook, 3, 'Filtered', onPriority(priority));
    await ticket(both, { summary: 'x', priority_id: 1 });
    expect(state.runs).toHaveLength(2);
    await ticket(both, { summary: 'y', priority_id: 3 });
    expect(state.runs).toHaveLength(5);
  });

  it('are found by their names, whatever their numbers on this tenant', async () => {
    const both = await connected({ events: [] });
    const { lookups, bindings } = both.sandbox.halo.state;
    const row = lookups.findIndex(({ name }) => name === 'New $#request Logged - All');
    lookups[row] = { id: 1003, lookupid: 64, name: 'New $#request  Logged - All', value2: '' };
    both.sandbox.halo.state.addBinding(both.runbook, 1003, 'New Ticket Logged');
    await ticket(both, { summary: 'x' });
    expect(bindings.at(-1)?.eventno).toBe(1003);
    expect(both.sandbox.halo.state.runs).toHaveLength(1);
  });
});
