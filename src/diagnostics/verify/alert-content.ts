import { isKeyOf } from './alert-of-ticket.ts';
import { VerificationFailed } from './steps.ts';
import type { Alert, Verification } from './verification.ts';

/** What was sent, as far as it is known. */
export interface Sent {
  /** The ticket's id. */
  readonly id: number | string;
  readonly summary: string;
  readonly details?: string | undefined;
  readonly priority?: string | undefined;
}

/** A ticket in a payload, as far as it is looked at. */
interface Ticket {
  readonly summary?: unknown;
  readonly details?: unknown;
  readonly priority?: { readonly name?: unknown } | null;
}

/**
 * Checks that the alert belongs to the ticket, by its key, and says what the ticket said: by the payload that ilert has kept with it, or by
 * its summary, unless the alert source makes that from a template.
 *
 * @throws ChainBroken that names what is otherwise
 */
export async function assertAlertContent({ clients, live }: Verification, { id }: Alert, wanted: Sent): Promise<void> {
  const alert = await clients.ilert.alert(id);
  if (isKeyOf(alert.alertKey, wanted.id) === false) throw ofAnotherTicket(String(alert.alertKey), wanted.id);
  const kept = alert.customDetails?.ticket;
  const ticket: Ticket = typeof kept === 'object' && kept !== null ? kept : {};
  const summary = ticket.summary ?? (live['alert-source']?.summaryTemplate ? undefined : alert.summary);
  const pairs: [string, unknown, string | undefined][] = [
    ['summary', summary, wanted.summary],
    ['details', ticket.details, wanted.details],
    ['priority', ticket.priority?.name, wanted.priority],
  ];
  const wrong = pairs.filter(
    ([, got, sent]) => typeof got === 'string' && sent !== undefined && plain(got) !== plain(sent),
  );
  if (wrong.length === 0) return;
  throw new VerificationFailed({
    link: 'payload',
    severity: 'broken',
    message: `The alert's ${wrong.map(([what]) => what).join(' and ')} ${wrong.length === 1 ? 'differs' : 'differ'} from what was sent.`,
    hint: 'Check that the payload maps each variable to the right field.',
    mendedByApply: false,
  });
}

function ofAnotherTicket(alertKey: string, ticketId: number | string): VerificationFailed {
  return new VerificationFailed({
    link: 'payload',
    severity: 'broken',
    message: `The alert's key is ${alertKey}, the ticket's id is ${ticketId}: closing the ticket would not find the alert.`,
    hint: 'Send "id": <<ticket^id>> in the "ticket" of the payload, then run: ilert-haloitsm apply',
    mendedByApply: false,
  });
}

/** Halo may keep a text as HTML, and break its lines anew. */
function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
