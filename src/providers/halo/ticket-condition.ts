import { ATTRIBUTE_NAMES, FILTER_ATTRIBUTES } from '../../config/ticket-filters.ts';
import { type Fields, Unknown, type Value } from '../../engine/values.ts';
import { type Names, nameOfReference } from '../names.ts';

/**
 * Columns of Halo's table of tickets in our conditions (facts `condition-requesttypenew`, `condition-seriousness`,
 * `condition-sectio_`). It is inferred that conditions accept them, so they are read back.
 */
export const COLUMNS = { ticketType: 'requesttypenew', priority: 'seriousness', team: 'sectio_' } as const;

/** The names of columns on Halo's pages. */
const IN_WORDS: ReadonlyMap<string, string> = new Map([
  ...FILTER_ATTRIBUTES.map((attribute) => [COLUMNS[attribute], ATTRIBUTE_NAMES[attribute]] as const),
  ['symptom', 'summary'],
  ['reportedby', 'reported by'],
]);

/** `type` of a condition (fact `condition-operators`). */
const OPERATORS: Readonly<Record<number, string>> = {
  0: 'is',
  1: 'is not',
  2: 'contains',
  3: 'does not contain',
  5: '>',
  6: '≥',
  7: '<',
  8: '≤',
  23: 'in set',
  24: 'not in set',
  29: 'has a value',
  30: 'has no value',
};
const IS = 0;
const IS_NOT = 1;
const WITHOUT_VALUE = [29, 30];

/** Returns a condition that a column equals a value. We use no other operator. */
export function equals(fieldname: string, value: Value): Fields {
  // The name of a team may have to be looked up first.
  const isText = typeof value === 'string' || fieldname === COLUMNS.team;
  const typed = isText ? { value_type: 'string' } : { value_type: 'int' };
  return {
    fieldname,
    type: 0,
    ...typed,
    tablename: 'faults',
    ...(isText ? { value_string: value } : { value_int: value }),
  };
}

/** Whether two conditions are on the same column. Halo stores an ID for it and may change the case of its name. */
export function isOnColumnOf(one: Fields, other: Fields): boolean {
  return typeof one.fieldname === 'string' && lower(one.fieldname) === lower(other.fieldname);
}

/** Whether a condition is on a column that has a setting of ours. */
export function isOnOurColumn(condition: Fields): boolean {
  return Object.values(COLUMNS).some((fieldname) => isOnColumnOf(condition, { fieldname }));
}

/** Whether two conditions let the same tickets through. Ignores other fields that Halo returns. */
export function isSameCondition(live: Fields, other: Fields): boolean {
  if (!isOnColumnOf(live, other) || Number(live.type ?? 0) !== Number(other.type ?? 0)) return false;
  const text = textIn(other.value_string);
  if (text !== '') return textIn(live.value_string) === text;
  const number = numberIn(other.value_int);
  return number === undefined ? isWithoutValue(live) : numberIn(live.value_int ?? live.value_string) === number;
}

function isWithoutValue({ value_int, value_string }: Fields): boolean {
  return textIn(value_string) === '' && numberIn(value_int) === undefined;
}

function textIn(value: Value): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** Describes a condition without a full stop, such as `ticket type is Incident`. @param names names of values */
export function conditionInWords(condition: Fields, names: Names = {}): string {
  const { column, code, value } = partsInWords(condition, names);
  const words = [column, OPERATORS[code] ?? `(operator ${code})`];
  return [...words, ...(WITHOUT_VALUE.includes(code) ? [] : [value])].join(' ');
}

/** The column and the value of an "equals" condition in words; undefined for other operators. */
export function equalityInWords(
  condition: Fields,
  names: Names = {},
): { readonly column: string; readonly value: string } | undefined {
  const { column, code, value } = partsInWords(condition, names);
  return code === IS ? { column, value } : undefined;
}

function partsInWords({ fieldname, fieldid, type, ...value }: Fields, names: Names) {
  const column =
    typeof fieldname === 'string' && fieldname !== '' ? fieldname : `field ${isGiven(fieldid) ? fieldid : '?'}`;
  const code = Number(type ?? IS);
  return {
    column: knownColumn(column) ?? column,
    code,
    value: valueInWords(value, namesOf(column, code, names)),
  };
}

/** The name of a column on Halo's pages; undefined for columns that not every tenant has. */
export function knownColumn(fieldname: Value): string | undefined {
  return IN_WORDS.get(lower(fieldname));
}

/** The names of a condition's numbers; undefined if it compares with the number itself. */
function namesOf(column: string, operator: number, { ticketType, priority }: Names) {
  if (operator !== IS && operator !== IS_NOT) return undefined;
  const none: ReadonlyMap<string, string> = new Map();
  if (lower(column) === COLUMNS.ticketType) return ticketType ?? none;
  return lower(column) === COLUMNS.priority ? (priority ?? none) : undefined;
}

function valueInWords(
  { value_display, value_string, value_int }: Fields,
  names: ReadonlyMap<string, string> | undefined,
): string {
  const number = numberIn(value_int) ?? numberIn(value_string);
  if (names && number !== undefined) return nameOfReference({ id: number, name: value_display }, names);
  const [value = '""'] = [value_display, value_string, value_int].filter(isGiven);
  return value instanceof Unknown ? (value.called ?? String(value)) : String(value);
}

/** Includes values that `apply` has yet to look up. */
function isGiven(value: Value): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') || value instanceof Unknown;
}

function numberIn(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : undefined;
}

function lower(value: Value): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
