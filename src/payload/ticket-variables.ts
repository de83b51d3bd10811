/**
 * What Halo replaces a variable with. A `number` is the same with and without `!`; a `text` has quotes unless written
 * with `!`; an `object` is JSON; an `address` occurs inside quotes in both forms; `unknown` depends on the tenant.
 */
export type VariableType = 'number' | 'text' | 'object' | 'address' | 'unknown';

/**
 * The fields of a ticket, from Halo's list on the method page, `Faults` in its API document, and the payload in ilert's
 * guide (fact `template-fields`).
 */
const TICKET_FIELDS: Readonly<Record<'number' | 'text', string>> = {
  number: `
    id status_id tickettype_id sla_id priority_id client_id site_id user_id agent_id organisation_id department_id
    impact urgency source`,
  text: `
    summary details details_html dateoccurred dateclosed dateassigned deadlinedate lastactiondate client_name site_name
    user_name team category_1 category_2 category_3 category_4 reportedby oppcompanyname workflow_name`,
};

/** The objects of a ticket. A priority's `id` is a GUID; its number is `priorityid`, as live tenants show. */
const NESTED_FIELDS: Readonly<Record<string, Readonly<Record<'number' | 'text', string>>>> = {
  status: { number: 'id type sequence', text: 'guid name shortname colour' },
  tickettype: { number: 'id', text: 'guid name' },
  priority: { number: 'priorityid', text: 'id name' },
  agent: { number: 'id', text: 'name email' },
};

const types: ReadonlyMap<string, VariableType> = new Map<string, VariableType>([
  ['ticket', 'object'],
  ...typed('ticket', TICKET_FIELDS),
  ...Object.entries(NESTED_FIELDS).flatMap(([parent, fields]): [string, VariableType][] => [
    [`ticket^${parent}`, 'object'],
    ...typed(`ticket^${parent}`, fields),
  ]),
  ['halo_url', 'address'],
]);

/** Names such as `ticket`, `ticket^summary`, `ticket^status^name` and `halo_url`. */
export const haloVariables: readonly string[] = [...types.keys()];

/** Returns the type of a variable; undefined if Halo has no such variable. @param known more of the tenant's */
export function variableType(name: string, known: readonly string[] = []): VariableType | undefined {
  return types.get(name) ?? (isCustomField(name) || known.includes(name) ? 'unknown' : undefined);
}

/** Whether it is a custom field of the tenant: their names start with `CF`, with or without `ticket^` before it. */
function isCustomField(name: string): boolean {
  return /^(ticket\^)?CF\w+(\^\w+)*$/.test(name);
}

function typed(parent: string, fields: Readonly<Record<'number' | 'text', string>>): [string, VariableType][] {
  return (['number', 'text'] as const).flatMap((type) =>
    fields[type]
      .trim()
      .split(/\s+/)
      .map((field): [string, VariableType] => [`${parent}^${field}`, type]),
  );
}
