import { describe, expect, it, test } from 'vitest';
import { type CatalogueRow, EVENTS, findEvent } from '../../../../src/providers/halo/event-catalogue.ts';

const [newTicket, statusChanged] = EVENTS;

/** Rows read from a live tenant. */
const SEEN: readonly CatalogueRow[] = [
  { id: 1, name: 'New $#request Logged - Assigned to Recipient' },
  { id: 2, name: "New $#request Logged - Assigned to Recipient's Team" },
  { id: 3, name: 'New $#request Logged - All' },
  { id: 39, name: 'Closed - All' },
  { id: 75, name: '$#request Status Changed - Assigned to Recipient' },
  { id: 76, name: '$#request Status Changed  - All' },
];

test('on the known tenant the numbers are 3 and 76', () => {
  expect(findEvent(newTicket, SEEN)).toEqual({ number: 3, assumed: false });
  expect(findEvent(statusChanged, SEEN)).toEqual({ number: 76, assumed: false });
});

describe('a tenant with other numbers is used, however it writes the names', () => {
  it.each([
    'New $#request Logged - All',
    'New Ticket Logged - All',
    'new  ticket  logged  -  all',
    ' New $#request Logged -\u00a0All ',
    'NEW $#REQUEST LOGGED - ALL',
  ])('%s', (name) => {
    expect(findEvent(newTicket, [{ id: 1003, name }])).toEqual({ number: 1003, assumed: false });
  });
});

describe('the row of assigned recipients, which never fires, is not used', () => {
  it.each([
    ['first in the list', SEEN],
    ['last in the list', SEEN.toReversed()],
  ])('%s', (_, rows) => {
    expect(findEvent(newTicket, rows).number).toBe(3);
    expect(findEvent(statusChanged, rows).number).toBe(76);
  });

  it('not even alone', () => {
    const alone = SEEN.filter(({ name }) => !name?.endsWith('All'));
    expect(findEvent(newTicket, alone)).toEqual({ number: 3, assumed: true });
    expect(findEvent(statusChanged, alone)).toEqual({ number: 76, assumed: true });
  });
});

describe('if no row matches, the usual numbers are assumed, with a note', () => {
  it.each<[string, CatalogueRow[]]>([
    ['an empty catalogue', []],
    ['rows without a name', [{ id: 3 }, { id: 76 }]],
    [
      'names that only hold it',
      [
        { id: 9, name: 'Child New $#request Logged - All' },
        { id: 10, name: 'Closed - All' },
      ],
    ],
  ])('%s', (_, rows) => {
    expect(findEvent(newTicket, rows)).toEqual({ number: 3, assumed: true });
    expect(findEvent(statusChanged, rows)).toEqual({ number: 76, assumed: true });
  });
});

test('events are named as in the guide', () => {
  expect([newTicket.title, statusChanged.title]).toEqual(['New Ticket Logged', 'Ticket Status Changed']);
});
