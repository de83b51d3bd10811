/**
 * The variables of a ticket that a method's body may use: the palette of Halo's method page, the
 * fields of `Faults` in its API document, and those of the payload in ilert's guide.
 */
const TICKET_FIELDS = [
  ...['id', 'summary', 'details', 'details_html', 'dateoccurred', 'dateclosed', 'dateassigned', 'deadlinedate'],
  ...['lastactiondate', 'status_id', 'tickettype_id', 'sla_id', 'priority_id', 'client_id', 'client_name', 'site_id'],
  ...['site_name', 'user_id', 'user_name', 'team', 'agent_id', 'category_1', 'category_2', 'category_3', 'category_4'],
  ...[
    'organisation_id',
    'department_id',
    'reportedby',
    'impact',
    'urgency',
    'oppcompanyname',
    'source',
    'workflow_name',
  ],
  ...['status', 'tickettype', 'priority', 'agent'],
];

const NESTED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  status: ['id', 'guid', 'name', 'shortname', 'type', 'colour', 'sequence'],
  tickettype: ['id', 'guid', 'name'],
  priority: ['id', 'name'],
  agent: ['id', 'name', 'email'],
};

/** Names such as `ticket`, `ticket^summary` and `ticket^status^name`. */
export const ticketVariables: readonly string[] = [
  'ticket',
  ...TICKET_FIELDS.map((field) => `ticket^${field}`),
  ...Object.entries(NESTED_FIELDS).flatMap(([parent, names]) => names.map((name) => `ticket^${parent}^${name}`)),
];

/** Custom fields are the tenant's own: Halo starts their names with CF. */
export function isCustomField(name: string): boolean {
  return /^ticket\^CF\w+(\^\w+)*$/.test(name);
}
