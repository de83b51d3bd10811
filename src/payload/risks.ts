import { fieldsOf, parseJson } from '../text/json.ts';
import { filled } from './json.ts';
import { type TemplateVariable, variablesOf } from './template.ts';
import { variableType } from './ticket-variables.ts';

/** Numbers that every ticket has. Any other may be unset, and its bare text empty. */
const ALWAYS_SET = new Set(
  [
    'id',
    'status_id',
    'tickettype_id',
    'client_id',
    'site_id',
    'user_id',
    'priority_id',
    'status^id',
    'tickettype^id',
  ].map((field) => `ticket^${field}`),
);
/** Marks what Halo fills in; payloads don't contain this character themselves. */
const FILLED = '\ue000';

/**
 * Returns the risks of a template that passes the check, as sentences without a full stop: bare text is not escaped as
 * far as is known, a custom field may be of either type, and ilert needs the ticket's id and status.
 *
 * @param known additional variables of the tenant
 */
export function templateRisks(template: string, known: readonly string[] = []): string[] {
  if (template.trim() === '') return [];
  const variables = variablesOf(template);
  const risky = variables.flatMap((variable) => variableRisk(variable, known) ?? []);
  return [...new Set([...ticketRisks(template, variables), ...risky])];
}

function variableRisk({ name, bareText, quoted }: TemplateVariable, known: readonly string[]): string | undefined {
  const type = variableType(name, known);
  const isText = type === 'text' || type === 'unknown';
  if (bareText && quoted && isText)
    return `"<<${name}!>>" produces invalid JSON if the field contains a quote or line break; use <<${name}>> without quotes`;
  if (!bareText && quoted && type === 'unknown')
    return `<<${name}>> inside quotes produces invalid JSON if the field is text; use <<${name}>> without quotes`;
  if (bareText && !quoted && (type === 'unknown' || (type === 'number' && !ALWAYS_SET.has(name))))
    return `<<${name}!>> without quotes produces invalid JSON if the field is ${type === 'unknown' ? 'text or ' : ''}empty; use <<${name}>>`;
  if (!quoted && type === 'address') return `<<${name}>> without quotes may produce invalid JSON; use "<<${name}!>>"`;
  return undefined;
}

/**
 * ilert finds the alert by the ticket's id and resolves it by the status (fact `ilert-over`). If they are missing or
 * the same for every ticket, there is no alert, one for all tickets, or one that is never resolved.
 */
function ticketRisks(template: string, variables: readonly TemplateVariable[]): string[] {
  const ticket = ticketIn(template, variables);
  if (isFilled(ticket)) return [];
  const { id, status, status_id } = fieldsOf(ticket);
  if (id === undefined) return ['the payload has no ticket.id; ilert may not create an alert'];
  return [...idRisk(id), ...statusRisk(status, status_id)];
}

/** Whether a template has a ticket with the id by which ilert finds its alert. */
export function hasTicketId(template: string): boolean {
  const ticket = ticketIn(template, variablesOf(template));
  return isFilled(ticket) || fieldsOf(ticket).id !== undefined;
}

/** Returns the ticket that a template sends; marked as filled if `<<ticket>>` is all of it. */
function ticketIn(template: string, variables: readonly TemplateVariable[]): unknown {
  return fieldsOf(parseJson(filled(template, variables, `"${FILLED}"`, FILLED))).ticket;
}

function idRisk(id: unknown): string[] {
  if (isFilled(id)) return [];
  return [
    `ticket.id in the payload is always ${JSON.stringify(id)}, so ilert treats all tickets as the same one; use <<ticket^id>>`,
  ];
}

function statusRisk(status: unknown, statusId: unknown): string[] {
  const { name, shortname, id } = fieldsOf(status);
  // The name decides; an id alone may be enough.
  const deciding = [typeof status === 'object' ? undefined : status, name, shortname, id, statusId].find(
    (value) => value !== undefined,
  );
  if (deciding === undefined) return ['the payload has no ticket status; ilert may not resolve the alert'];
  if (isFilled(deciding)) return [];
  return [
    `the ticket status in the payload is always ${JSON.stringify(deciding)}, so ilert cannot see that a ticket was closed; use <<ticket^status^name>>`,
  ];
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value.includes(FILLED);
}
