import * as z from 'zod';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { BindingRow, ConditionRow } from '../rows.ts';
import type { HaloState } from '../state.ts';

/** `filter_type` of a binding with conditions. */
const BY_CONDITIONS = 2;

type Compare = (actual: number | string, wanted: number | string) => boolean;

const contains: Compare = (actual, wanted) => String(actual).toLowerCase().includes(String(wanted).toLowerCase());
/** The commas between a set's values are inferred. */
const isInSet: Compare = (actual, wanted) =>
  String(wanted)
    .split(',')
    .some((each) => each.trim() === String(actual));

const COMPARISONS: Readonly<Record<number, Compare>> = {
  0: (actual, wanted) => actual === wanted,
  1: (actual, wanted) => actual !== wanted,
  2: contains,
  3: (actual, wanted) => !contains(actual, wanted),
  5: (actual, wanted) => actual > wanted,
  6: (actual, wanted) => actual >= wanted,
  7: (actual, wanted) => actual < wanted,
  8: (actual, wanted) => actual <= wanted,
  23: isInSet,
  24: (actual, wanted) => !isInSet(actual, wanted),
};
const HAS_VALUE = 29;
const HAS_NO_VALUE = 30;
/** Operators that match an empty field. */
const FIT_EMPTY = [1, 3, 24, HAS_NO_VALUE];

/**
 * Conditions name columns of Halo's table of tickets, not fields of its API. `symptom` and `reportedby` were seen in
 * live conditions; the others come from Halo's reports (that conditions accept them is inferred). Halo returns some of
 * them in different case and with an ID, which is made up here.
 */
const COLUMNS: Readonly<Record<string, { field: string; shown?: { fieldname: string; fieldid: number } }>> = {
  symptom: { field: 'summary', shown: { fieldname: 'Symptom', fieldid: 1 } },
  reportedby: { field: 'reportedby', shown: { fieldname: 'ReportedBy', fieldid: 2 } },
  requesttypenew: { field: 'tickettype_id', shown: { fieldname: 'RequestTypeNew', fieldid: 3 } },
  seriousness: { field: 'priority_id', shown: { fieldname: 'Seriousness', fieldid: 4 } },
  sectio_: { field: 'team', shown: { fieldname: 'SectIO_', fieldid: 5 } },
  status: { field: 'status_id' },
  category2: { field: 'category_1' },
  areaint: { field: 'client_id' },
};

const isOperator = (type: number) => type in COMPARISONS || type === HAS_VALUE || type === HAS_NO_VALUE;

const conditionRules = z.looseObject({
  fieldname: z
    .string()
    .refine((name) => name.toLowerCase() in COLUMNS || /^CF/i.test(name), 'not a column of tickets that is simulated'),
  type: z.int().refine(isOperator, 'not a comparison that is simulated'),
  tablename: z.literal('faults'),
});

/**
 * Validates a binding's filter. Stored conditions, whoever created them, may be sent back unchanged.
 *
 * @throws Refusal 400 for conditions that could not work or would not be evaluated (the latter is inferred)
 */
export function checkConditions(
  { filter_type, condition_count, conditions }: Pick<BindingRow, 'filter_type' | 'condition_count' | 'conditions'>,
  known: BindingRow | undefined,
): void {
  if (conditions.length > 0 && filter_type !== BY_CONDITIONS) throw badRequest('Conditions need filter_type 2.');
  if (filter_type === BY_CONDITIONS && conditions.length === 0) throw badRequest('filter_type 2 needs conditions.');
  if (condition_count !== conditions.length) throw badRequest(`condition_count must be ${conditions.length}.`);
  const isStored = ({ id }: Json) => id !== undefined && known?.conditions.some((each) => each.id === id);
  for (const condition of conditions.filter((each) => !isStored(each))) {
    const { type } = checked(conditionRules, condition);
    if (type in COMPARISONS && wantedValue(condition) === undefined)
      throw badRequest('A condition needs value_string or value_int.');
  }
}

/** The columns that a fact says conditions accept, with the fact. */
const INFERRED_COLUMNS = {
  requesttypenew: 'condition-requesttypenew',
  seriousness: 'condition-seriousness',
  sectio_: 'condition-sectio_',
} as const;

/** The conditions that the tenant stores. */
export function storedConditions(state: HaloState, conditions: readonly ConditionRow[]): ConditionRow[] {
  const dropped = Object.entries(INFERRED_COLUMNS).flatMap(([column, fact]) => (state.contradicts(fact) ? column : []));
  return conditions.filter(({ fieldname }) => !dropped.includes(fieldname.toLowerCase()));
}

/** A condition as Halo returns it: the column in Halo's case, with its ID, and a readable value. */
export function showCondition(state: HaloState, condition: ConditionRow): Json {
  const column = String(condition.fieldname).toLowerCase();
  const names = { requesttypenew: state.ticketTypes, seriousness: state.priorities }[column];
  const wanted = wantedValue(condition);
  return {
    ...condition,
    ...COLUMNS[column]?.shown,
    ...(state.contradicts('condition-returned') && { fieldname: null }),
    value_display: names?.find(({ id }) => id === wanted)?.name ?? (wanted === undefined ? null : String(wanted)),
  };
}

/** Whether the binding applies to a ticket of the tenant. */
export function appliesTo(state: HaloState, { filter_type, conditions }: BindingRow, ticket: Json): boolean {
  if (filter_type !== BY_CONDITIONS || conditions.length === 0) return true;
  const results = conditions.map((condition) => holds(meantCondition(state, condition), ticket));
  return state.contradicts('conditions-all') ? results.includes(true) : !results.includes(false);
}

/** The operators by their codes, if these are other ones than the fact says. */
const OTHER_CODES: Readonly<Record<number, number>> = {
  1: 2,
  2: 3,
  3: 1,
  5: 7,
  6: 8,
  7: 5,
  8: 6,
  23: 24,
  24: 23,
  29: 30,
  30: 29,
};

function meantCondition(state: HaloState, condition: ConditionRow): ConditionRow {
  if (!state.contradicts('condition-operators')) return condition;
  return { ...condition, type: OTHER_CODES[condition.type] ?? condition.type };
}

function holds({ fieldname, type, ...condition }: ConditionRow, ticket: Json): boolean {
  const actual = ticket[COLUMNS[String(fieldname).toLowerCase()]?.field ?? String(fieldname)];
  if (actual === undefined || actual === null || actual === '') return FIT_EMPTY.includes(type);
  if (type === HAS_VALUE || type === HAS_NO_VALUE) return type === HAS_VALUE;
  const wanted = wantedValue(condition);
  if (wanted === undefined) return FIT_EMPTY.includes(type);
  return COMPARISONS[type]?.(typeof wanted === 'number' ? Number(actual) : String(actual), wanted) ?? false;
}

function wantedValue({ value_int, value_string }: Json): number | string | undefined {
  if (typeof value_int === 'number') return value_int;
  return typeof value_string === 'string' ? value_string : undefined;
}
