import { templateText } from '../../providers/ilert/alert-template.ts';
import type { Alert } from '../../providers/ilert/schemas.ts';
import type { IntegrationState } from '../../providers/integration.ts';
import { isRaw } from '../../providers/row-reader.ts';
import { isKeyOf } from './alert-of-ticket.ts';
import { failed, type VerificationFailed } from './steps.ts';
import type { SentTicket, Verification } from './verification.ts';

/**
 * Checks that the alert's key belongs to the ticket, that it has a summary, and that it has the ticket's texts. They
 * are in the payload that ilert keeps with it, or in the summary, unless the alert source builds that from a template.
 */
export async function assertAlertContent(
  { clients, live }: Verification,
  { id }: Alert,
  sent: SentTicket,
): Promise<void> {
  const alert = await clients.ilert.alert(id);
  if (isKeyOf(alert.alertKey, sent.id) === false) throw keyMismatch(live, sent.id, alert.alertKey);
  if (alert.summary.trim() === '') {
    const hint = "Check the payload's summary, and the summary template of the alert source in ilert.";
    throw failed('alert-without-summary', 'alert', 'The alert has no summary.', hint);
  }
  const ticket = objectIn(alert.customDetails.ticket);
  const summary = ticket.summary ?? (live['alert-source']?.summaryTemplate ? undefined : alert.summary);
  const pairs: readonly [string, unknown, string | undefined][] = [
    ['summary', summary, sent.summary],
    ['details', ticket.details, sent.details],
    ['priority', objectIn(ticket.priority).name, sent.priority],
  ];
  const differing = pairs.filter(
    ([, arrived, wanted]) => typeof arrived === 'string' && wanted !== undefined && plain(arrived) !== plain(wanted),
  );
  if (differing.length === 0) return;
  const message = `The alert's ${differing.map(([what]) => what).join(' and ')} ${differing.length === 1 ? 'differs' : 'differ'} from what was sent.`;
  const hint = 'Check that the payload maps each variable to the right field.';
  throw failed('alert-content-mismatch', 'payload', message, hint);
}

function keyMismatch(live: IntegrationState, ticketId: SentTicket['id'], alertKey?: string): VerificationFailed {
  const message = `The alert's key is ${alertKey}, but the ticket's ID is ${ticketId}: closing the ticket would not resolve the alert.`;
  const isFromTemplate = Boolean(templateText(live['alert-source']?.alertKeyTemplate));
  const hint = isFromTemplate
    ? 'Check the alert key template of the alert source in ilert: the key must contain the ID of the ticket.'
    : 'Send "id": <<ticket^id>> in the "ticket" of the payload, then run: ilert-haloitsm apply';
  return failed('alert-key-mismatch', isFromTemplate ? 'alert-source' : 'payload', message, hint);
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return isRaw(value) ? value : {};
}

/** Halo may store a text as HTML and wrap its lines differently. */
function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
