import type { Settings } from '../../config/settings.ts';
import { combinationsOf, FILTER_ATTRIBUTES, FILTER_SETTINGS } from '../../config/ticket-filters.ts';
import { type Fields, objectsIn } from '../../engine/values.ts';
import type { TicketFilters } from '../references.ts';
import { EVENTS, type RunbookEvent } from './event-catalogue.ts';
import type { EventRow } from './schemas.ts';
import { COLUMNS, equals, isOnColumnOf, isOnOurColumn, isSameCondition } from './ticket-condition.ts';

/** `filter_type` of an event that is filtered by its conditions (fact `binding-filter`). */
export const BY_CONDITIONS = 2;
const UNFILTERED = 0;

/** The conditions of one binding, each on another column; without any it is for all tickets. */
export type Combination = readonly Fields[];

/** Whether the settings say that only some tickets may open an alert. */
export function asksForFilter(settings: Settings): boolean {
  return FILTER_ATTRIBUTES.some((attribute) => (settings[FILTER_SETTINGS[attribute]] ?? []).length > 0);
}

/** Whether the settings ask for the event "Closed": with a filter always, since a ticket may no longer pass it when it is closed. */
function asksForClosed(settings: Settings): boolean {
  return settings['halo.closedEvent'] === true || asksForFilter(settings);
}

/** The events by which a new runbook is to be started. */
export function eventsFor(settings: Settings): readonly RunbookEvent[] {
  return EVENTS.filter(({ isFiltered }) => isFiltered || asksForClosed(settings));
}

/**
 * What the bindings of an event are to be made from.
 *
 * @property filters undefined where filters are not managed
 * @property changed the bindings of "Ticket Status Changed" that are there
 */
export interface FilterNeeds {
  readonly filters: TicketFilters | undefined;
  readonly settings: Settings;
  readonly changed: readonly EventRow[];
}

/**
 * Whether the event "Closed" is wanted: where the settings ask for it, and where closing a ticket would not always resolve
 * its alert without it, since each binding of "Ticket Status Changed" keeps a filter.
 */
function wantsClosed({ filters, settings, changed }: FilterNeeds): boolean {
  const keepsFilter = filters ? isFilteredByOthers : isFiltered;
  return asksForClosed(settings) || (changed.length > 0 && changed.every(keepsFilter));
}

/**
 * The filters of the bindings that an event is to have, one for each: a condition can only say "equals", so several values
 * are several bindings (fact `events-several`). Undefined where filters are not managed: then those that are there stay as they are.
 */
export function wantedFilters(event: RunbookEvent, needs: FilterNeeds): readonly Combination[] | undefined {
  const { filters } = needs;
  if (event.isFiltered) return filters && conditionsFor(filters);
  if (wantsClosed(needs)) return [[]];
  return filters && [];
}

/** How many bindings an event is to have. */
export function wantedCount(event: RunbookEvent, needs: FilterNeeds): number {
  return wantedFilters(event, needs)?.length ?? (event.isFiltered ? 1 : 0);
}

/** The conditions of each binding that lets the tickets of a filter through. */
export function conditionsFor(filters: TicketFilters): Combination[] {
  return combinationsOf(filters).map((combination) =>
    combination.map(([attribute, value]) => equals(COLUMNS[attribute], value)),
  );
}

/** Whether a row lets exactly the tickets of a combination through, but for conditions of others. */
export function fits(row: EventRow, combination: Combination): boolean {
  const ours = conditionsIn(row).filter(isOnOurColumn);
  return isSameSet(ours, combination);
}

/** Whether two rows let the same tickets through. */
export function hasSameFilter(one: EventRow, other: EventRow): boolean {
  return isSameSet(conditionsIn(one), conditionsIn(other));
}

function isSameSet(some: readonly Fields[], others: readonly Fields[]): boolean {
  return (
    some.length === others.length &&
    others.every((other) => some.some((one) => isSameCondition(one, other) || isSameCondition(other, one)))
  );
}

/** Whether others have a say in which tickets a row lets through: by conditions on other columns, or in another way. */
export function isFilteredByOthers({ filter_type, conditions }: Pick<EventRow, 'filter_type' | 'conditions'>): boolean {
  const isOfOtherKind = ![UNFILTERED, BY_CONDITIONS].includes(Number(filter_type ?? UNFILTERED));
  const isUnseen = Number(filter_type) === BY_CONDITIONS && !Array.isArray(conditions);
  return isOfOtherKind || isUnseen || objectsIn(conditions).some((condition) => !isOnOurColumn(condition));
}

/** Whether a row lets some tickets through only. */
function isFiltered(row: EventRow): boolean {
  return isFilteredByOthers(row) || conditionsIn(row).length > 0;
}

/**
 * The filter fields of an event as they should be; none where nothing is to be changed. Conditions on columns that no
 * setting names stay as they are, and so does a live condition that means what ours does. Where none is left, an empty list
 * is sent (fact `conditions-cleared`).
 *
 * @param combination undefined where filters are not managed
 */
export function filterFields(combination: Combination | undefined, live: EventRow | undefined): Fields {
  if (!combination) return {};
  const there = conditionsIn(live);
  const others = there.filter((condition) => !isOnOurColumn(condition));
  if (combination.length === 0 && others.length === there.length) return {};
  const wanted = combination.map((condition) => {
    const same = there.find((each) => isSameCondition(each, condition));
    const id = there.find((each) => isOnColumnOf(each, condition))?.id;
    return same ?? { ...(id !== undefined && { id }), ...condition };
  });
  const conditions = inOrder([...wanted, ...others]);
  const filter_type = conditions.length > 0 ? BY_CONDITIONS : UNFILTERED;
  return { filter_type, condition_count: conditions.length, conditions };
}

/** A row's filter in the same form, for comparison: in the same order, and counted. */
export function filterOf(row: EventRow): Fields {
  const { filter_type, condition_count, conditions } = row;
  if (!Array.isArray(conditions)) return { filter_type, condition_count, conditions: undefined };
  const all = conditionsIn(row);
  // Not in Halo's document of 2024: a row that has conditions but no `filter_type` filters by them.
  const type = filter_type ?? (all.length > 0 ? BY_CONDITIONS : UNFILTERED);
  return { filter_type: Number(type), condition_count: all.length, conditions: inOrder(all) };
}

/** The conditions of an event. */
export function conditionsIn(row: EventRow | undefined): Fields[] {
  return objectsIn(row?.conditions);
}

function inOrder(conditions: readonly Fields[]): Fields[] {
  const name = ({ fieldname }: Fields) => String(fieldname).toLowerCase();
  return [...conditions].sort((one, other) => name(one).localeCompare(name(other)));
}
