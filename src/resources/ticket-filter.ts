import type { Settings } from '../settings/settings.ts';
import type { References } from './references.ts';
import type { Row } from './resource.ts';
import type { Fields, Value } from './value.ts';

/** `filter_type` of an event that looks at its conditions (facts: "A filter on the binding"). */
export const BY_CONDITIONS = 2;
const EQUALS = 0;

/**
 * Conditions name columns of Halo's table of tickets. `symptom` and `reportedby` were seen in live
 * conditions; these three columns are known from Halo's reports, that conditions take them is
 * inferred, so they are read back.
 */
const COLUMNS = { ticketType: 'requesttypenew', priority: 'seriousness', team: 'sectio_' } as const;

/** Whether only some tickets become alerts. */
export function asksForFilter(settings: Settings): boolean {
  return [settings['halo.onlyTicketType'], settings['halo.onlyPriority'], settings['halo.onlyTeam']].some(
    (value) => value !== undefined,
  );
}

/** The filter fields of an event as they should be; none where no filter was asked for. Conditions of others stay. */
export function filterFields(settings: Settings, references: References, live: Row | undefined): Fields {
  const ours = conditionsOf(settings, references);
  if (ours.length === 0) return {};
  const there = Array.isArray(live?.conditions) ? (live.conditions as Fields[]) : [];
  const others = there.filter(({ fieldname }) => !ours.some((condition) => condition.fieldname === fieldname));
  const overlaid = ours.map((condition) => ({
    ...there.find(({ fieldname }) => fieldname === condition.fieldname),
    ...condition,
  }));
  const conditions = [...overlaid, ...others];
  return { filter_type: BY_CONDITIONS, condition_count: conditions.length, conditions: inOrder(conditions) };
}

/** A row's filter in the same order, for comparison. */
export function filterOf(row: Row): Fields {
  const { filter_type, condition_count, conditions } = row;
  return {
    filter_type,
    condition_count,
    conditions: Array.isArray(conditions) ? inOrder(conditions as Fields[]) : undefined,
  };
}

function conditionsOf(settings: Settings, { ticketType }: References): Fields[] {
  const priority = settings['halo.onlyPriority'];
  const team = settings['halo.onlyTeam'];
  return [
    ...(ticketType === undefined ? [] : [numberIs(COLUMNS.ticketType, ticketType)]),
    ...(priority === undefined ? [] : [numberIs(COLUMNS.priority, priority)]),
    ...(team === undefined ? [] : [{ ...condition(COLUMNS.team, 'string'), value_string: team }]),
  ];
}

function numberIs(fieldname: string, value: Value): Fields {
  return { ...condition(fieldname, 'int'), value_int: value };
}

function condition(fieldname: string, value_type: string): Fields {
  return { fieldname, type: EQUALS, value_type, tablename: 'faults' };
}

function inOrder(conditions: readonly Fields[]): Fields[] {
  return [...conditions].sort((one, other) => String(one.fieldname).localeCompare(String(other.fieldname)));
}
