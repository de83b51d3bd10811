import type { Alert } from '../../providers/ilert/schemas.ts';
import { filteredAttributes } from './event-filter.ts';
import { type LetThrough, verifyExcludedTicket } from './excluded-ticket.ts';
import { assertLetThrough, changeUntilExcluded, excludingChanges } from './filtered-ticket.ts';
import { closeTicket, type HaloTicket, logTicket, removeTicket, sentTicket, type TicketNeeds } from './halo-ticket.ts';
import { stepNames } from './step-names.ts';
import { verifyAlert } from './test-alert.ts';
import { createTestTicket } from './test-ticket.ts';
import { attributesInWords, attributesOf, only } from './ticket-attributes.ts';
import { failedRun, whyNoAlert, whyNotResolved } from './ticket-runs.ts';
import type { Verification } from './verification.ts';

/**
 * Verifies the whole chain with real tickets in Halo. A filter must let the first ticket open its alert, must not keep
 * its closing from resolving the alert, and must keep a second ticket from opening one.
 *
 * @param needs what a ticket needs to pass the filter
 * @throws VerificationFailed
 */
export async function verifyThroughHalo(verification: Verification, needs: TicketNeeds): Promise<Alert> {
  const { filter } = verification;
  const letThrough = await verifyTicket(verification, { ...createTestTicket(), ...needs });
  if (filter) await verifyExcludedTicket(verification, filter, needs, letThrough);
  return letThrough.alert;
}

/** The maximum number of tickets logged. If Halo refuses or alters an excluded ticket, another one is logged. */
export function maxTickets(verification: Verification, { attributes }: TicketNeeds): number {
  const { filter } = verification;
  return filter ? 1 + excludingChanges(verification, filter, attributes).length : 1;
}

/**
 * Logs a ticket, follows its run and its delivery, waits for the alert, closes the ticket and waits until the alert is
 * resolved. Deletes the ticket whatever happens.
 */
async function verifyTicket(
  verification: Verification,
  wanted: HaloTicket,
): Promise<LetThrough & { readonly alert: Alert }> {
  const { recorder, now, product, filter, choices } = verification;
  const names = stepNames(product);
  const start = now();
  const ticket = await recorder.step(
    names.logTicket,
    () => logTicket(verification, wanted),
    ({ id }) => `ticket ${id}`,
  );
  const attributes = { ...wanted.attributes, ...attributesOf(ticket) };
  const failure = failedRun(verification, ticket.id);
  let status = '';
  let alertTook = 0;
  try {
    const alert = await verifyAlert(verification, sentTicket(ticket, wanted), start, {
      async onLogged() {
        if (!filter) return;
        await recorder.step(
          'The ticket matches the filter',
          async () => assertLetThrough(verification, filter, wanted.attributes, attributes),
          () => attributesInWords(only(filteredAttributes(filter), attributes), choices),
        );
      },
      untilAlert: { doing: 'Waiting for the alert', failure, onTimeout: () => whyNoAlert(verification, ticket.id) },
      untilResolved: {
        doing: 'Waiting for the alert to be resolved',
        failure,
        onTimeout: () => whyNotResolved(verification, ticket.id, status),
      },
      async close() {
        alertTook = now() - start;
        if (filter) {
          await recorder.optionalStep(
            'Change the ticket so that it no longer matches',
            () => changeUntilExcluded(verification, filter, ticket.id, attributes),
            (change) => attributesInWords(change, choices),
          );
        }
        status = await recorder.step(
          names.closeTicket,
          () => closeTicket(verification, ticket.id),
          (name) => `status ${name}`,
        );
      },
    });
    return { alert, attributes, alertTook };
  } finally {
    await removeTicket(verification, ticket.id);
  }
}
