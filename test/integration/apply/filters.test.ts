import { describe, expect, it } from 'vitest';
import type { BindingRow } from '../../../sandbox/halo/rows.ts';
import type { Interception, Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, bindingsIn, expectNothingPending, runAt, storedIn, writesIn } from '../../support/tenants.ts';

const argv = ['--only-priority', '1', '--only-team', '2nd Line Support'];

describe('events for some tickets only', () => {
  it('both have the requested conditions', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...argv);
    const { newTicket, statusChanged } = storedIn(sandbox);
    for (const binding of [newTicket, statusChanged]) {
      expect(binding).toMatchObject({ filter_type: 2, condition_count: 2 });
      expect(binding.conditions).toHaveLength(2);
    }
    await expectNothingPending(sandbox, ...argv);
  });

  it('get the filter later as well, without another event', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = storedIn(sandbox).newTicket.id;
    const { stdout } = await applied(sandbox, ...argv);
    expect(stdout).toContain('Done: 1 created, 2 updated.');
    expect(storedIn(sandbox).newTicket.id).toBe(before);
    await expectNothingPending(sandbox, ...argv);
  });

  it('keep the conditions of others beside ours', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { newTicket } = storedIn(sandbox);
    const theirs = {
      id: 850,
      fieldname: 'symptom',
      type: 0,
      value_string: 'VIP',
      value_type: 'string',
      tablename: 'faults',
    };
    Object.assign(newTicket, { filter_type: 2, condition_count: 1, conditions: [theirs] } as Partial<BindingRow>);
    await applied(sandbox, ...argv);
    expect(storedIn(sandbox).newTicket.conditions).toHaveLength(3);
    expect(storedIn(sandbox).newTicket.conditions).toContainEqual(
      expect.objectContaining({ id: 850, type: 0, value_string: 'VIP' }),
    );
    await expectNothingPending(sandbox, ...argv);
    expect(writesIn(sandbox)).toHaveLength(9);
  });

  it('keep a condition on an unknown column, as Halo returned it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { newTicket } = storedIn(sandbox);
    const theirs = { id: 851, fieldname: 'fxyz', fieldid: 4711, type: 99, value_string: 'x', tablename: 'Users' };
    Object.assign(newTicket, { filter_type: 2, condition_count: 1, conditions: [theirs] } as Partial<BindingRow>);
    await expectNothingPending(sandbox);
    expect((await runAt(sandbox, ['status'])).stdout).toContain('fxyz (operator 99) x');
    await applied(sandbox, ...argv);
    expect(storedIn(sandbox).newTicket.conditions).toContainEqual(expect.objectContaining(theirs));
    await expectNothingPending(sandbox, ...argv);
  });

  it("keep a filter that is no longer requested: it may be the admin's by now", async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...argv);
    await applied(sandbox);
    expect(sandbox.writes()).toBe(7);
    expect(storedIn(sandbox).newTicket.conditions).toHaveLength(2);
  });
});

const threePriorities = ['--only-priority', '1', '--only-priority', '2', '--only-priority', '3'];
const forAll = ['--only-priority', 'any'];
const UNFILTERED = ['3: ', '76: '];

/** Makes something happen at the n-th write. */
function befall(sandbox: Sandbox, nth: number, trouble: Interception | (() => void)): void {
  let writes = 0;
  sandbox.intercept = ({ method, path }) => {
    if (method === 'GET' || path === '/auth/token') return undefined;
    writes += 1;
    if (writes !== nth) return undefined;
    return typeof trouble === 'function' ? void trouble() : trouble;
  };
}

/** Returns the methods of the requests that changed events, in order. */
function writesToEvents(sandbox: Sandbox): string[] {
  return writesIn(sandbox).flatMap(({ method, path }) => (path.startsWith('/api/Notification') ? [method] : []));
}

describe('a filter that is set and removed', () => {
  it('is set once tickets can be resolved without it, and what is too much goes last', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = writesIn(sandbox).length;
    await applied(sandbox, ...threePriorities);
    const [first] = writesIn(sandbox).slice(before);
    expect(first?.body).toMatchObject([{ eventno: 39 }]);
    const { length } = writesToEvents(sandbox);
    const { stdout, stderr } = await applied(sandbox, ...forAll);
    expect(writesToEvents(sandbox).slice(length)).toEqual([
      ...['POST', 'POST'],
      ...['DELETE', 'DELETE', 'DELETE', 'DELETE', 'DELETE'],
    ]);
    expect(stdout).toContain('Done: 0 created, 2 updated, 5 removed.');
    expect(stderr).toContain('Removed event "Closed"');
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('is removed by the next run where write %i of 7 was interrupted', async (nth) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...threePriorities);
    let interrupt: () => void = () => undefined;
    befall(sandbox, nth, () => interrupt());
    const ran = await runAt(sandbox, ['apply', ...forAll], { onStart: (callback) => (interrupt = callback) });
    expect(ran.exitCode).toBe(nth === 7 ? 0 : 130);
    sandbox.intercept = undefined;
    await applied(sandbox, ...forAll);
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
    await expectNothingPending(sandbox, ...forAll);
  });

  it.each<[string, Interception]>([
    ['breaks before it is done', { kind: 'reset' }],
    ['breaks after it is done', { kind: 'reset-after' }],
    ['is answered with 500', { kind: 'respond', status: 500 }],
  ])('ends well where a write %s', async (_, trouble) => {
    for (const nth of [1, 2, 3, 4, 5, 6, 7]) {
      const sandbox = await sandboxOfTest();
      await applied(sandbox, ...threePriorities);
      befall(sandbox, nth, trouble);
      const ran = await runAt(sandbox, ['apply', ...forAll]);
      sandbox.intercept = undefined;
      if (ran.exitCode !== 0) await applied(sandbox, ...forAll);
      expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
    }
  });

  it('names what is there where Halo refuses a removal, and goes on once it does not', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...threePriorities);
    sandbox.intercept = ({ method }) =>
      method === 'DELETE' ? { kind: 'respond', status: 403, body: '"Not allowed"' } : undefined;
    const { exitCode, stdout } = await runAt(sandbox, ['apply', '--json', ...forAll]);
    expect(exitCode).toBe(3);
    const { resources } = JSON.parse(stdout) as { resources: { resource: string }[] };
    expect(resources.filter(({ resource }) => resource.includes('event'))).toHaveLength(7);
    sandbox.intercept = undefined;
    await applied(sandbox, ...forAll);
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  });

  it('leaves an event that somebody adds a condition to after the plan was made', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...threePriorities);
    const theirs = { id: 900, fieldname: 'symptom', type: 0, value_string: 'VIP', value_type: 'string' };
    const last = sandbox.halo.state.bindings.findLast(({ eventno }) => eventno === 76);
    befall(sandbox, 1, () => last?.conditions.push({ ...theirs, tablename: 'faults' }));
    await applied(sandbox, ...forAll);
    expect(bindingsIn(sandbox)).toEqual(['3: ', '76: ', '76: 3,VIP']);
    expect(sandbox.halo.state.bindings).toContain(last);
    await expectNothingPending(sandbox, ...forAll);
  });

  it('leaves an event that somebody gives another priority to while it is being removed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...threePriorities);
    const last = sandbox.halo.state.bindings.findLast(({ eventno }) => eventno === 76);
    const isRemoval = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && path === `/api/Notification/${last?.id}`;
    sandbox.intercept = (request) => {
      if (isRemoval(request)) for (const condition of last?.conditions ?? []) condition.value_int = 4;
      return undefined;
    };
    const { exitCode, stderr } = await runAt(sandbox, ['apply', ...forAll]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`(ID ${last?.id}) has changed`)]);
    expect(sandbox.halo.state.bindings).toContain(last);
  });

  it('counts an event as removed that somebody else removes at the same time', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...threePriorities);
    const { bindings } = sandbox.halo.state;
    befall(sandbox, 1, () => {
      bindings.splice(
        bindings.findLastIndex(({ eventno }) => eventno === 76),
        1,
      );
    });
    await applied(sandbox, ...forAll);
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  });

  it.each(['', 'new-ticket-event:'])(
    'keeps the one of two equal events that is named by --adopt %sID, and removes the other',
    async (key) => {
      const sandbox = await sandboxOfTest();
      await applied(sandbox);
      const { runbook, newTicket } = storedIn(sandbox);
      const second = sandbox.halo.state.addBinding(runbook, 3, 'New Ticket Logged');
      await applied(sandbox, ...forAll, '--adopt', `${key}${second.id}`);
      expect(storedIn(sandbox).newTicket).toBe(second);
      expect(sandbox.halo.state.bindings).not.toContain(newTicket);
    },
  );

  it('says so where the account keeps conditions that were to go', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only-priority', '1');
    sandbox.halo.state.contradicted.add('conditions-cleared');
    const { exitCode, stderr } = await runAt(sandbox, ['apply', ...forAll]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'did not store what was sent: event "New Ticket Logged", Tickets: Priority is Critical instead of all',
    );
    // Until the filter is gone, alerts have to be resolved without it.
    expect(sandbox.halo.state.bindings.filter(({ eventno }) => eventno === 39)).toHaveLength(1);
  });

  it('shows each removal first: in the plan, in a dry run, and as JSON', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only-priority', '1');
    const closed = sandbox.halo.state.bindings.find(({ eventno }) => eventno === 39);
    const planned = await runAt(sandbox, ['plan', '--exit-code', ...forAll]);
    expect(planned.exitCode).toBe(4);
    expect(planned.stdout).toContain(`  - event "Closed" (ID ${closed?.id})`);
    expect(planned.stdout).toContain('0 to create, 2 to update, 1 to remove, 4 unchanged.');
    const dry = await runAt(sandbox, ['apply', '--dry-run', ...forAll]);
    expect(dry.stdout).toContain(`/api/Notification/${closed?.id}`);
    const { stdout } = await runAt(sandbox, ['plan', '--json', ...forAll]);
    expect(JSON.parse(stdout).changes.at(-1)).toMatchObject({ resource: 'closed-event', action: 'delete' });
    expect(sandbox.halo.state.bindings).toContain(closed);
  });
});

it('the most that there may be, 20 bindings of each event, are made, kept and removed', async () => {
  const sandbox = await sandboxOfTest();
  for (let id = 101; id <= 120; id += 1) sandbox.halo.state.teams.push({ id, name: `Team ${id}` });
  const teams = Array.from({ length: 20 }, (_, index) => ['--only-team', `Team ${101 + index}`]).flat();
  await applied(sandbox, ...teams);
  expect(bindingsIn(sandbox)).toHaveLength(41);
  await expectNothingPending(sandbox, ...teams);
  expect((await applied(sandbox, '--only-team', 'any')).stdout).toContain('2 updated, 39 removed.');
  expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  await applied(sandbox, ...teams);
  expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
  expect(sandbox.halo.state.bindings.some(({ eventno }) => eventno === 39)).toBe(false);
});

const forVip = {
  fieldname: 'symptom',
  type: 2,
  value_string: 'VIP',
  value_type: 'string',
  tablename: 'faults',
};

describe("an admin's own binding of our events", () => {
  it.each([3, 76])('with a condition on another column never takes the place of ours: event %i', async (eventno) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only-priority', '1');
    const { state } = sandbox.halo;
    const ours = state.bindings.find((each) => each.eventno === eventno);
    const theirs = state.addBinding(storedIn(sandbox).runbook, eventno, 'VIP outages', {
      conditions: state.withIds([forVip]),
    });
    const before = structuredClone(theirs);
    await applied(sandbox, ...forAll);
    expect(ours).toMatchObject({ filter_type: 0, conditions: [] });
    expect(state.bindings).toContain(ours);
    expect(theirs).toEqual(before);
    await expectNothingPending(sandbox, ...forAll);
  });
});

describe('a removal of an event that an admin has named', () => {
  async function withTheirs() {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { id } = sandbox.halo.state.addBinding(storedIn(sandbox).runbook, 3, 'VIP outages');
    return { sandbox, shown: `event "VIP outages" (ID ${id})` };
  }

  it('shows its name and id in the plan and when it is removed', async () => {
    const { sandbox, shown } = await withTheirs();
    expect((await runAt(sandbox, ['plan', ...forAll])).stdout).toContain(`- ${shown}`);
    expect((await applied(sandbox, ...forAll)).stderr).toContain(`Removed ${shown}`);
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  });

  it('shows its name and id when all is removed', async () => {
    const { sandbox, shown } = await withTheirs();
    sandbox.halo.state.bindings.at(-1)?.conditions.push(...sandbox.halo.state.withIds([forVip]));
    expect((await runAt(sandbox, ['destroy', '--dry-run'])).stdout).toContain('delete event "VIP outages"');
    const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`Removed ${shown}`);
  });
});

describe('the number of the event "Closed"', () => {
  /** Gives the event another number, or another name. */
  function change({ halo }: Sandbox, fields: { id?: number; name?: string }): void {
    const { lookups } = halo.state;
    const index = lookups.findIndex(({ id, lookupid }) => id === 39 && lookupid === 64);
    lookups[index] = { ...(lookups[index] as (typeof lookups)[number]), ...fields };
  }

  it('is taken from the list of events in Halo', async () => {
    const sandbox = await sandboxOfTest();
    change(sandbox, { id: 1039 });
    await applied(sandbox, '--only-priority', '1');
    expect(bindingsIn(sandbox)).toEqual(['1039: ', '3: 1', '76: 1']);
  });

  it('is assumed where the list does not name it, which is said only where the event is wanted', async () => {
    const sandbox = await sandboxOfTest();
    change(sandbox, { name: 'Abgeschlossen' });
    expect((await applied(sandbox)).stderr).not.toContain('assumed');
    expect((await applied(sandbox, '--closed-event')).stderr).toContain(
      'no "Closed - All"; using number 39, as on other tenants',
    );
    expect(bindingsIn(sandbox)).toEqual(['39: ', '3: ', '76: ']);
  });
});
