import { combinationsOf, type FilterAttribute } from '../../config/ticket-filters.ts';
import { type CliError, usageError } from '../../errors/cli-error.ts';
import { bindingsIn, isBindingKey } from '../../providers/halo/event-bindings.ts';
import type { EventRow } from '../../providers/halo/schemas.ts';
import { COLUMNS, isOnColumnOf } from '../../providers/halo/ticket-condition.ts';
import { BY_CONDITIONS, conditionsIn, filterOf } from '../../providers/halo/ticket-filter.ts';
import type { IntegrationPlan, IntegrationState } from '../../providers/integration.ts';
import type { TicketFilters } from '../../providers/references.ts';
import { numericId } from '../../providers/row-reader.ts';
import {
  ATTRIBUTES,
  attributesIn,
  differingFrom,
  isSameValue,
  knownOf,
  type TicketAttributes,
} from './ticket-attributes.ts';

/** Which tickets may open an alert: those that match all attributes of at least one entry. */
export type EventFilter = readonly [TicketAttributes, ...TicketAttributes[]];

/**
 * Returns the filter from the settings or, if they have none, from the live events. Pure.
 *
 * @returns undefined if every ticket may open an alert
 */
export function eventFilterOf(filters: TicketFilters | undefined, live: IntegrationState): EventFilter | undefined {
  const [first, ...more] = filters ? combinationsOf(filters).map(ticketWith) : newTicketEvents(live).map(wantedBy);
  const asksForNothing = (ticket: TicketAttributes) => attributesIn(ticket).length === 0;
  return first && ![first, ...more].some(asksForNothing) ? [first, ...more] : undefined;
}

/** The attributes that a filter uses. */
export function filteredAttributes(filter: EventFilter): FilterAttribute[] {
  return ATTRIBUTES.filter((attribute) => filter.some((each) => each[attribute] !== undefined));
}

/** Whether a filter certainly excludes a ticket. An unknown attribute might match. */
export function isExcluded(filter: EventFilter, ticket: TicketAttributes): boolean {
  return filter.every((wanted) => attributesIn(differingFrom(wanted, ticket)).length > 0);
}

/** Whether `apply` would change the events, and so perhaps which tickets may open an alert. */
export function isFilterPending({ changes }: IntegrationPlan): boolean {
  return changes.some(({ resource, action }) => isBindingKey(resource) && action !== 'keep');
}

/**
 * Returns the attributes of a test ticket that passes a filter.
 *
 * @param ticketType the value of `--ticket-type`
 * @throws CliError, exit 2, if the filter excludes tickets of that type
 */
export function attributesFor(filter: EventFilter | undefined, ticketType: number | undefined): TicketAttributes {
  if (!filter) return knownOf({ ticketType });
  if (ticketType === undefined) return filter[0];
  const fitting = filter.find((each) => each.ticketType === undefined || isSameValue(each.ticketType, ticketType));
  if (!fitting) throw ticketTypeExcluded(filter, ticketType);
  return { ...fitting, ticketType };
}

function ticketWith(combination: ReturnType<typeof combinationsOf>[number]): TicketAttributes {
  return knownOf(Object.fromEntries(combination));
}

/** The events through which a new ticket may start the runbook. */
function newTicketEvents(live: IntegrationState): EventRow[] {
  return bindingsIn(live).flatMap(({ event, row }) => (event.key === 'new-ticket-event' ? [row] : []));
}

/** The attributes that a live event requires. Only understands the operator "equals". */
function wantedBy(event: EventRow): TicketAttributes {
  if (filterOf(event).filter_type !== BY_CONDITIONS) return {};
  const valueFor = (attribute: FilterAttribute) => {
    const column = { fieldname: COLUMNS[attribute] };
    const condition = conditionsIn(event).find((each) => isOnColumnOf(each, column) && Number(each.type ?? 0) === 0);
    const { value_int, value_string } = condition ?? {};
    return attribute === 'team' ? value_string : (numericId(value_int) ?? numericId(value_string));
  };
  return knownOf(Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, valueFor(attribute)])));
}

function ticketTypeExcluded(filter: EventFilter, ticketType: number): CliError {
  const types = [...new Set(filter.map((each) => each.ticketType))].join(', ');
  return usageError(
    `--ticket-type ${ticketType}: the filter excludes tickets of this type, so the test ticket cannot create an alert.`,
    `Omit --ticket-type, or use a type that matches the filter: ${types}.`,
  );
}
