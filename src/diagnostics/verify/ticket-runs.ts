import type { Id } from '../../engine/resource.ts';
import { readHistory } from '../../providers/halo/run-history.ts';
import { eventFiltersOf } from '../filters.ts';
import { broken, type Finding, type Link } from '../finding.ts';
import { isTransient, isWaiting, pendingFinding } from '../retries.ts';
import { deliveryFinding, deliveryOf, isSuccessful, runFinding } from '../run-findings.ts';
import { noAlertFinding, notResolvedFinding } from './alert-findings.ts';
import { rowOf, secondsOf, type Verification } from './verification.ts';

/** Runs of our runbook for a ticket, newest first, with their deliveries. */
async function historyOf({ clients, live }: Verification, ticket: Id) {
  const { runs, deliveries, forbidden } = await readHistory(clients.halo, rowOf(live, 'runbook').id, live.method?.id);
  const isOfTicket = ({ ticketId }: { readonly ticketId: Id | undefined }) => String(ticketId) === String(ticket);
  return { runs: runs.filter(isOfTicket), deliveries: deliveries.filter(isOfTicket), forbidden };
}

interface TicketRuns extends Awaited<ReturnType<typeof historyOf>> {
  /** What has failed for good. */
  readonly failure?: Finding | undefined;
  /** What waits for Halo's retry. */
  readonly pending?: Finding | undefined;
}

/** Only the newest run that is not under way counts: an older one may have been followed by a retry. */
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

/** Checks for a failed run of the ticket while its alert is awaited. A retry is reported once, and awaited too. */
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

/** Why no alert of a logged ticket came in time. */
export async function whyNoAlert(verification: Verification, ticket: Id): Promise<Finding> {
  const { runs, deliveries, forbidden, failure, pending } = await runsOf(verification, ticket);
  if (failure) return failure;
  if (pending) return notKnownYet(pending);
  if (forbidden) {
    const finding = noAlertFinding(verification);
    return { ...finding, message: `${finding.message} Whether the runbook ran can't be seen: ${forbidden.message}` };
  }
  if (runs.length === 0 && deliveries.length === 0) return notStarted(verification, 'new-ticket-event', 'a new ticket');
  if (deliveries.some(isSuccessful)) return noAlertFinding(verification);
  const hint = 'Look at the run in Halo, under the runbook.';
  if (runs.some(({ done }) => done))
    return broken('run-without-delivery', 'run', 'The runbook ran and called nothing.', hint);
  const message = `The runbook was started and has not ended after ${secondsOf(verification)} s.`;
  return broken('run-not-finished', 'run', message, hint);
}

/** Why the alert of a closed ticket is still open. @param status that of the ticket */
export async function whyNotResolved(verification: Verification, ticket: Id, status: string): Promise<Finding> {
  const { runs, forbidden, failure, pending } = await runsOf(verification, ticket);
  if (failure) return failure;
  if (pending) return notKnownYet(pending);
  if (!forbidden && runs.length < 2)
    return notStarted(verification, 'status-changed-event', `the change to status "${status}"`);
  return notResolvedFinding(verification);
}

/** The wait has ended before Halo's next attempt. */
function notKnownYet(pending: Finding): Finding {
  return {
    ...pending,
    message: `The result is not known yet. ${pending.message}`,
    hint: `${pending.hint} Or run verify --through-halo again with a longer --wait.`,
  };
}

function notStarted(verification: Verification, link: Link, trigger: string): Finding {
  const filters = eventFiltersOf(verification.live);
  const message = `The runbook was not started by ${trigger} within ${secondsOf(verification)} s.`;
  if (filters.length > 0) {
    const hint = 'Log a ticket that the filters let through: --ticket-type, --client; or take the filters away.';
    const why = `The events have filters: ${filters.join('; ')}.`;
    return broken('run-not-started-filtered', 'filter', `${message} ${why}`, hint);
  }
  const hint = `Look at the events of the runbook in ${verification.product}, and wait longer with --wait: some tenants take minutes.`;
  return broken('run-not-started', link, message, hint);
}
