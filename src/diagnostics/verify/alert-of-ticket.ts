import type { Alert } from '../../providers/ilert/schemas.ts';
import type { SentTicket } from './verification.ts';

/** Finds the alert of a test ticket by its key or its summary. An alert may lack either. */
export function alertOf<T extends Pick<Alert, 'alertKey' | 'summary'>>(
  alerts: readonly T[],
  ticket: Pick<SentTicket, 'id' | 'summary'>,
): T | undefined {
  return alerts.find(({ alertKey, summary }) => isKeyOf(alertKey, ticket.id) || summary.includes(ticket.summary));
}

/**
 * Whether ilert can match an alert to its closed ticket: the alert's key is the ticket's ID (fact `ilert-alert-key`) or
 * contains it, for example if the payload adds a prefix. ilert compares keys case-insensitively (fact
 * `ilert-alert-key-case`). Undefined if the account does not show the key.
 */
export function isKeyOf(alertKey: string | undefined, ticketId: number | string): boolean | undefined {
  if (alertKey === undefined) return undefined;
  const key = alertKey.toLowerCase();
  const id = String(ticketId).toLowerCase();
  return key === id || key.split(/[^\p{L}\p{N}]+/u).includes(id);
}
