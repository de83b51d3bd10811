import { unlessForbidden } from '../../../../errors/api-error.ts';
import { COLUMNS } from '../../../../providers/halo/ticket-condition.ts';
import type { Raw } from '../../../../providers/row-reader.ts';
import type { Created, Fields, Lab } from '../../../lab/lab.ts';

/** A column of Halo's table of tickets that the program's filters use. */
export type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

type ColumnValue = number | string;

/** A column, with two values of it. */
export interface ColumnValues {
  readonly column: Column;
  /** The value that a ticket has or gets. */
  readonly value: ColumnValue;
  /** A value that it does not have; undefined if the tenant has only one. */
  readonly other: ColumnValue | undefined;
  /** Whether a ticket has the value without being given it. */
  readonly isUsual: boolean;
}

/** The field of a ticket for each column. */
const FIELDS = {
  [COLUMNS.ticketType]: 'tickettype_id',
  [COLUMNS.priority]: 'priority_id',
  [COLUMNS.team]: 'team',
} as const satisfies Record<Column, string>;

/** Reads the values that the tenant has for each column, and chooses two of each. */
export async function chooseValues(lab: Lab, ticket: Created): Promise<ColumnValues[]> {
  const { halo } = lab.clients;
  const none = unlessForbidden(() => []);
  const [types, priorities, teams] = await Promise.all([
    halo.ticketTypes().catch(none),
    halo.priorities().catch(none),
    halo.teams().catch(none),
  ]);
  return columnValues(await readTicket(lab, ticket), {
    [COLUMNS.ticketType]: types.map(({ id }) => Number(id)),
    [COLUMNS.priority]: priorities.map(({ priorityid }) => Number(priorityid)),
    [COLUMNS.team]: teams.map(({ name }) => name),
  });
}

/** Reads a ticket. Field names are in lower case. */
export function readTicket(lab: Lab, { id }: Created): Promise<Raw> {
  return lab.row(`/Tickets/${id}?includedetails=true`);
}

/** Chooses two values for each column: the ticket's own, if it has one, and another. Skips columns without any. Pure. */
export function columnValues(ticket: Raw, known: Readonly<Record<Column, readonly ColumnValue[]>>): ColumnValues[] {
  return Object.values(COLUMNS).flatMap((column) => {
    const own = valueIn(ticket, column);
    const value = own ?? known[column][0];
    const other = known[column].find((each) => each !== value);
    return value === undefined ? [] : [{ column, value, other, isUsual: own !== undefined }];
  });
}

/** The value of a ticket in a column; undefined if it has none. Pure. */
export function valueIn(ticket: Raw, column: Column): ColumnValue | undefined {
  const value = ticket[FIELDS[column]];
  if (column === COLUMNS.team) return typeof value === 'string' && value !== '' ? value : undefined;
  return Number(value) > 0 ? Number(value) : undefined;
}

/** The fields that give a ticket the values which it would not have otherwise. Pure. */
export function unusualFields(values: readonly ColumnValues[]): Fields {
  return Object.fromEntries(values.flatMap(({ column, value, isUsual }) => (isUsual ? [] : [[FIELDS[column], value]])));
}
