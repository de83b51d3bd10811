import { expect, test } from 'vitest';
import { combinationsInWords } from '../../../../src/providers/halo/filter-in-words.ts';
import { COLUMNS, equals } from '../../../../src/providers/halo/ticket-condition.ts';

const incident = equals(COLUMNS.ticketType, 1);
const problem = equals(COLUMNS.ticketType, 2);
const desk = equals(COLUMNS.team, 'Service Desk');
const isDesk = equals(COLUMNS.team, 'Desk is open');
const notIncident = { ...incident, type: 1 };

test.each([
  ['one event', [[incident, desk]], 'ticket type is (ID 1) and team is Service Desk'],
  ['one event for each value', [[incident], [problem]], 'ticket type is (ID 1) or (ID 2)'],
  [
    'one event for each combination',
    [
      [incident, desk],
      [problem, desk],
      [incident, isDesk],
      [problem, isDesk],
    ],
    'ticket type is (ID 1) or (ID 2) and team is Service Desk or Desk is open',
  ],
  [
    'the same combinations for two events',
    [[incident], [problem], [incident], [problem]],
    'ticket type is (ID 1) or (ID 2)',
  ],
  [
    'a combination that no event has',
    [
      [incident, desk],
      [problem, isDesk],
    ],
    undefined,
  ],
  ['another operator', [[incident], [notIncident]], undefined],
  ['an event for all tickets', [[incident], []], undefined],
  ['no events', [], undefined],
])(
  'Filters of several events are one sentence where they are all combinations of some values: %s',
  (_, filters, words) => {
    expect(combinationsInWords(filters)).toBe(words);
  },
);
