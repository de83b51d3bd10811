import type { Settings } from '../../config/settings.ts';
import type { Fields, Value } from '../../engine/values.ts';
import type { References } from '../references.ts';
import type { EventRow } from './schemas.ts';
import { COLUMNS, equals, isOnColumnOf, isSameCondition } from './ticket-condition.ts';

/** `filter_type` of an event that is filtered by its conditions (fact `binding-filter`). */
export const BY_CONDITIONS = 2;
/** Whether only some tickets become alerts. */
export function asksForFilter(settings: Settings): boolean {
  return [settings['halo.onlyTicketType'], settings['halo.onlyPriority'], settings['halo.onlyTeam']].some(
    (value) => value !== undefined,
  );
}

/**
 * The filter fields of an event as they should be; none where no filter was asked for. Conditions on other columns
 * stay as they are, and so does a live condition that means what ours does.
 */
export function filterFields(references: References, live: EventRow | undefined): Fields {
  const ours = conditionsOf(references);
  if (ours.length === 0) return {};
  const there = conditionsIn(live);
  const others = there.filter((condition) => !ours.some((each) => isOnColumnOf(condition, each)));
  const wanted = ours.map((condition) => {
    const same = there.find((each) => isSameCondition(each, condition));
    const id = there.find((each) => isOnColumnOf(each, condition))?.id;
    return same ?? { ...(id !== undefined && { id }), ...condition };
  });
  const conditions = inOrder([...wanted, ...others]);
  return { filter_type: BY_CONDITIONS, condition_count: conditions.length, conditions };
}

/** A row's filter in the same form, for comparison: in the same order, and counted. */
export function filterOf(row: EventRow): Fields {
  const { filter_type, condition_count, conditions } = row;
  if (!Array.isArray(conditions)) return { filter_type, condition_count, conditions: undefined };
  const all = conditionsIn(row);
  // Not in Halo's document of 2024: a row that has conditions but no `filter_type` filters by them.
  const type = filter_type ?? (all.length > 0 ? BY_CONDITIONS : 0);
  return { filter_type: Number(type), condition_count: all.length, conditions: inOrder(all) };
}

/** The conditions of an event. */
export function conditionsIn(row: EventRow | undefined): Fields[] {
  const list = Array.isArray(row?.conditions) ? (row.conditions as Value[]) : [];
  return list.filter((each): each is Fields => typeof each === 'object' && each !== null);
}

function conditionsOf({ filters }: References): Fields[] {
  const asked = [
    [COLUMNS.ticketType, filters?.ticketType[0]],
    [COLUMNS.priority, filters?.priority[0]],
    [COLUMNS.team, filters?.team[0]],
  ] as const;
  return asked.flatMap(([column, value]) => (value === undefined ? [] : [equals(column, value)]));
}

function inOrder(conditions: readonly Fields[]): Fields[] {
  const name = ({ fieldname }: Fields) => String(fieldname).toLowerCase();
  return [...conditions].sort((one, other) => name(one).localeCompare(name(other)));
}
