import { badRequest } from '../../http/refusal.ts';
import type { TextTemplate } from '../resources/alert-source-body.ts';
import type { IlertState } from '../state.ts';
import type { IncomingEvent } from './alerting.ts';
import { fillTemplate } from './text-template.ts';

/** The meaning of a HaloITSM ticket that is posted to an integration URL. */
interface TicketEvent extends IncomingEvent {
  /** True if the ticket is closed or resolved. */
  over: boolean;
}

type Json = Record<string, unknown>;

const OVER = ['closed', 'resolved'];
/** IDs of "Resolved" and "Closed" on the simulated Halo, for payloads without a name of the status; inferred. */
const OVER_IDS = [8, 9];

/**
 * Reads a posted payload. That the alert key is the ticket's ID is inferred: ilert does not say.
 *
 * @param alertKeyTemplate the source's own template, which takes precedence
 * @throws Refusal 400 without a ticket or without a ticket ID
 */
export function readTicketEvent(
  state: IlertState,
  body: unknown,
  alertKeyTemplate: TextTemplate | undefined,
): TicketEvent {
  if (!isObject(body)) throw badRequest('The payload must be a JSON object.');
  const ticket = body.ticket;
  if (!isObject(ticket)) throw badRequest('The payload has no "ticket" object.');
  const id = ticket.id;
  if (!(typeof id === 'number' || (typeof id === 'string' && id !== ''))) throw badRequest('The ticket has no id.');
  const summary = typeof ticket.summary === 'string' && ticket.summary !== '' ? ticket.summary : `Ticket ${id}`;
  const usualKey = state.contradicts('ilert-alert-key') ? summary : String(id);
  return {
    alertKey: fillTemplate(alertKeyTemplate, body) ?? usualKey,
    summary,
    details: typeof ticket.details === 'string' ? ticket.details : '',
    customDetails: body,
    over: state.contradicts('ilert-over') ? hasOverId(ticket) : isOver(ticket),
  };
}

function isOver(ticket: Json): boolean {
  const { name, shortname } = isObject(ticket.status) ? ticket.status : {};
  const names = [name, shortname].filter((each) => typeof each === 'string');
  return names.length === 0 ? hasOverId(ticket) : names.some((each) => OVER.includes(each.toLowerCase()));
}

/** Whether the status has such an ID, in either place. */
function hasOverId({ status, status_id }: Json): boolean {
  return OVER_IDS.includes(Number(isObject(status) ? status.id : status_id));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
