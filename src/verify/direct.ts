import { deliveryFinding } from '../diagnose/history.ts';
import { renderTemplate } from '../halo/template.ts';
import { NoAnswer } from '../http.ts';
import type { Secret } from '../secret.ts';
import {
  alertOf,
  leaveResolved,
  newAlerts,
  noAlertFinding,
  notResolvedFinding,
  type Proof,
  rowOf,
  type SeenAlert,
  until,
} from './proof.ts';
import { ChainBroken } from './story.ts';
import { type TestTicket, testPriority, ticketValues } from './test-ticket.ts';

/**
 * Proves ilert's side: posts a test ticket to the integration URL as Halo would, sees the alert,
 * posts the closed ticket, sees the alert resolved. HaloITSM itself is not asked to do anything.
 *
 * @param ticket the test ticket, open
 * @throws ChainBroken where the chain is broken
 */
export async function verifyDirect(proof: Proof, ticket: TestTicket): Promise<SeenAlert> {
  const { story, now } = proof;
  const start = now();
  const marked = { id: ticket.id, marker: ticket.summary };
  let alert: SeenAlert | undefined;
  try {
    await story.step('A test ticket is posted as Halo would', () => post(proof, ticket));
    alert = await story.step(
      'ilert has the alert',
      () =>
        until(
          proof,
          async () => alertOf(await newAlerts(proof, start), marked),
          async () => noAlertFinding(proof),
        ),
      ({ id }) => `alert ${id}`,
    );
    await story.step('It says what the ticket said', () => arrivedWhole(proof, alert as SeenAlert, ticket));
    await story.step('The ticket is posted as closed', () => post(proof, { ...ticket, over: true }));
    const isResolved = async () => {
      const seen = alertOf(await newAlerts(proof, start), marked);
      return seen?.status === 'RESOLVED' ? seen : undefined;
    };
    alert = await story.step('ilert has resolved the alert', () =>
      until(proof, isResolved, async () => notResolvedFinding(proof)),
    );
    return alert;
  } finally {
    await leaveResolved(proof, alert);
  }
}

async function post({ clients, live, now }: Proof, ticket: TestTicket): Promise<void> {
  const template = String(rowOf(live, 'method').requestbody);
  const body = renderTemplate(template, ticketValues(template, ticket, new Date(now()).toISOString()));
  const url = rowOf(live, 'alert-source').integrationUrl as Secret;
  const delivery = await clients.ilert.postTicket(url, body).catch((error: unknown) => {
    if (error instanceof NoAnswer) return { status: 0, answer: error.message };
    throw error;
  });
  const finding = deliveryFinding({ ...delivery, ticketId: ticket.id, at: undefined });
  if (finding) throw new ChainBroken(finding);
}

/** The payload as ilert has kept it; where it shows none, the summary alone is looked at. */
export async function arrivedWhole(
  { clients }: Proof,
  { id }: SeenAlert,
  ticket: Pick<TestTicket, 'summary' | 'details'>,
): Promise<void> {
  const alert = await clients.ilert.alert(id);
  const sent = (alert.customDetails?.ticket ?? {}) as {
    summary?: unknown;
    details?: unknown;
    priority?: { name?: unknown };
  };
  const wrong = [
    !alert.summary.includes(ticket.summary) && sent.summary !== ticket.summary && 'summary',
    sent.details !== undefined && sent.details !== ticket.details && 'details',
    typeof sent.priority?.name === 'string' && sent.priority.name !== testPriority && 'priority',
  ].filter(Boolean);
  if (wrong.length === 0) return;
  throw new ChainBroken({
    link: 'payload',
    severity: 'broken',
    message: `The alert came, but not its ${wrong.join(' and ')} as it was sent.`,
    hint: 'Look at the payload, and at the templates of the alert source.',
    mendedByApply: false,
  });
}
