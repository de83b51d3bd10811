import { describe, expect, it, test } from 'vitest';
import type { Fields } from '../../../../src/engine/values.ts';
import type { TicketFilters } from '../../../../src/providers/references.ts';
import { applied, changeOf, desiredOf, drifted, elementOf, pendingIn, shown } from '../plan/tenants-in-memory.ts';

const ofType = { fieldname: 'requesttypenew', type: 0, value_type: 'int', tablename: 'faults', value_int: 29 };
const ofPriority = { fieldname: 'seriousness', type: 0, value_type: 'int', tablename: 'faults', value_int: 1 };
const ofTeam = { fieldname: 'sectio_', type: 0, value_type: 'string', tablename: 'faults', value_string: 'Ops' };
const theirs = {
  id: 4,
  fieldname: 'symptom',
  type: 1,
  value_type: 'string',
  tablename: 'faults',
  value_string: 'test',
};

const filtersOf = (filters: Partial<TicketFilters>) =>
  desiredOf({}, { filters: { ticketType: [], priority: [], team: [], ...filters } });
const filtered = filtersOf({ ticketType: [29], team: ['Ops'] });

const KEYS = ['new-ticket-event', 'status-changed-event'] as const;

describe.each(KEYS)('the event of the %s', (key) => {
  /** If someone else's filter stays on the status change, the event "Closed" reports that a ticket is closed. */
  const besides = key === 'status-changed-event' ? { 'closed-event': [] } : {};

  it('is made without a filter where nobody asked for one', () => {
    expect(Object.keys(elementOf(changeOf(desiredOf(), {}, key)))).not.toContain('conditions');
  });

  it('is made with a condition for each thing that was asked for', () => {
    expect(shown(elementOf(changeOf(filtered, {}, key)))).toMatchObject({
      filter_type: 2,
      condition_count: 2,
      conditions: [ofType, ofTeam],
    });
  });

  it("keeps an admin's filter where nobody asked for one", () => {
    const desired = desiredOf();
    const row = { filter_type: 2, condition_count: 1, conditions: [theirs] };
    expect(pendingIn(desired, drifted(applied(desired), key, row))).toEqual(besides);
  });

  it("keeps an admin's condition beside ours", () => {
    const row = { filter_type: 2, condition_count: 3, conditions: [theirs, ofTeam, ofType] };
    expect(pendingIn(filtered, drifted(applied(filtered), key, row))).toEqual(besides);
    const without = drifted(applied(filtered), key, { filter_type: 0, condition_count: 1, conditions: [theirs] });
    const { request, fields } = changeOf(filtered, without, key);
    expect(fields.map(({ field }) => field)).toEqual(['filter_type', 'condition_count', 'conditions']);
    expect(shown(request?.body)).toMatchObject([{ conditions: [ofType, ofTeam, theirs] }]);
  });
});

test.each<[string, Fields]>([
  ['another value', { conditions: [{ ...ofType, value_int: 30 }, ofTeam] }],
  ['the opposite', { conditions: [{ ...ofType, type: 1 }, ofTeam] }],
  ['none', { conditions: null, condition_count: 0 }],
])('a condition of ours that became %s is fixed, and then there is nothing to do', (_, row) => {
  const broken = drifted(applied(filtered), 'new-ticket-event', row);
  expect(Object.keys(pendingIn(filtered, broken))).toEqual(['new-ticket-event']);
  expect(pendingIn(filtered, applied(filtered, broken))).toEqual({});
});

test('numbers that Halo gives to conditions are no drift', () => {
  const row = {
    conditions: [
      { ...ofTeam, id: 8 },
      { ...ofType, id: 7, fault_id: 0 },
    ],
  };
  expect(pendingIn(filtered, drifted(applied(filtered), 'new-ticket-event', row))).toEqual({});
});

describe('a filter as Halo returns it is no drift', () => {
  const returned = [
    { ...ofType, id: 7, fieldname: 'RequestTypeNew', fieldid: 3, value_int: '29', value_display: 'Incident' },
    { ...ofTeam, id: 8, fieldname: 'SectIO_', fieldid: 5, value_display: 'Ops', tablename: 'FAULTS' },
  ];
  it.each<[string, Fields]>([
    ['with columns in other case, ids and values for people', { conditions: returned }],
    ['in another order', { conditions: returned.toReversed() }],
    ['with numbers as text, and no count', { filter_type: '2', condition_count: null, conditions: returned }],
    ['without the fields that have one value only', { conditions: returned.map(({ tablename: _, ...rest }) => rest) }],
    ['beside a condition without a name', { conditions: [...returned, { id: 9, fieldid: 77, type: 29 }] }],
  ])('%s', (_, row) => {
    expect(pendingIn(filtered, drifted(applied(filtered), 'new-ticket-event', row))).toEqual({});
  });

  it('and another value in it is: the condition keeps its id', () => {
    const conditions = [{ ...returned[0], value_int: '30', value_display: 'Request' }, returned[1]];
    const { request } = changeOf(
      filtered,
      drifted(applied(filtered), 'new-ticket-event', { conditions }),
      'new-ticket-event',
    );
    expect(shown(request?.body)).toMatchObject([{ conditions: [{ ...ofType, id: 7 }, returned[1]] }]);
    expect(JSON.stringify(shown(request?.body))).not.toContain('Request"');
  });
});

test('a priority is a condition by its number', () => {
  const desired = filtersOf({ priority: [1] });
  expect(shown(elementOf(changeOf(desired, {}, 'new-ticket-event')))).toMatchObject({ conditions: [ofPriority] });
});
