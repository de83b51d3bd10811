import { ATTRIBUTE_NAMES, type FilterAttribute } from '../../config/ticket-filters.ts';
import type { Fields, Value } from '../../engine/values.ts';
import { unlessForbidden } from '../../errors/api-error.ts';
import type { AnyRow } from '../../providers/halo/schemas.ts';
import type { Lookups } from '../../providers/lookups.ts';
import { isRaw } from '../../providers/row-reader.ts';
import { inLowerCase } from '../../text/json.ts';

/** The attributes that events filter by, starting with the one that is easiest to change on a ticket. */
export const ATTRIBUTES: readonly FilterAttribute[] = ['priority', 'team', 'ticketType'];

/** Values of a ticket's attributes, as tickets store them. Unknown ones are omitted. */
export type TicketAttributes = { readonly [A in FilterAttribute]?: number | string };

/** The values of each attribute in an account, with their names. */
export type Choices = { readonly [A in FilterAttribute]: readonly Choice[] };

interface Choice {
  readonly value: number | string;
  readonly name: string;
}

/** The fields of a ticket with these values: `Faults` in Halo's API document. */
export function fieldsOf({ priority, team, ticketType }: TicketAttributes): Fields {
  return { priority_id: priority, team, tickettype_id: ticketType };
}

/** Reads the attributes from an answer. Priority and type may also be nested rows (fact `halo-priority-number`). */
export function attributesOf({ priority_id, priority, team, tickettype_id, tickettype }: AnyRow): TicketAttributes {
  const within = (row: Value, field: string) => (isRaw(row) ? inLowerCase(row)[field] : undefined);
  return knownOf({
    priority: priority_id ?? within(priority, 'priorityid'),
    team,
    ticketType: tickettype_id ?? within(tickettype, 'id'),
  });
}

/** The attributes with a usable value. */
export function knownOf(values: { readonly [A in FilterAttribute]?: unknown }): TicketAttributes {
  return Object.fromEntries(
    Object.entries(values).flatMap(([attribute, value]) => (isAttributeValue(value) ? [[attribute, value]] : [])),
  );
}

/** Whether two values are the same. A number may arrive as text. */
export function isSameValue(one: number | string, other: number | string): boolean {
  const plain = (value: number | string) => String(value).trim().toLowerCase();
  return plain(one) === plain(other);
}

/** The attributes in which a ticket is known to differ from what is wanted, with the ticket's values. */
export function differingFrom(wanted: TicketAttributes, ticket: TicketAttributes): TicketAttributes {
  const differs = (attribute: FilterAttribute) => {
    const [value, actual] = [wanted[attribute], ticket[attribute]];
    return value !== undefined && actual !== undefined && !isSameValue(value, actual);
  };
  return only(ATTRIBUTES.filter(differs), ticket);
}

/** Picks some attributes of a ticket. */
export function only(attributes: readonly FilterAttribute[], ticket: TicketAttributes): TicketAttributes {
  return knownOf(Object.fromEntries(attributes.map((attribute) => [attribute, ticket[attribute]])));
}

export function attributesIn(ticket: TicketAttributes): FilterAttribute[] {
  return ATTRIBUTES.filter((attribute) => ticket[attribute] !== undefined);
}

/** Reads the values of some attributes; none if the agent may not list them. */
export async function readChoices(lookups: Lookups, attributes: readonly FilterAttribute[]): Promise<Choices> {
  const list = <Row>(attribute: FilterAttribute, read: () => Promise<readonly Row[]>): Promise<readonly Row[]> =>
    attributes.includes(attribute) ? read().catch(unlessForbidden(() => [])) : Promise.resolve([]);
  const [priorities, teams, ticketTypes] = await Promise.all([
    list('priority', lookups.priorities),
    list('team', lookups.ticketTeams),
    list('ticketType', lookups.ticketTypes),
  ]);
  return {
    priority: named(priorities.map(({ priorityid, name }) => ({ value: priorityid, name }))),
    team: named(teams.map(({ name }) => ({ value: name, name }))),
    ticketType: named(ticketTypes.map(({ id, name }) => ({ value: id, name }))),
  };
}

/** People do not use values without a name. */
function named(choices: readonly Choice[]): Choice[] {
  return choices.filter(({ name }) => name.trim() !== '');
}

/** Describes the attributes of a ticket as its page shows them, such as `priority Low (4)`. */
export function attributesInWords(ticket: TicketAttributes, choices: Choices): string {
  return ATTRIBUTES.flatMap((attribute) => {
    const value = ticket[attribute];
    if (value === undefined) return [];
    const name = choices[attribute].find((choice) => isSameValue(choice.value, value))?.name.trim();
    return [`${ATTRIBUTE_NAMES[attribute]} ${name && name !== value ? `${name} (${value})` : value}`];
  }).join(', ');
}

function isAttributeValue(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
