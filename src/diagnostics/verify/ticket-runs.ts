import type { Id } from '../../engine/resource.ts';
import { bindingsIn } from '../../providers/halo/event-bindings.ts';
import type { EventKey } from '../../providers/halo/event-catalogue.ts';
import { readHistory } from '../../providers/halo/run-history.ts';
import { eventFiltersOf, filterOfEvent } from '../filters.ts';
import { broken, type Component, type Finding, fixedByApply } from '../finding.ts';
import { isTransient, isWaiting, pendingFinding } from '../retries.ts';
import { deliveryFinding, deliveryOf, isSuccessful, runFinding } from '../run-findings.ts';
import { noAlertFinding, notResolvedFinding } from './alert-findings.ts';
import { isFilterPending } from './event-filter.ts';
import { rowOf, secondsOf, type Verification } from './verification.ts';

/** Runs of our runbook for a ticket, newest first, with their deliveries. */
async function historyOf({ clients, live }: Verification, ticket: Id) {
  const { runs, deliveries, forbidden } = await readHistory(clients.halo, rowOf(live, 'runbook').id, live.method?.id);
  const isOfTicket = ({ ticketId }: { readonly ticketId: Id | undefined }) => String(ticketId) === String(ticket);
  return { runs: runs.filter(isOfTicket), deliveries: deliveries.filter(isOfTicket), forbidden };
}

interface TicketRuns extends Awaited<ReturnType<typeof historyOf>> {
  /** A final failure. */
  readonly failure?: Finding | undefined;
  /** A failure that Halo will retry. */
  readonly pending?: Finding | undefined;
}

/** Only the newest finished run counts: an older one may have been retried since. */
async function runsOf(verification: Verification, ticket: Id): Promise<TicketRuns> {
  const history = await historyOf(verification, ticket);
  const { runs, deliveries } = history;
  const run = runs.find(({ state }) => state !== 'running');
  if (!run) {
    const [last] = deliveries;
    const finding = runs.length === 0 && last ? deliveryFinding(last, verification.plan) : undefined;
    // Without its run, nothing shows whether Halo retries.
    return isTransient(last) ? { ...history, pending: finding } : { ...history, failure: finding };
  }
  const delivery = deliveryOf(run, deliveries);
  return isWaiting(run) && isTransient(delivery)
    ? { ...history, pending: pendingFinding([run], deliveries) }
    : { ...history, failure: runFinding(run, delivery, verification.plan) };
}

/** Returns a check for a failed run while the ticket's alert is awaited. Reports a retry once, and keeps waiting. */
export function failedRun(verification: Verification, ticket: Id): () => Promise<Finding | undefined> {
  let reported: string | undefined;
  return async () => {
    const { failure, pending } = await runsOf(verification, ticket);
    if (pending && pending.message !== reported) {
      reported = pending.message;
      verification.info(pending.message);
    }
    return failure;
  };
}

/** How often a ticket has started the runbook, as far as this can be seen. */
export async function startsOf(verification: Verification, ticket: Id): Promise<number> {
  const { runs, deliveries } = await historyOf(verification, ticket);
  return runs.length || Math.min(deliveries.length, 1);
}

/** Explains why a logged ticket got no alert in time. */
export async function whyNoAlert(verification: Verification, ticket: Id): Promise<Finding> {
  const { runs, deliveries, forbidden, failure, pending } = await runsOf(verification, ticket);
  if (failure) return failure;
  if (pending) return notKnownYet(pending);
  if (forbidden) {
    const finding = noAlertFinding(verification);
    return { ...finding, message: `${finding.message} Whether the runbook ran can't be checked: ${forbidden.message}` };
  }
  if (runs.length === 0 && deliveries.length === 0)
    return notStarted(verification, 'new-ticket-event', 'The new ticket');
  if (deliveries.some(isSuccessful)) return noAlertFinding(verification);
  const hint = `Check the run history of the runbook in ${verification.product}.`;
  if (runs.some(({ done }) => done))
    return broken('run-without-delivery', 'run', 'The runbook ran but called no method.', hint);
  const message = `The runbook started but did not finish within ${secondsOf(verification)} s.`;
  return broken('run-not-finished', 'run', message, hint);
}

/** Explains why the alert of a closed ticket is still open. @param status the ticket's status */
export async function whyNotResolved(verification: Verification, ticket: Id, status: string): Promise<Finding> {
  const { runs, forbidden, failure, pending } = await runsOf(verification, ticket);
  if (failure) return failure;
  if (pending) return notKnownYet(pending);
  if (!forbidden && runs.length < 2) return notStartedByClosing(verification, status);
  return notResolvedFinding(verification);
}

/** Names the event that should have started the runbook on closing, and what may have prevented it. */
function notStartedByClosing(verification: Verification, status: string): Finding {
  const { live, plan, product } = verification;
  if (status.trim().toLowerCase() !== 'closed')
    return notStarted(verification, 'status-changed-event', `The change to status "${status}"`);
  const bindings = bindingsIn(live);
  const isForAllTickets = (key: EventKey) =>
    bindings.some(({ event, row }) => event.key === key && filterOfEvent(row) === undefined);
  const seconds = secondsOf(verification);
  if (isForAllTickets('closed-event')) {
    const message = `Closing the ticket did not start the runbook within ${seconds} s, although its event "Closed" has no filter.`;
    const hint = `Check the event "Closed" of the runbook in ${product}, and increase --wait; some tenants take minutes.`;
    return broken('run-not-started', 'closed-event', message, hint);
  }
  const bindClosed = 'Run: ilert-haloitsm apply --closed-event (it adds the event "Closed"). Then run verify again.';
  if (isForAllTickets('status-changed-event')) {
    const message = `Closing the ticket did not start the runbook within ${seconds} s.`;
    return broken('closing-not-announced', 'status-changed-event', message, bindClosed);
  }
  const message = `Closing the ticket did not start the runbook within ${seconds} s. Its events have filters: ${eventFiltersOf(live).join('; ')}.`;
  if (isFilterPending(plan)) return fixedByApply('broken', 'run-not-started-filtered', 'filter', message);
  const isClosedBound = bindings.some(({ event }) => event.key === 'closed-event');
  const hint = isClosedBound ? `Remove the filter of the event "Closed" in ${product}.` : bindClosed;
  return broken('run-not-started-filtered', 'filter', message, hint);
}

/** The wait ended before Halo's next attempt. */
function notKnownYet(pending: Finding): Finding {
  return {
    ...pending,
    message: `The result is not known yet. ${pending.message}`,
    hint: `${pending.hint} Or run verify --through-halo again with a longer --wait.`,
  };
}

function notStarted(verification: Verification, component: Component, trigger: string): Finding {
  const filters = eventFiltersOf(verification.live);
  const message = `${trigger} did not start the runbook within ${secondsOf(verification)} s.`;
  if (filters.length > 0) {
    const why = `${message} Its events have filters: ${filters.join('; ')}.`;
    if (isFilterPending(verification.plan)) return fixedByApply('broken', 'run-not-started-filtered', 'filter', why);
    const hint = 'Use a test ticket that matches the filters (--ticket-type, --client), or remove the filters.';
    return broken('run-not-started-filtered', 'filter', why, hint);
  }
  const hint = `Check the events of the runbook in ${verification.product}, and increase --wait; some tenants take minutes.`;
  return broken('run-not-started', component, message, hint);
}
