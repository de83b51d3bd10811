import type { Id, Row } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';
import { CliError, ExitCode } from '../../errors/cli-error.ts';
import { ApiError } from '../../http/api-call.ts';
import { assertAlertContent, type Sent } from './alert-content.ts';
import { alertOf } from './alert-of-ticket.ts';
import { VerificationFailed } from './steps.ts';
import { runsOfTicket, whyNoAlert, whyNotResolved } from './ticket-runs.ts';
import { type Alert, newAlerts, resolveTestAlert, type Verification, waitFor } from './verification.ts';

/** The ticket to log: what a tenant requires beyond the summary has to be given. */
export interface HaloTicket {
  readonly summary: string;
  readonly details: string;
  readonly ticketType?: number | undefined;
  readonly client?: number | undefined;
}

/**
 * Proves the whole chain: logs a real ticket in Halo, follows the run and the delivery, sees the
 * alert, closes the ticket, sees the alert resolved, and removes the ticket whatever happens.
 *
 * @throws ChainBroken where the chain is broken
 */
export async function verifyThroughHalo(proof: Verification, wanted: HaloTicket): Promise<Alert> {
  const { recorder, now, product } = proof;
  const start = now();
  const ticket = await recorder.step(
    `A test ticket is logged in ${product}`,
    () => logTicket(proof, wanted),
    ({ id }) => `ticket ${id}`,
  );
  const marked = { id: ticket.id, marker: wanted.summary };
  let alert: Alert | undefined;
  try {
    alert = await recorder.step(
      'ilert has the alert',
      () =>
        waitFor(
          proof,
          async () => alertOf(await newAlerts(proof, start), marked),
          () => whyNoAlert(proof, ticket.id),
          runsOfTicket(proof, ticket.id),
        ),
      ({ id }) => `alert ${id}`,
    );
    const sent = sentOf(ticket, wanted);
    await recorder.step('It says what the ticket said', () => assertAlertContent(proof, alert as Alert, sent));
    const status = await recorder.step(
      `The ticket is closed in ${product}`,
      () => closeTicket(proof, ticket.id),
      (name) => `status ${name}`,
    );
    const isResolved = async () => {
      const seen = alertOf(await newAlerts(proof, start), marked);
      return seen?.status === 'RESOLVED' ? seen : undefined;
    };
    alert = await recorder.step('ilert has resolved the alert', () =>
      waitFor(proof, isResolved, () => whyNotResolved(proof, ticket.id, status), runsOfTicket(proof, ticket.id)),
    );
    return alert;
  } finally {
    await resolveTestAlert(proof, alert, marked, start);
    await proof
      .cleanupClients()
      .halo.deleteTicket(ticket.id)
      .catch(() => proof.info(`The test ticket ${ticket.id} is still in ${product}: delete it there.`));
  }
}

/** A tenant may require more than a summary: Halo's own sentence names it (fact `halo-refusals`). */
async function logTicket(
  { clients }: Verification,
  { summary, details, ticketType, client }: HaloTicket,
): Promise<Row> {
  const fields: Fields = {
    summary,
    details,
    ...(ticketType !== undefined && { tickettype_id: ticketType }),
    ...(client !== undefined && { client_id: client }),
  };
  return clients.halo.createTicket(fields).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 400) {
      throw atTheTicket(
        error.message,
        'Give what your tenant requires: --ticket-type ID, --client ID. Where it requires something else, prove it with a ticket that you log by hand.',
      );
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

/** As Halo has kept it, which may be with a priority of its own. */
function sentOf(ticket: Row, { summary }: HaloTicket): Sent {
  const { details, priority } = ticket as { details?: unknown; priority?: { name?: unknown } | null };
  return {
    id: ticket.id,
    summary,
    ...(typeof details === 'string' && { details }),
    ...(typeof priority?.name === 'string' && { priority: priority.name }),
  };
}

async function closeTicket({ clients, product }: Verification, ticket: Id): Promise<string> {
  const statuses = await clients.halo.statuses();
  const named = (wanted: string) => statuses.find(({ name }) => name.trim().toLowerCase() === wanted);
  const closed = named('closed') ?? named('resolved');
  if (!closed) {
    throw atTheTicket(
      `${product} has no status named "Closed" or "Resolved", by which ilert knows that a ticket is over.`,
      'Close a ticket by hand and see whether its alert resolves.',
    );
  }
  await clients.halo.updateTicket(ticket, { status_id: closed.id }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    throw atTheTicket(error.message, 'Your tenant asks for more to close a ticket: prove that part by hand.');
  });
  return closed.name;
}

function atTheTicket(message: string, hint: string): VerificationFailed {
  return new VerificationFailed({ link: 'ticket', severity: 'broken', message, hint, mendedByApply: false });
}
