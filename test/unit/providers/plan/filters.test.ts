import { describe, expect, it } from 'vitest';
import { BINDINGS } from '../../../../src/providers/halo/event-bindings.ts';
import { equals } from '../../../../src/providers/halo/ticket-condition.ts';
import type { IntegrationState } from '../../../../src/providers/integration.ts';
import { planApply } from '../../../../src/providers/plan.ts';
import type { TicketFilters } from '../../../../src/providers/references.ts';
import { applied, desiredOf, drifted, elementOf, pendingIn } from './tenants-in-memory.ts';

const ofSummary = { ...equals('symptom', 'VIP'), id: 9 };

/** Creates settings that filter by these values; the names are those that tickets store. */
function filteredBy(filters: Partial<TicketFilters>) {
  const settings = {
    'halo.onlyTicketType': filters.ticketType,
    'halo.onlyPriority': filters.priority,
    'halo.onlyTeam': filters.team,
  };
  const given = Object.entries(settings).flatMap(([key, stored]) =>
    stored ? [[key, stored.length > 0 ? stored.map(String) : 'any']] : [],
  );
  return desiredOf(Object.fromEntries(given), { filters: { ticketType: [], priority: [], team: [], ...filters } });
}

const unmanaged = desiredOf();
const byTwoPriorities = filteredBy({ priority: [1, 2] });
const byOnePriority = filteredBy({ priority: [2] });
const forAll = filteredBy({ priority: [] });

/** Returns the plan's action for each existing or wanted event, as `action key`. */
function plannedEvents(desired: ReturnType<typeof desiredOf>, live: IntegrationState): string[] {
  const { changes } = planApply(desired, live);
  return changes
    .filter(({ title }) => title === 'event')
    .map(({ action, resource }) => `${action} ${resource}`)
    .toSorted();
}

describe('the events of the runbook', () => {
  it("are the two of ilert's guide where nothing is filtered", () => {
    const guide = ['create new-ticket-event', 'create status-changed-event'];
    expect(plannedEvents(unmanaged, {})).toEqual(guide);
    expect(plannedEvents(forAll, {})).toEqual(guide);
  });

  it('are joined by "Closed" on request', () => {
    expect(plannedEvents(desiredOf({ 'halo.closedEvent': true }), {})).toEqual([
      'create closed-event',
      'create new-ticket-event',
      'create status-changed-event',
    ]);
  });

  it('are both bound for each value of a filter, and "Closed" once without one', () => {
    expect(plannedEvents(byTwoPriorities, {})).toEqual([
      'create closed-event',
      'create new-ticket-event',
      'create new-ticket-event-2',
      'create status-changed-event',
      'create status-changed-event-2',
    ]);
    const { 'closed-event': closed, 'new-ticket-event-2': second } = applied(byTwoPriorities);
    expect(closed).not.toHaveProperty('conditions');
    expect(second).toMatchObject({ name: 'New Ticket Logged', eventno: 3, conditions: [{ value_int: 2 }] });
  });

  it('are bound for each combination of values of several filters', () => {
    const live = applied(filteredBy({ priority: [1, 2], team: ['Ops', 'IT'] }));
    const conditions = BINDINGS.flatMap(({ key, event }) =>
      event.key === 'new-ticket-event' && live[key] ? [live[key]?.conditions] : [],
    );
    const combination = (priority: number, team: string) => [
      expect.objectContaining({ value_string: team }),
      expect.objectContaining({ value_int: priority }),
    ];
    expect(conditions).toEqual(
      [combination(1, 'Ops'), combination(1, 'IT'), combination(2, 'Ops'), combination(2, 'IT')].map((wanted) =>
        expect.arrayContaining(wanted),
      ),
    );
  });

  it('are bound at most 20 times', () => {
    const most = filteredBy({ priority: [1, 2, 3, 4], team: ['A', 'B', 'C', 'D', 'E'] });
    expect(plannedEvents(most, {})).toHaveLength(41);
    expect(plannedEvents(most, {})).toContain('create status-changed-event-20');
    expect(pendingIn(most, applied(most))).toEqual({});
  });

  it('of which fewer are wanted are removed, after all else', () => {
    const live = applied(byTwoPriorities);
    const { changes } = planApply(byOnePriority, live);
    expect(changes.slice(-2).map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      'delete status-changed-event-2',
      'delete new-ticket-event-2',
    ]);
    expect(changes.at(-1)?.request).toEqual({
      service: 'halo',
      method: 'DELETE',
      path: `/Notification/${live['new-ticket-event-2']?.id}`,
    });
  });

  it('lose their conditions, and "Closed" goes, where a filter is removed', () => {
    const live = applied(byOnePriority);
    expect(plannedEvents(forAll, live)).toEqual([
      'delete closed-event',
      'update new-ticket-event',
      'update status-changed-event',
    ]);
    const change = planApply(forAll, live).changes.find(({ resource }) => resource === 'new-ticket-event');
    expect(change && elementOf(change)).toMatchObject({ filter_type: 0, condition_count: 0, conditions: [] });
  });

  it('stay as they are where no filter setting is given', () => {
    const live = applied(byTwoPriorities);
    expect(pendingIn(unmanaged, live)).toEqual({});
    expect(plannedEvents(unmanaged, live)).toEqual([
      'keep closed-event',
      'keep new-ticket-event',
      'keep new-ticket-event-2',
      'keep status-changed-event',
      'keep status-changed-event-2',
    ]);
  });
});

it.each([
  ['new-ticket-event', { delivery_method: 1 }],
  ['status-changed-event-2', { type: 0 }],
] as const)('a binding that starts nothing is fixed, whether filters are managed or not: %s', (key, fields) => {
  const live = applied(byTwoPriorities);
  for (const desired of [unmanaged, byTwoPriorities])
    expect(pendingIn(desired, drifted(live, key, fields))).toEqual({ [key]: Object.keys(fields) });
});

describe('what others have a say in', () => {
  it('is not removed: an event with a condition of theirs', () => {
    const live = applied(byTwoPriorities);
    const conditions = [equals('seriousness', 2), ofSummary];
    expect(pendingIn(byOnePriority, drifted(live, 'new-ticket-event-2', { conditions }))).not.toHaveProperty(
      'new-ticket-event-2',
    );
  });

  it.each([
    ['of another kind', { filter_type: 1, conditions: [] }],
    ['that Halo does not show', { filter_type: 2, conditions: undefined }],
  ])('is not removed: an event with a filter %s', (_, filter) => {
    const live = drifted(applied(byTwoPriorities), 'new-ticket-event-2', filter);
    expect(pendingIn(byOnePriority, live)).not.toHaveProperty('new-ticket-event-2');
  });

  it('stays when a filter is removed: the condition of theirs', () => {
    const conditions = [equals('seriousness', 2), ofSummary];
    const live = drifted(applied(byOnePriority), 'new-ticket-event', { conditions, condition_count: 2 });
    expect(applied(forAll, live)['new-ticket-event']).toMatchObject({
      filter_type: 2,
      condition_count: 1,
      conditions: [ofSummary],
    });
  });

  it('is not removed: the event "Closed" under another name', () => {
    const live = drifted(applied(byOnePriority), 'closed-event', { name: 'Closed - for the boss' });
    expect(pendingIn(forAll, live)).not.toHaveProperty('closed-event');
  });

  it('stays as it is: the event "Closed" that nobody asked for', () => {
    const live = {
      ...applied(unmanaged),
      'closed-event': { id: 9, name: 'Closed', eventno: 39, delivery_method: 1 },
    };
    expect(pendingIn(unmanaged, live)).toEqual({});
  });

  it('"Closed" loses a condition of ours, which would keep tickets from being resolved, but not one of theirs', () => {
    const conditions = [equals('seriousness', 2), ofSummary];
    const live = drifted(applied(byOnePriority), 'closed-event', { filter_type: 2, conditions, condition_count: 2 });
    expect(applied(byOnePriority, live)['closed-event']).toMatchObject({ conditions: [ofSummary] });
  });
});
