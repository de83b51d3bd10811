import { NetworkError } from '../../http/network-error.ts';
import type { Alert } from '../../providers/ilert/schemas.ts';
import { urlOf } from '../../providers/integration-url.ts';
import type { Clients } from '../../providers/lookups.ts';
import { deliveryFinding } from '../run-findings.ts';
import { priorityToTest } from './alert-extras.ts';
import { noAlertFinding, notResolvedFinding } from './alert-findings.ts';
import { stepNames } from './step-names.ts';
import { verifyAlert } from './test-alert.ts';
import { bodyOf, type TestTicket } from './test-ticket.ts';
import { rowOf, type Verification } from './verification.ts';
import { failedAt } from './wait-for.ts';

/**
 * Verifies ilert's side: posts a test ticket to the integration URL as Halo would, waits for the alert, posts the
 * closed ticket, and waits until the alert is resolved. Does not use Halo itself. @throws VerificationFailed
 */
export async function verifyDirect(verification: Verification, given: TestTicket): Promise<Alert> {
  const ticket = { ...given, priority: priorityToTest(verification.live) };
  const { recorder, now, clients, cleanupClients, product } = verification;
  const names = stepNames(product);
  const start = now();
  const closed = { ...ticket, closed: true };
  await recorder.step(names.sendEvent, () => post(verification, clients, ticket));
  return verifyAlert(verification, ticket, start, {
    untilAlert: { doing: 'Waiting for the alert', onTimeout: async () => noAlertFinding(verification) },
    untilResolved: {
      doing: 'Waiting for the alert to be resolved',
      onTimeout: async () => notResolvedFinding(verification),
    },
    close: () => recorder.step(names.sendClosingEvent, () => post(verification, clients, closed)),
    // If ilert is still processing the first event, this one resolves its alert.
    onFailure: () => post(verification, cleanupClients(), closed).catch(() => undefined),
  });
}

async function post(verification: Verification, clients: Clients, ticket: TestTicket): Promise<void> {
  const url = urlOf(rowOf(verification.live, 'alert-source'));
  const delivery = await clients.ilert.postTicket(url, bodyOf(verification, ticket)).catch((error: unknown) => {
    if (error instanceof NetworkError) return { status: 0, answer: error.message };
    throw error;
  });
  const finding = deliveryFinding({ ...delivery, ticketId: ticket.id, at: undefined }, verification.plan);
  if (finding) throw failedAt(verification, finding);
}
