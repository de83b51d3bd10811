import * as z from 'zod';
import { checked } from '../schema-check.ts';
import { badRequest } from '../service.ts';
import type { Json } from './entity-schema.ts';
import type { BindingRow, ConditionRow } from './rows.ts';

/** `filter_type` of a binding that looks at its conditions. */
const BY_CONDITIONS = 2;

const COMPARISONS: Readonly<Record<number, (actual: number | string, wanted: number | string) => boolean>> = {
  0: (actual, wanted) => actual === wanted,
  1: (actual, wanted) => actual !== wanted,
  5: (actual, wanted) => actual > wanted,
  6: (actual, wanted) => actual >= wanted,
  7: (actual, wanted) => actual < wanted,
  8: (actual, wanted) => actual <= wanted,
};

/**
 * Conditions name columns of Halo's table of tickets, not fields of its API: `symptom` and `reportedby`
 * were seen in live conditions, the others are known from Halo's reports (that they are taken is inferred).
 */
const COLUMNS: Readonly<Record<string, string>> = {
  symptom: 'summary',
  reportedby: 'reportedby',
  requesttypenew: 'tickettype_id',
  seriousness: 'priority_id',
  sectio_: 'team',
  status: 'status_id',
  category2: 'category_1',
  areaint: 'client_id',
};

const conditionRules = z.looseObject({
  fieldname: z.string().refine((name) => name in COLUMNS, 'not a column of tickets that is simulated'),
  type: z.int().refine((type) => type in COMPARISONS, 'not a comparison that is simulated'),
  tablename: z.literal('faults'),
});

/**
 * Checks a binding's filter.
 *
 * @throws Refusal 400 for conditions that could not work or would not be looked at (the latter is inferred)
 */
export function checkConditions({ filter_type, condition_count, conditions }: Json): void {
  const list = conditions as Json[];
  if (list.length > 0 && filter_type !== BY_CONDITIONS) throw badRequest('Conditions need filter_type 2.');
  if (filter_type === BY_CONDITIONS && list.length === 0) throw badRequest('filter_type 2 needs conditions.');
  if (condition_count !== list.length) throw badRequest(`condition_count must be ${list.length}.`);
  for (const condition of list) {
    checked(conditionRules, condition);
    if (wantedValue(condition) === undefined) throw badRequest('A condition needs value_string or value_int.');
  }
}

/** Whether a ticket is one the binding is for. */
export function lets(binding: BindingRow, ticket: Json): boolean {
  if (binding.filter_type !== BY_CONDITIONS) return true;
  return binding.conditions.every((condition) => holds(condition, ticket));
}

function holds(condition: ConditionRow, ticket: Json): boolean {
  const actual = ticket[COLUMNS[condition.fieldname] ?? ''];
  const wanted = wantedValue(condition);
  if (wanted === undefined || actual === undefined || actual === null) return condition.type === 1;
  const compare = COMPARISONS[condition.type];
  return compare?.(typeof wanted === 'number' ? Number(actual) : String(actual), wanted) ?? false;
}

function wantedValue({ value_int, value_string }: Json): number | string | undefined {
  if (typeof value_int === 'number') return value_int;
  return typeof value_string === 'string' ? value_string : undefined;
}
