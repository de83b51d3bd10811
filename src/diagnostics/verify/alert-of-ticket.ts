import type { Alert } from './verification.ts';

/** The alert of a test ticket: by its key, or by its summary, which contains the marker. An alert may lack either. */
export function alertOf(
  alerts: readonly Alert[],
  ticket: { readonly id: unknown; readonly marker: string },
): Alert | undefined {
  return alerts.find(({ alertKey, summary }) => isKeyOf(alertKey, ticket.id) || summary?.includes(ticket.marker));
}

/**
 * Whether ilert finds an alert again when the ticket is closed: its key is the ticket's id (inferred), or contains
 * it, as where the payload sends a prefix with the id. ilert compares keys without regard to case (documented).
 *
 * @returns undefined if the account does not show the key
 */
export function isKeyOf(alertKey: string | null | undefined, ticketId: unknown): boolean | undefined {
  if (alertKey === undefined || alertKey === null) return undefined;
  const key = alertKey.toLowerCase();
  const id = String(ticketId).toLowerCase();
  return key === id || key.split(/[^\p{L}\p{N}]+/u).includes(id);
}
