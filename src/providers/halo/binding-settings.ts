import type { FilterAttribute } from '../../config/ticket-filters.ts';
import type { Value } from '../../engine/values.ts';
import type { TicketFilters } from '../references.ts';
import { FOR_ALL_TICKETS } from '../references.ts';
import type { LiveBinding } from './event-bindings.ts';
import { EVENTS } from './event-catalogue.ts';
import type { EventRow } from './schemas.ts';
import { COLUMNS, isOnColumnOf } from './ticket-condition.ts';
import { conditionsFor, conditionsIn, fits, hasForeignFilter } from './ticket-filter.ts';

/** Returns the filter that the bindings of a runbook's events form together; undefined if no settings form it. Pure. */
export function filtersOf(bindings: readonly LiveBinding[]): TicketFilters | undefined {
  const filtered = bindings.filter(({ event }) => event.isFiltered);
  if (filtered.every(({ row }) => isForAll(row))) return FOR_ALL_TICKETS;
  const filters = {
    ticketType: valuesIn(filtered, 'ticketType'),
    priority: valuesIn(filtered, 'priority'),
    team: valuesIn(filtered, 'team'),
  };
  const combinations = conditionsFor(filters);
  const isMade = EVENTS.filter(({ isFiltered }) => isFiltered).every(({ key }) => {
    const rows = filtered.filter(({ event }) => event.key === key).map(({ row }) => row);
    const isEachThere = combinations.every((combination) => rows.some((row) => fits(row, combination)));
    return isEachThere && rows.length === combinations.length && !rows.some(hasForeignFilter);
  });
  return isMade ? filters : undefined;
}

/** Whether the event "Closed" starts the runbook. Pure. */
export function isClosedBound(bindings: readonly LiveBinding[]): boolean {
  return bindings.some(({ event }) => event.key === 'closed-event');
}

function isForAll(row: EventRow): boolean {
  return conditionsIn(row).length === 0 && !hasForeignFilter(row);
}

/** All values that the conditions contain for an attribute. */
function valuesIn(bindings: readonly LiveBinding[], attribute: FilterAttribute): Value[] {
  const conditions = bindings
    .flatMap(({ row }) => conditionsIn(row))
    .filter((condition) => isOnColumnOf(condition, { fieldname: COLUMNS[attribute] }));
  const values = conditions.map(({ value_string: text, value_int: number }) => {
    if (attribute === 'team') return typeof text === 'string' ? text.trim() : text;
    return Number(number ?? text);
  });
  return [...new Set(values)];
}
