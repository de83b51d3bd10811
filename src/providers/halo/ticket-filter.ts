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

/** The conditions of one binding, each on a different column. An empty list matches all tickets. */
export type Combination = readonly Fields[];

/** Whether the settings limit which tickets may open an alert. */
export function asksForFilter(settings: Settings): boolean {
  return FILTER_ATTRIBUTES.some((attribute) => (settings[FILTER_SETTINGS[attribute]] ?? []).length > 0);
}

/** Whether to use the event "Closed". Always with a filter, since a closed ticket may no longer pass it. */
function asksForClosed(settings: Settings): boolean {
  return settings['halo.closedEvent'] === true || asksForFilter(settings);
}

/** The events that should start a new runbook. */
export function eventsFor(settings: Settings): readonly RunbookEvent[] {
  return EVENTS.filter(({ isFiltered }) => isFiltered || asksForClosed(settings));
}

/**
 * What determines the bindings of an event.
 *
 * @property filters undefined if filters are not managed
 * @property changed the live bindings of "Ticket Status Changed"
 */
export interface FilterNeeds {
  readonly filters: TicketFilters | undefined;
  readonly settings: Settings;
  readonly changed: readonly EventRow[];
}

/**
 * Whether the event "Closed" is wanted: if the settings ask for it, or if every binding of "Ticket Status Changed"
 * keeps a filter, so that closing a ticket would not always resolve its alert.
 */
function wantsClosed({ filters, settings, changed }: FilterNeeds): boolean {
  const keepsFilter = filters ? hasForeignFilter : isFiltered;
  return asksForClosed(settings) || (changed.length > 0 && changed.every(keepsFilter));
}

/**
 * Returns the filter of each binding that an event should have. A condition can only say "equals", so several values
 * need several bindings (fact `events-several`). Undefined if filters are not managed; live bindings then stay as is.
 */
export function wantedFilters(event: RunbookEvent, needs: FilterNeeds): readonly Combination[] | undefined {
  const { filters } = needs;
  if (event.isFiltered) return filters && conditionsFor(filters);
  if (wantsClosed(needs)) return [[]];
  return filters && [];
}

/** How many bindings an event should have. */
export function wantedCount(event: RunbookEvent, needs: FilterNeeds): number {
  return wantedFilters(event, needs)?.length ?? (event.isFiltered ? 1 : 0);
}

/** Returns the conditions of each binding, so that together they let exactly a filter's tickets through. */
export function conditionsFor(filters: TicketFilters): Combination[] {
  return combinationsOf(filters).map((combination) =>
    combination.map(([attribute, value]) => equals(COLUMNS[attribute], value)),
  );
}

/** Whether a row lets exactly the tickets of a combination through, apart from conditions of others. */
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

/** Whether others also filter a row's tickets: by conditions on other columns, or in another way. */
export function hasForeignFilter({ filter_type, conditions }: Pick<EventRow, 'filter_type' | 'conditions'>): boolean {
  const isOfOtherKind = ![UNFILTERED, BY_CONDITIONS].includes(Number(filter_type ?? UNFILTERED));
  const isUnseen = Number(filter_type) === BY_CONDITIONS && !Array.isArray(conditions);
  return isOfOtherKind || isUnseen || objectsIn(conditions).some((condition) => !isOnOurColumn(condition));
}

function isFiltered(row: EventRow): boolean {
  return hasForeignFilter(row) || conditionsIn(row).length > 0;
}

/**
 * Returns the filter fields that an event should have; empty if nothing changes. Keeps conditions on columns without a
 * setting, and live conditions with the same meaning as ours. If no condition is left, sends an empty list (fact
 * `conditions-cleared`).
 *
 * @param combination undefined if filters are not managed
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

/** A row's filter in comparable form: sorted and counted. */
export function filterOf(row: EventRow): Fields {
  const { filter_type, condition_count, conditions } = row;
  if (!Array.isArray(conditions)) return { filter_type, condition_count, conditions: undefined };
  const all = conditionsIn(row);
  // Not in Halo's document of 2024: a row with conditions but without `filter_type` filters by them.
  const type = filter_type ?? (all.length > 0 ? BY_CONDITIONS : UNFILTERED);
  return { filter_type: Number(type), condition_count: all.length, conditions: inOrder(all) };
}

export function conditionsIn(row: EventRow | undefined): Fields[] {
  return objectsIn(row?.conditions);
}

function inOrder(conditions: readonly Fields[]): Fields[] {
  const name = ({ fieldname }: Fields) => String(fieldname).toLowerCase();
  return [...conditions].sort((one, other) => name(one).localeCompare(name(other)));
}
