import { describe, expect, it, test } from 'vitest';
import type { Fields } from '../../../../src/engine/values.ts';
import { MAX_BINDINGS } from '../../../../src/providers/halo/event-bindings.ts';
import { matchBindings } from '../../../../src/providers/halo/match-bindings.ts';
import type { EventRow } from '../../../../src/providers/halo/schemas.ts';
import { equals } from '../../../../src/providers/halo/ticket-condition.ts';
import {
  type Combination,
  filterFields,
  fits,
  hasForeignFilter,
  hasSameFilter,
} from '../../../../src/providers/halo/ticket-filter.ts';
import { fc } from '../../../support/property.ts';

const ofPriority = (value: number) => equals('seriousness', value);
const ofTeam = (name: string) => equals('sectio_', name);
const ofSummary = equals('symptom', 'VIP');

function rowOf(id: number, ...conditions: Fields[]): EventRow {
  return { id, filter_type: conditions.length > 0 ? 2 : 0, conditions };
}

const nobodyChose = (_row: EventRow) => false;

/** Returns the ids for each place. */
function placesOf(
  rows: readonly EventRow[],
  wanted: readonly Combination[] | undefined,
  isChosen: (row: EventRow) => boolean = nobodyChose,
) {
  return matchBindings(rows, wanted, isChosen).map((place) => place.map(({ id }) => id));
}

describe('the bindings of an event', () => {
  it.each<[string, EventRow[], Combination[], number[][]]>([
    ['there are none yet', [], [[ofPriority(1)]], [[]]],
    [
      'those whose filter is wanted keep it',
      [rowOf(4, ofPriority(1)), rowOf(5, ofPriority(2))],
      [[ofPriority(2)], [ofPriority(1)]],
      [[5], [4]],
    ],
    [
      'one with another filter is changed to the one that is missing',
      [rowOf(4, ofPriority(1)), rowOf(5, ofPriority(3))],
      [[ofPriority(2)], [ofPriority(1)]],
      [[5], [4]],
    ],
    ['one without a filter gets the first one', [rowOf(4)], [[ofPriority(1)], [ofPriority(2)]], [[4], []]],
    [
      'one too much comes after those that are wanted',
      [rowOf(4, ofPriority(1)), rowOf(5, ofPriority(2))],
      [[ofPriority(2)]],
      [[5], [4]],
    ],
    ['a second one with the same filter is too much', [rowOf(7), rowOf(4)], [[]], [[4], [7]]],
    ['nothing is wanted', [rowOf(4)], [], [[4]]],
    [
      'one with a condition of others besides is the last to be taken',
      [rowOf(4, ofSummary, ofPriority(1)), rowOf(5, ofPriority(3))],
      [[ofPriority(2)]],
      [[5], [4]],
    ],
    ['one with a condition of others is taken where there is no other', [rowOf(4, ofSummary)], [[]], [[4]]],
    [
      'one with a condition of others is not taken where there is another, even if that one has to be changed',
      [rowOf(4, ofSummary), rowOf(5, ofPriority(1))],
      [[]],
      [[5], [4]],
    ],
    [
      'one with a condition of others fills no place beside another',
      [rowOf(4, ofSummary, ofPriority(2)), rowOf(5, ofPriority(1))],
      [[ofPriority(1)], [ofPriority(2)]],
      [[5], [], [4]],
    ],
    [
      'those with conditions of others fill no place where there are too few of them',
      [rowOf(4, ofSummary, ofPriority(1))],
      [[ofPriority(1)], [ofPriority(2)]],
      [[], [], [4]],
    ],
    [
      'a combination is all of its conditions, in any order',
      [rowOf(4, ofPriority(1)), rowOf(5, ofTeam('Ops'), ofPriority(1))],
      [[ofPriority(1), ofTeam('Ops')], [ofPriority(1)]],
      [[5], [4]],
    ],
  ])('%s', (_, rows, wanted, places) => {
    expect(placesOf(rows, wanted)).toEqual(places);
  });

  it('of two with the same filter, the one that a person has chosen stays', () => {
    expect(placesOf([rowOf(4), rowOf(5)], [[]], ({ id }) => id === 5)).toEqual([[5], [4]]);
  });

  it('that is as Halo returns it fits, whatever the case of its column and the type of its value', () => {
    const returned = { id: 9, fieldname: 'Seriousness', fieldid: 4, type: 0, value_int: '2', value_display: 'High' };
    expect(placesOf([rowOf(4, ofPriority(3)), rowOf(5, returned)], [[ofPriority(2)]])).toEqual([[5], [4]]);
  });
});

describe('where filters are not managed', () => {
  it('each binding stays as it is', () => {
    expect(placesOf([rowOf(5, ofPriority(2)), rowOf(4, ofPriority(1))], undefined)).toEqual([[4], [5]]);
  });

  it('two that let the same tickets through share a place: a person has to say which one is ours', () => {
    expect(placesOf([rowOf(4), rowOf(5, ofPriority(1)), rowOf(6)], undefined)).toEqual([[4, 6], [5]]);
  });
});

const value = fc.integer({ min: 1, max: 4 });
const filter = fc.uniqueArray(fc.oneof(value.map(ofPriority), fc.constantFrom('Ops', 'IT').map(ofTeam)), {
  maxLength: 2,
  selector: ({ fieldname }) => fieldname,
});
const rows = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 99 }), filter, fc.boolean()), {
    maxLength: 12,
    selector: ([id]) => id,
  })
  .map((all) =>
    all.map(([id, conditions, isOfOthers]) => rowOf(id, ...conditions, ...(isOfOthers ? [ofSummary] : []))),
  );
const combinations = fc.uniqueArray(filter, {
  maxLength: 6,
  comparator: (one, other) => hasSameFilter(rowOf(1, ...one), rowOf(2, ...other)),
});

test('each row has one place, and no row that is right is changed for another', () => {
  fc.assert(
    fc.property(rows, combinations, (live, wanted) => {
      const places = matchBindings(live, wanted, nobodyChose);
      expect(places.flat().toSorted(byId)).toEqual(live.toSorted(byId));
      expect(places.every((place) => place.length <= 1)).toBe(true);
      for (const [index, combination] of wanted.entries()) {
        const isRight = (row: EventRow) => hasSameFilter(row, rowOf(0, ...combination));
        if (live.some(isRight)) expect(places[index]?.some(isRight)).toBe(true);
      }
    }),
  );
});

test('a place stays empty only where no row without conditions of others is left for it', () => {
  fc.assert(
    fc.property(rows, combinations, (live, wanted) => {
      const places = matchBindings(live, wanted, nobodyChose);
      if (places.slice(0, wanted.length).every((place) => place.length === 1)) return;
      expect(places.slice(wanted.length).flat().every(hasForeignFilter)).toBe(true);
    }),
  );
});

/** Returns an event's rows after `apply`: those in places are changed or created, and surplus ones removed. */
function appliedTo(live: readonly EventRow[], wanted: readonly Combination[], isChosen: typeof nobodyChose) {
  const places = matchBindings(live, wanted, isChosen);
  const right = wanted.map((combination, index): EventRow => {
    const row = places[index]?.[0] ?? rowOf(100 + index);
    return { ...row, ...filterFields(combination, row) };
  });
  return [...right, ...places.slice(wanted.length).flat().filter(hasForeignFilter)];
}

test('where one row has no conditions of others, each wanted filter is had by one without such after apply', () => {
  fc.assert(
    fc.property(rows, combinations, fc.integer({ min: 1, max: 99 }), (live, wanted, chosen) => {
      const after = appliedTo(live, wanted, ({ id }) => Number(id) >= chosen);
      if (live.every(hasForeignFilter)) return;
      for (const combination of wanted)
        expect(after.some((row) => hasSameFilter(row, rowOf(0, ...combination)))).toBe(true);
    }),
  );
});

test('a second apply has nothing to do', () => {
  fc.assert(
    fc.property(rows, combinations, (live, wanted) => {
      const after = appliedTo(live, wanted, nobodyChose);
      const places = matchBindings(after, wanted, nobodyChose);
      expect(wanted.every((combination, index) => places[index]?.some((row) => fits(row, combination)))).toBe(true);
      expect(places.slice(wanted.length).flat().every(hasForeignFilter)).toBe(true);
    }),
  );
});

test('the order of a list changes nothing', () => {
  fc.assert(
    fc.property(rows, fc.option(combinations, { nil: undefined }), (live, wanted) => {
      expect(placesOf(live.toReversed(), wanted)).toEqual(placesOf(live, wanted));
    }),
  );
});

test('there are never more places than an event may have bindings', () => {
  const live = Array.from({ length: MAX_BINDINGS + 2 }, (_, index) => rowOf(index + 1, ofPriority(index)));
  const places = placesOf(live, undefined);
  expect(places).toHaveLength(MAX_BINDINGS);
  expect(places.at(-1)).toEqual([20, 21, 22]);
});

function byId(one: EventRow, other: EventRow): number {
  return Number(one.id) - Number(other.id);
}
