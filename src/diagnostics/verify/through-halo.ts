import type { Id } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';
import { ApiError } from '../../errors/api-error.ts';
import { CliError, ExitCode } from '../../errors/cli-error.ts';
import type { AnyRow } from '../../providers/halo/schemas.ts';
import type { Alert } from '../../providers/ilert/schemas.ts';
import { isRaw } from '../../providers/row-reader.ts';
import { failed } from './steps.ts';
import { verifyAlert } from './test-alert.ts';
import { failedRun, whyNoAlert, whyNotResolved } from './ticket-runs.ts';
import type { SentTicket, Verification } from './verification.ts';

/** The ticket to log. Some tenants require more than a summary. */
export interface HaloTicket {
  readonly summary: string;
  readonly details: string;
  readonly ticketType?: number | undefined;
  readonly client?: number | undefined;
}

/**
 * Verifies the whole chain: logs a real ticket in Halo, follows its run and its delivery, waits for the alert, closes
 * the ticket, waits until the alert is resolved, and deletes the ticket whatever happens. @throws VerificationFailed
 */
export async function verifyThroughHalo(verification: Verification, wanted: HaloTicket): Promise<Alert> {
  const { recorder, now, product, cleanupClients, info } = verification;
  const start = now();
  const ticket = await recorder.step(
    `A test ticket is logged in ${product}`,
    () => logTicket(verification, wanted),
    ({ id }) => `ticket ${id}`,
  );
  const failure = failedRun(verification, ticket.id);
  let status = '';
  try {
    return await verifyAlert(verification, sentTicket(ticket, wanted), start, {
      untilAlert: { failure, onTimeout: () => whyNoAlert(verification, ticket.id) },
      untilResolved: { failure, onTimeout: () => whyNotResolved(verification, ticket.id, status) },
      async close() {
        status = await recorder.step(
          `The ticket is closed in ${product}`,
          () => closeTicket(verification, ticket.id),
          (name) => `status ${name}`,
        );
      },
    });
  } finally {
    await cleanupClients()
      .halo.deleteTicket(ticket.id)
      .catch(() => info(`The test ticket ${ticket.id} is still in ${product}: delete it there.`));
  }
}

/** If a tenant requires more than a summary, the reason of its refusal names it (fact `halo-refusals`). */
async function logTicket(
  { clients }: Verification,
  { summary, details, ticketType, client }: HaloTicket,
): Promise<AnyRow> {
  const fields: Fields = { summary, details, tickettype_id: ticketType, client_id: client };
  return clients.halo.createTicket(fields).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 400) {
      const hint =
        'Give what your tenant requires: --ticket-type ID, --client ID. Where it requires something else, prove it with a ticket that you log by hand.';
      throw failed('ticket-rejected', 'ticket', error.message, hint);
    }
    if (!error.maybeDone) throw error;
    throw new CliError({
      message: `${error.message} The test ticket may have been logged all the same.`,
      hint: `Look for "${summary.slice(0, 40)}…" and delete it, then verify again.`,
      exitCode: ExitCode.failed,
      cause: error,
    });
  });
}

/** The ticket as Halo has stored it, perhaps with a priority of its own. */
function sentTicket({ id, details, priority }: AnyRow, { summary }: HaloTicket): SentTicket {
  return { id, summary, details: textIn(details), priority: isRaw(priority) ? textIn(priority.name) : undefined };
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

async function closeTicket({ clients, product }: Verification, ticket: Id): Promise<string> {
  const statuses = await clients.halo.statuses();
  const named = (wanted: string) => statuses.find(({ name }) => name.trim().toLowerCase() === wanted);
  const closed = named('closed') ?? named('resolved');
  if (!closed) {
    const message = `${product} has no status named "Closed" or "Resolved", by which ilert knows that a ticket is over.`;
    const hint = 'Close a ticket by hand and see whether its alert resolves.';
    throw failed('ticket-not-closable', 'ticket', message, hint);
  }
  await clients.halo.updateTicket(ticket, { status_id: closed.id }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    const hint = 'Your tenant asks for more to close a ticket: prove that part by hand.';
    throw failed('ticket-not-closable', 'ticket', error.message, hint);
  });
  return closed.name;
}
