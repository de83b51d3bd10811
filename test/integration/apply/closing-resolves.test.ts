import { describe, expect, it } from 'vitest';
import type { ConditionRow } from '../../../sandbox/halo/rows.ts';
import { removeClosedEvent } from '../../support/tenants.ts';
import {
  Event,
  expectOneSet,
  plannedChanges,
  runWith,
  settingsFile,
  setUp,
  succeeded,
  USUAL_NAMES,
} from './one-set.ts';

const { newTicket, statusChanged, closed } = Event;
const FILTERED = { [newTicket]: 1, [statusChanged]: 1, [closed]: 1 };

describe('closing a ticket resolves its alert, whatever has become of the ticket since', () => {
  it.each([
    ['its priority was changed', { onlyPriority: 1 }, { priority_id: 1 }, { priority_id: 3 }],
    [
      'it was handed over to another team',
      { onlyTeam: '2nd Line Support' },
      { team: '2nd Line Support' },
      { team: '1st Line Support' },
    ],
    ['it became another type of ticket', { onlyTicketType: 'Incident' }, { tickettype_id: 1 }, { tickettype_id: 4 }],
    [
      'both priority and team were changed',
      { onlyPriority: [1, 2], onlyTeam: '2nd Line Support' },
      { priority_id: 2, team: '2nd Line Support' },
      { priority_id: 4, team: '1st Line Support' },
    ],
  ])('%s', async (_, halo, matching, other) => {
    const { watched, people } = await setUp({ settings: { halo } });
    const ticket = await people.log('Mail is down', matching);
    expect(people.alerts()).toEqual(['Mail is down: PENDING']);
    await people.change(ticket, other);
    await people.close(ticket);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
    expect(watched.set().events.filter(({ eventno }) => eventno === closed)).toMatchObject([
      { filter_type: 0, conditions: [] },
    ]);
  });

  it('and a ticket that still matches is resolved, too, with one alert in all', async () => {
    const { people } = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    const ticket = await people.log('Mail is down', { priority_id: 1 });
    await people.close(ticket);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
  });

  it('and one that never matched opens no alert, neither when it is logged nor when it is closed', async () => {
    const { people } = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    const ticket = await people.log('Printer is slow', { priority_id: 3 });
    await people.close(ticket);
    expect(people.alerts()).toEqual([]);
  });

  it('also where closing raises no "Ticket Status Changed", with --closed-event and without a filter', async () => {
    const { sandbox, watched, people } = await setUp();
    sandbox.halo.state.contradicted.add('event-on-close');
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply', '--closed-event']));
    expectOneSet(watched, FILTERED);
    const ticket = await people.log('Mail is down');
    await people.close(ticket);
    expect(people.sentFor(ticket)).toEqual([newTicket, closed]);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
  });
});

describe('closing a ticket resolves its alert, whatever an admin has filtered', () => {
  const critical: ConditionRow = { id: 0, fieldname: 'seriousness', type: 0, value_int: 1, tablename: 'faults' };
  const vip: ConditionRow = { id: 0, fieldname: 'symptom', type: 2, value_string: 'VIP', tablename: 'faults' };

  /** Adds a condition to all bindings of an event. */
  function filter(
    { sandbox, watched }: Awaited<ReturnType<typeof setUp>>,
    eventno: number,
    condition: ConditionRow,
  ): void {
    for (const binding of watched.set().events.filter((each) => each.eventno === eventno)) {
      binding.conditions = sandbox.halo.state.withIds([...binding.conditions, condition]);
      binding.condition_count = binding.conditions.length;
      binding.filter_type = 2;
    }
  }

  async function expectResolved({ people }: Awaited<ReturnType<typeof setUp>>, summary: string): Promise<void> {
    const ticket = await people.log(summary, { priority_id: 1 });
    await people.change(ticket, { priority_id: 3 });
    await people.close(ticket);
    expect(people.alerts()).toEqual([`${summary}: RESOLVED`]);
  }

  it.each([
    ['priority', critical],
    ['another column', vip],
  ])(
    '"Closed" is bound where "Ticket Status Changed" is filtered by %s, and no setting says so',
    async (_, condition) => {
      const set = await setUp();
      filter(set, statusChanged, condition);
      const { apply, watched, sandbox } = set;
      expect(await plannedChanges(sandbox, settingsFile(USUAL_NAMES))).toMatchObject([
        { resource: 'closed-event', action: 'create' },
      ]);
      await apply({});
      expectOneSet(watched, FILTERED);
      expect(await plannedChanges(sandbox, settingsFile(USUAL_NAMES))).toEqual([]);
      await expectResolved(set, 'Mail is down');
    },
  );

  it('"Closed" is bound again where it was removed from a set with a filter', async () => {
    const set = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    removeClosedEvent(set.sandbox);
    await set.apply({});
    expectOneSet(set.watched, FILTERED);
    await expectResolved(set, 'Mail is down');
  });

  it('"Closed" loses a filter by priority', async () => {
    const set = await setUp({ settings: { halo: { onlyPriority: 2 } } });
    filter(set, closed, critical);
    expect(await plannedChanges(set.sandbox, settingsFile(USUAL_NAMES))).toMatchObject([
      { resource: 'closed-event', action: 'update' },
    ]);
    await set.apply({});
    expect(set.watched.set().events.filter(({ eventno }) => eventno === closed)).toMatchObject([
      { filter_type: 0, conditions: [] },
    ]);
  });

  it('"Closed" stays where the filter is removed and a condition of an admin stays', async () => {
    const set = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    for (const event of [newTicket, statusChanged]) filter(set, event, vip);
    await set.apply({ halo: { onlyPriority: 'any' } });
    expectOneSet(set.watched, FILTERED);
    const ticket = await set.people.log('VIP: mail is down', { priority_id: 2 });
    expect(set.people.alerts()).toEqual(['VIP: mail is down: PENDING']);
    await set.people.close(ticket);
    expect(set.people.alerts()).toEqual(['VIP: mail is down: RESOLVED']);
  });
});

describe('two "Closed" events for all tickets, so that closing would be sent twice', () => {
  async function withTwo() {
    const set = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    const { id } = set.sandbox.halo.state.addBinding(set.watched.set().runbook, closed, 'Closed again');
    return { ...set, id };
  }

  it('one is removed where filters are managed', async () => {
    const { apply, sandbox, watched, id } = await withTwo();
    const halo = { onlyPriority: 1 };
    expect(await plannedChanges(sandbox, settingsFile(USUAL_NAMES, { halo }))).toMatchObject([
      { action: 'delete', id: String(id) },
    ]);
    await apply({ halo });
    expectOneSet(watched, FILTERED);
  });

  it('a person has to say which one is ours where they are not', async () => {
    const { sandbox, id } = await withTwo();
    const { exitCode, stderr } = await runWith(sandbox, settingsFile(USUAL_NAMES), ['plan']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There are 2 events for "Closed"');
    expect(stderr).not.toContain('another name');
    const adopt = ['plan', '--exit-code', '--adopt', `closed-event:${id}`];
    expect((await runWith(sandbox, settingsFile(USUAL_NAMES), adopt)).exitCode).toBe(0);
  });
});
