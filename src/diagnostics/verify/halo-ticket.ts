import type { Id } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';
import { ApiError } from '../../errors/api-error.ts';
import { CliError, ExitCode } from '../../errors/cli-error.ts';
import type { AnyRow } from '../../providers/halo/schemas.ts';
import { isRaw, textIn } from '../../providers/row-reader.ts';
import { failed } from './steps.ts';
import { fieldsOf, type TicketAttributes } from './ticket-attributes.ts';
import type { SentTicket, Verification } from './verification.ts';

/** What a ticket needs besides its texts: a tenant may require more, and a filter requires some attributes. */
export interface TicketNeeds {
  readonly client?: number | undefined;
  readonly attributes: TicketAttributes;
}

/** The ticket to log. */
export interface HaloTicket extends TicketNeeds {
  readonly summary: string;
  readonly details: string;
}

/** Logs a ticket. If a tenant requires more than a summary, its refusal says what (fact `halo-refusals`). */
export async function logTicket(
  { clients }: Verification,
  { summary, details, client, attributes }: HaloTicket,
): Promise<AnyRow> {
  const fields: Fields = { summary, details, client_id: client, ...fieldsOf(attributes) };
  return clients.halo.createTicket(fields).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 400) {
      const hint =
        'Set what your tenant requires: --ticket-type ID, --client ID. For anything else, log a ticket by hand.';
      throw failed('ticket-rejected', 'ticket', error.message, hint);
    }
    if (!error.maybeDone) throw error;
    throw new CliError({
      message: `${error.message} The test ticket may have been logged anyway.`,
      hint: `Look for "${summary.slice(0, 40)}…" and delete it, then run verify again.`,
      exitCode: ExitCode.failed,
      cause: error,
    });
  });
}

/** The ticket as Halo stored it. Halo may have changed its priority. */
export function sentTicket({ id, details, priority }: AnyRow, { summary }: HaloTicket): SentTicket {
  return { id, summary, details: textIn(details), priority: isRaw(priority) ? textIn(priority.name) : undefined };
}

/** Closes a ticket. @returns the name of its new status */
export async function closeTicket({ clients, product }: Verification, ticket: Id): Promise<string> {
  const statuses = await clients.halo.statuses();
  const named = (wanted: string) => statuses.find(({ name }) => name.trim().toLowerCase() === wanted);
  const closed = named('closed') ?? named('resolved');
  if (!closed) {
    const message = `${product} has no status named "Closed" or "Resolved", which ilert needs to resolve the alert.`;
    const hint = 'Close a ticket by hand, and check whether its alert is resolved.';
    throw failed('ticket-not-closable', 'ticket', message, hint);
  }
  await clients.halo.updateTicket(ticket, { status_id: closed.id }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    const hint = 'Your tenant requires more fields to close a ticket: test closing by hand.';
    throw failed('ticket-not-closable', 'ticket', error.message, hint);
  });
  return closed.name;
}

/** Deletes a test ticket, whatever happened before. A failure is only reported. */
export async function removeTicket({ cleanupClients, removed }: Verification, id: Id): Promise<void> {
  const isDeleted = await cleanupClients()
    .halo.deleteTicket(id)
    .then(
      () => true,
      () => false,
    );
  removed({ id, isDeleted });
}
