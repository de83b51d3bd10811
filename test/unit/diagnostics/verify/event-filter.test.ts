import { describe, expect, it } from 'vitest';
import {
  attributesFor,
  type EventFilter,
  eventFilterOf,
  filteredAttributes,
  isExcluded,
} from '../../../../src/diagnostics/verify/event-filter.ts';
import type { IntegrationState } from '../../../../src/providers/integration.ts';

const ANY = { ticketType: [], priority: [], team: [] };

/** Creates the event for new tickets, with conditions. */
function liveWith(...conditions: object[]): IntegrationState {
  return { 'new-ticket-event': { id: 1, filter_type: 2, conditions } } as unknown as IntegrationState;
}
const isPriority = (value_int: number, more: object = {}) => ({
  fieldname: 'Seriousness',
  type: 0,
  value_int,
  ...more,
});

describe('the filter that a verification goes by', () => {
  it('is each combination of the values that the settings name', () => {
    const filters = { ticketType: [], priority: [1, 2], team: ['Network', 'Mail'] };
    expect(eventFilterOf(filters, {})).toEqual([
      { priority: 1, team: 'Network' },
      { priority: 1, team: 'Mail' },
      { priority: 2, team: 'Network' },
      { priority: 2, team: 'Mail' },
    ]);
  });

  it('is none where the settings remove it, whatever the events still have', () => {
    expect(eventFilterOf(ANY, liveWith(isPriority(1)))).toBeUndefined();
  });

  it('is that of the events where the settings do not say, in any case and as number or text', () => {
    const type = { fieldname: 'requesttypenew', type: '0', value_int: null, value_string: '3' };
    const team = { fieldname: 'sectio_', type: 0, value_string: 'Network' };
    const live = liveWith(isPriority(1), type, team);
    expect(eventFilterOf(undefined, live)).toEqual([{ priority: 1, ticketType: 3, team: 'Network' }]);
  });

  it.each([
    ['no conditions', liveWith()],
    ['a condition on another column', liveWith({ fieldname: 'symptom', type: 0, value_string: 'Mail' })],
    ['a condition that does not say "equals"', liveWith(isPriority(1, { type: 1 }))],
    ['no event', {}],
    [
      'a condition that is switched off',
      { 'new-ticket-event': { id: 1, filter_type: 0, conditions: [isPriority(1)] } },
    ],
  ])('is none where the settings do not say, and there is %s', (_, live) => {
    expect(eventFilterOf(undefined, live)).toBeUndefined();
  });
});

describe('a ticket', () => {
  const filter: EventFilter = [
    { priority: 1, team: 'Network' },
    { priority: 2, team: 'Mail' },
  ];

  it.each([
    ['of one of the combinations is let through', { priority: 2, team: 'mail ' }, false],
    ['of half of each is excluded', { priority: 1, team: 'Mail' }, true],
    ['with another value is excluded', { priority: 3, team: 'Mail' }, true],
    ['of which a value is not known is not certainly excluded', { priority: 2 }, false],
    ['whose known value no combination has is excluded', { priority: 3 }, true],
  ])('%s', (_, ticket, excluded) => {
    expect(isExcluded(filter, ticket)).toBe(excluded);
  });

  it('of the test has the first combination, and of --ticket-type one that lets the type through', () => {
    expect(filteredAttributes(filter)).toEqual(['priority', 'team']);
    expect(attributesFor(filter, undefined)).toEqual({ priority: 1, team: 'Network' });
    expect(attributesFor(filter, 4)).toEqual({ priority: 1, team: 'Network', ticketType: 4 });
    const byType: EventFilter = [
      { ticketType: 3, priority: 1 },
      { ticketType: 4, priority: 2 },
    ];
    expect(attributesFor(byType, 4)).toEqual({ ticketType: 4, priority: 2 });
    expect(() => attributesFor(byType, 5)).toThrow('--ticket-type 5: the filter excludes tickets of this type');
    expect(attributesFor(undefined, 4)).toEqual({ ticketType: 4 });
  });
});
