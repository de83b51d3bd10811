import { NetworkError } from '../../http/network-error.ts';
import { renderTemplate } from '../../payload/template.ts';
import { urlOf } from '../../providers/ilert/integration-url.ts';
import type { Clients } from '../../providers/lookups.ts';
import { deliveryFinding } from '../run-findings.ts';
import { assertAlertContent } from './alert-content.ts';
import { alertOf } from './alert-of-ticket.ts';
import { type TestTicket, testPriority, ticketValues } from './test-ticket.ts';
import {
  type Alert,
  newAlerts,
  noAlertFinding,
  notResolvedFinding,
  resolveTestAlert,
  rowOf,
  type Verification,
  verificationFailed,
  waitFor,
} from './verification.ts';

/**
 * Proves ilert's side: posts a test ticket to the integration URL as Halo would, sees the alert,
 * posts the closed ticket, sees the alert resolved. Halo itself is not asked to do anything.
 *
 * @param ticket the test ticket, open
 * @throws ChainBroken where the chain is broken
 */
export async function verifyDirect(proof: Verification, ticket: TestTicket): Promise<Alert> {
  const { recorder, now, clients, product } = proof;
  const start = now();
  const marked = { id: ticket.id, marker: ticket.summary };
  const closed = { ...ticket, over: true };
  let alert: Alert | undefined;
  await recorder.step(`A test ticket is posted as ${product} would`, () => post(proof, clients, ticket));
  try {
    alert = await recorder.step(
      'ilert has the alert',
      () =>
        waitFor(
          proof,
          async () => alertOf(await newAlerts(proof, start), marked),
          async () => noAlertFinding(proof),
        ),
      ({ id }) => `alert ${id}`,
    );
    const sent = { id: ticket.id, summary: ticket.summary, details: ticket.details, priority: testPriority };
    await recorder.step('It says what the ticket said', () => assertAlertContent(proof, alert as Alert, sent));
    await recorder.step('The ticket is posted as closed', () => post(proof, clients, closed));
    const isResolved = async () => {
      const seen = alertOf(await newAlerts(proof, start), marked);
      return seen?.status === 'RESOLVED' ? seen : undefined;
    };
    alert = await recorder.step('ilert has resolved the alert', () =>
      waitFor(proof, isResolved, async () => notResolvedFinding(proof)),
    );
    return alert;
  } catch (error) {
    // Behind an event that is still on its way comes the one that ends it.
    await post(proof, proof.cleanupClients(), closed).catch(() => undefined);
    await resolveTestAlert(proof, alert, marked, start);
    throw error;
  }
}

async function post(proof: Verification, clients: Clients, ticket: TestTicket): Promise<void> {
  const { live, now, plan } = proof;
  const template = String(rowOf(live, 'method').requestbody);
  const body = renderTemplate(template, ticketValues(template, ticket, new Date(now()).toISOString()));
  const url = urlOf(rowOf(live, 'alert-source'));
  const delivery = await clients.ilert.postTicket(url, body).catch((error: unknown) => {
    if (error instanceof NetworkError) return { status: 0, answer: error.message };
    throw error;
  });
  const finding = deliveryFinding({ ...delivery, ticketId: ticket.id, at: undefined }, plan);
  if (finding) throw verificationFailed(proof, finding);
}
