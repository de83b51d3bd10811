import type { Fields } from '../../../../engine/values.ts';
import { COLUMNS, equals } from '../../../../providers/halo/ticket-condition.ts';
import type { Column, ColumnValues } from './ticket-values.ts';

/** A condition to try on an event, and whether it should let a ticket through. */
export interface Probe {
  /** What is tried: an operator on a text or on a number, or "equals" on a column. */
  readonly group: 'text' | 'number' | Column;
  /** The operator's code and name, or the column. */
  readonly subject: string;
  readonly condition: Fields;
  readonly letsThrough: boolean;
}

/** Conditions that let a ticket with a value through, and one that holds it back. */
export function columnProbes({ column, value, other }: ColumnValues): Probe[] {
  const holding = other === undefined ? [] : [{ condition: equals(column, other), letsThrough: false }];
  return [{ condition: equals(column, value), letsThrough: true }, ...holding].map((probe) => ({
    group: column,
    subject: column,
    ...probe,
  }));
}

/** Conditions with each operator for texts, except "equals", on the summary of a ticket. */
export function textProbes(summary: string): Probe[] {
  const part = summary.slice(0, -2);
  const other = `${summary} of another ticket`;
  const withText = (type: number, value_string: string) => ({ ...equals('symptom', value_string), type });
  const withoutValue = (type: number) => ({ ...withText(type, ''), value_string: null });
  const probes = [
    ...bothWays('1 (not equal)', withText(1, other), withText(1, summary)),
    ...bothWays('2 (contains)', withText(2, part), withText(2, other)),
    ...bothWays('3 (does not contain)', withText(3, other), withText(3, part)),
    ...bothWays('23 (in set)', withText(23, summary), withText(23, other)),
    ...bothWays('24 (not in set)', withText(24, other), withText(24, summary)),
    { subject: '29 (has a value)', condition: withoutValue(29), letsThrough: true },
    { subject: '30 (has no value)', condition: withoutValue(30), letsThrough: false },
  ];
  return probes.map((probe) => ({ group: 'text', ...probe }));
}

/** Conditions with each operator for numbers on the ticket type, with the number that the ticket has there. */
export function numberProbes(value: number): Probe[] {
  const withNumber = (type: number, value_int: number) => ({ ...equals(COLUMNS.ticketType, value_int), type });
  const probes = [
    ...bothWays('5 (>)', withNumber(5, value - 1), withNumber(5, value)),
    ...bothWays('6 (>=)', withNumber(6, value), withNumber(6, value + 1)),
    ...bothWays('7 (<)', withNumber(7, value + 1), withNumber(7, value)),
    ...bothWays('8 (<=)', withNumber(8, value), withNumber(8, value - 1)),
  ];
  return probes.map((probe) => ({ group: 'number', ...probe }));
}

function bothWays(subject: string, through: Fields, holding: Fields): Omit<Probe, 'group'>[] {
  return [
    { subject, condition: through, letsThrough: true },
    { subject, condition: holding, letsThrough: false },
  ];
}
