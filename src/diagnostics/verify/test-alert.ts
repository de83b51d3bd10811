import type { Alert } from '../../providers/ilert/schemas.ts';
import { assertAlertContent } from './alert-content.ts';
import { assertAlertExtras, hasExtras } from './alert-extras.ts';
import { alertOf } from './alert-of-ticket.ts';
import { stepNames } from './step-names.ts';
import { rowOf, type SentTicket, type Verification } from './verification.ts';
import { type WaitEnds, waitFor } from './wait-for.ts';

/** Margin for clock skew between this machine and the service. */
const CLOCK_SKEW = 10 * 60_000;

/** The other side of the test: how its ticket is closed, and what is known about its way to ilert. */
export interface TicketSide {
  /** Called first, once the ticket is logged. @throws VerificationFailed if no alert can come */
  onLogged?(): Promise<void>;
  readonly untilAlert: WaitEnds;
  readonly untilResolved: WaitEnds;
  close(): Promise<void>;
  /** Called before the alert is resolved if the test failed. */
  onFailure?(): Promise<void>;
}

/**
 * Follows a ticket through ilert: its alert appears, has the ticket's content, and is resolved once the ticket is
 * closed. Leaves no alert open, whatever happens. @throws VerificationFailed
 */
export async function verifyAlert(
  verification: Verification,
  ticket: SentTicket,
  start: number,
  side: TicketSide,
): Promise<Alert> {
  const { recorder, product } = verification;
  const names = stepNames(product);
  const find = () => findAlert(verification, ticket, start);
  const findResolved = async () => {
    const found = await find();
    return found?.status === 'RESOLVED' ? found : undefined;
  };
  let last: Alert | undefined;
  try {
    await side.onLogged?.();
    const alert = await recorder.step(
      names.alertCreated,
      () => waitFor(verification, find, side.untilAlert),
      ({ id }) => `alert ${id}`,
    );
    last = alert;
    await recorder.step(names.alertMatches, () => assertAlertContent(verification, alert, ticket));
    if (hasExtras(verification))
      await recorder.step(
        names.alertHasExtras,
        () => assertAlertExtras(verification, alert, ticket),
        (shown) => shown,
      );
    await side.close();
    return await recorder.step(names.alertResolved, () => waitFor(verification, findResolved, side.untilResolved));
  } catch (error) {
    await side.onFailure?.();
    await resolveTestAlert(verification, last, ticket, start);
    throw error;
  }
}

/** Finds the alert of a test ticket. @param start when the ticket was sent */
export async function findAlert(
  verification: Verification,
  ticket: SentTicket,
  start: number,
): Promise<Alert | undefined> {
  return alertOf(await newAlerts(verification, start), ticket);
}

function newAlerts({ clients, live }: Verification, start: number): Promise<Alert[]> {
  return clients.ilert.alertsOf(rowOf(live, 'alert-source').id, new Date(start - CLOCK_SKEW).toISOString());
}

/** Resolves the alert of a test ticket, so that nobody is paged again. A failure is only reported. */
export async function resolveTestAlert(
  verification: Verification,
  last: Alert | undefined,
  ticket: SentTicket,
  start: number,
): Promise<void> {
  if (last?.status === 'RESOLVED') return;
  const { info, cleanupClients } = verification;
  const clients = cleanupClients();
  const alert = (await findAlert({ ...verification, clients }, ticket, start).catch(() => undefined)) ?? last;
  if (!alert) {
    info(`No alert was seen. If one arrives later for ticket ${ticket.id}, resolve it in ilert.`);
    return;
  }
  if (alert.status === 'RESOLVED') {
    info(`Test alert ${alert.id} is resolved.`);
    return;
  }
  await clients.ilert.resolveAlert(alert.id).then(
    () => info(`Test alert ${alert.id} was resolved with ilert's API.`),
    () => info(`Test alert ${alert.id} is still open: resolve it in ilert.`),
  );
}
