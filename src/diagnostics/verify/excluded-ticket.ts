import type { Alert } from '../../providers/ilert/schemas.ts';
import { eventFiltersOf } from '../filters.ts';
import { broken, fixedByApply } from '../finding.ts';
import { type EventFilter, filteredAttributes, isExcluded, isFilterPending } from './event-filter.ts';
import { excludingChanges, noOtherValue } from './filtered-ticket.ts';
import { closeTicket, logTicket, removeTicket, sentTicket, type TicketNeeds } from './halo-ticket.ts';
import { failed, Skipped, VerificationFailed } from './steps.ts';
import { findAlert, resolveTestAlert } from './test-alert.ts';
import { createTestTicket } from './test-ticket.ts';
import { attributesInWords, attributesOf, only, type TicketAttributes } from './ticket-attributes.ts';
import { startsOf } from './ticket-runs.ts';
import type { SentTicket, Verification } from './verification.ts';
import { watch } from './wait-for.ts';

/** No alert comes later: a runbook starts up to 80 s late (fact `run-delay`), and ilert takes some seconds. */
const LATEST_ALERT = 90_000;

/** The result of the ticket that passed the filter. */
export interface LetThrough {
  readonly attributes: TicketAttributes;
  /** Milliseconds until its alert appeared. */
  readonly alertTook: number;
}

/** A second ticket, which must not open an alert. */
interface ExcludedTicket {
  readonly sent: SentTicket;
  /** When it was logged. */
  readonly start: number;
  /** The attributes that the filter uses, as Halo stored them. */
  readonly attributes: TicketAttributes;
}

/**
 * Verifies that a ticket which the filter excludes opens no alert, neither when it is logged nor when it is closed: the
 * event "Closed" sends its closing too. Always deletes the ticket. @throws VerificationFailed
 */
export async function verifyExcludedTicket(
  verification: Verification,
  filter: EventFilter,
  needs: TicketNeeds,
  letThrough: LetThrough,
): Promise<void> {
  const { recorder, product, choices } = verification;
  const ticket = await recorder.optionalStep(
    `Log a ticket in ${product} that does not match the filter`,
    () => logExcluded(verification, filter, needs, letThrough),
    ({ sent, attributes }) => `ticket ${sent.id}, ${attributesInWords(attributes, choices)}`,
  );
  if (!ticket) return;
  const { sent } = ticket;
  const wait = waitForNone(verification, letThrough);
  const untilAlert = () => untilLateAlert(verification, ticket, wait);
  // A shorter wait does not prove that no alert was created.
  const noAlert = wait < LATEST_ALERT ? `No alert seen within ${Math.round(wait / 1000)} s` : 'No alert created';
  try {
    await recorder.step(noAlert, async () => {
      const alert = await untilAlert();
      if (alert || (await startsOf(verification, sent.id)) > 0) throw notEffective(verification, ticket, alert);
    });
    await recorder.step(
      'Close the ticket',
      () => closeTicket(verification, sent.id),
      (name) => `status ${name}`,
    );
    await recorder.step(wait < LATEST_ALERT ? `${noAlert} of closing it` : `${noAlert} by closing it`, async () => {
      const alert = await untilAlert();
      if (alert) throw openedByClosing(ticket, alert);
    });
  } catch (error) {
    await resolveTestAlert(verification, undefined, sent, ticket.start);
    throw error;
  } finally {
    await removeTicket(verification, sent.id);
  }
}

/** Logs a ticket that the filter excludes. If Halo refuses or alters it, tries another. */
async function logExcluded(
  verification: Verification,
  filter: EventFilter,
  needs: TicketNeeds,
  letThrough: LetThrough,
): Promise<ExcludedTicket | Skipped> {
  const { now, product, choices } = verification;
  const filtered = filteredAttributes(filter);
  let reason = noOtherValue(verification, filter);
  for (const change of excludingChanges(verification, filter, letThrough.attributes)) {
    const wanted = { ...createTestTicket(), ...needs, attributes: { ...needs.attributes, ...change } };
    const start = now();
    try {
      const row = await logTicket(verification, wanted);
      const attributes = only(filtered, { ...letThrough.attributes, ...change, ...attributesOf(row) });
      const ticket = { sent: sentTicket(row, wanted), start, attributes };
      if (isExcluded(filter, attributes)) return ticket;
      await discard(verification, ticket, letThrough);
      reason = new Skipped(`${product} stored ${attributesInWords(attributes, choices)}`);
    } catch (error) {
      if (!(error instanceof VerificationFailed)) throw error;
      reason = new Skipped(error.message);
    }
  }
  return reason;
}

/** Removes a ticket that passes the filter after all, and resolves its alert, which may still be on its way. */
async function discard(verification: Verification, ticket: ExcludedTicket, letThrough: LetThrough): Promise<void> {
  const { sent, start } = ticket;
  try {
    await untilLateAlert(verification, ticket, waitForNone(verification, letThrough));
  } finally {
    await resolveTestAlert(verification, undefined, sent, start);
    await removeTicket(verification, sent.id);
  }
}

/** Milliseconds to wait for no alert: twice what the first took, at least `LATEST_ALERT`, at most `wait`. */
function waitForNone({ wait }: Verification, { alertTook }: LetThrough): number {
  return Math.min(Math.max(2 * alertTook, LATEST_ALERT), wait);
}

/** Waits in case there is an alert after all. @returns undefined if none comes */
function untilLateAlert(
  verification: Verification,
  { sent, start }: ExcludedTicket,
  milliseconds: number,
): Promise<Alert | undefined> {
  return watch(verification, 'Waiting in case an alert is created', milliseconds, () =>
    findAlert(verification, sent, start),
  );
}

/** The filter lets a ticket through that it should exclude. @param alert undefined if only a run was seen */
function notEffective(
  { plan, live, choices, product }: Verification,
  { sent, attributes }: ExcludedTicket,
  alert: Alert | undefined,
): VerificationFailed {
  const did = alert ? `created alert ${alert.id}` : 'started the runbook';
  const filters = eventFiltersOf(live).join('; ') || 'none';
  const message = `Ticket ${sent.id} (${attributesInWords(attributes, choices)}) ${did}, although it does not match the filter. The events have these filters: ${filters}.`;
  return new VerificationFailed(
    isFilterPending(plan)
      ? fixedByApply('broken', 'filter-not-effective', 'filter', message)
      : broken('filter-not-effective', 'filter', message, `Check the conditions of the events in ${product}.`),
  );
}

/** It is inferred that ilert ignores the closing of a ticket without an alert (fact `ilert-closed-without-alert`). */
function openedByClosing({ sent: { id } }: ExcludedTicket, alert: Alert): VerificationFailed {
  const message = `Closing ticket ${id}, which had no alert, created alert ${alert.id}: ilert does not ignore the closing event of such a ticket.`;
  const hint = 'Remove the filter: then every ticket has an alert that closing it resolves. Please also report this.';
  return failed('alert-opened-by-closing', 'alert', message, hint);
}
