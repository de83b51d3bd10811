import { ATTRIBUTE_NAMES, FILTER_ATTRIBUTES } from '../../config/ticket-filters.ts';
import { type Fields, Unknown, type Value } from '../../engine/values.ts';
import { type Names, nameOfReference } from '../names.ts';

/**
 * Columns of Halo's table of tickets that our conditions name (facts `condition-requesttypenew`, `condition-seriousness`,
 * `condition-sectio_`). That conditions take them is inferred, so they are read back.
 */
export const COLUMNS = { ticketType: 'requesttypenew', priority: 'seriousness', team: 'sectio_' } as const;

/** Columns as Halo's pages call them. */
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

/** A condition that a column has this value: "equals", the one operator that we use. */
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

/** Whether two conditions are on the same column. Halo stores an id for it and may return its name in other case. */
export function isOnColumnOf(one: Fields, other: Fields): boolean {
  return typeof one.fieldname === 'string' && lower(one.fieldname) === lower(other.fieldname);
}

/** Whether a condition is on a column that a setting of ours names. */
export function isOnOurColumn(condition: Fields): boolean {
  return Object.values(COLUMNS).some((fieldname) => isOnColumnOf(condition, { fieldname }));
}

/** Whether a stored condition lets the same tickets through as another one; other fields that Halo returns are ignored. */
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

/** A condition as a sentence without its end, such as `ticket type is Incident`. @param names what the values are called */
export function conditionInWords(condition: Fields, names: Names = {}): string {
  const { column, code, value } = partsInWords(condition, names);
  const words = [column, OPERATORS[code] ?? `(operator ${code})`];
  return [...words, ...(WITHOUT_VALUE.includes(code) ? [] : [value])].join(' ');
}

/** The column and the value of a condition that says "equals", in words; undefined for another operator. */
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

/** A column as Halo's pages call it; undefined if it is none of those that everybody has. */
export function knownColumn(fieldname: Value): string | undefined {
  return IN_WORDS.get(lower(fieldname));
}

/** The names that a condition's numbers stand for; undefined where it compares with the number itself. */
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

/** What is looked up by `apply` is given as well. */
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
