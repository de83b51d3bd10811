import type { Id } from '../../engine/resource.ts';
import { readHistory } from '../../providers/halo/run-history.ts';
import { eventFiltersOf } from '../filters.ts';
import type { Finding } from '../finding.ts';
import { isTransient, isWaiting, pendingFinding } from '../retries.ts';
import { deliveryFinding, deliveryOf, isTaken, runFinding } from '../run-findings.ts';
import { noAlertFinding, notResolvedFinding, rowOf, type Verification } from './verification.ts';

/** Runs of our runbook for a ticket, newest first, with their deliveries. */
async function historyOf({ clients, live }: Verification, ticket: Id) {
  const { runs, deliveries, forbidden } = await readHistory(clients.halo, rowOf(live, 'runbook').id, live.method?.id);
  const isOurs = ({ ticketId }: { readonly ticketId: Id | undefined }) => String(ticketId) === String(ticket);
  return { runs: runs.filter(isOurs), deliveries: deliveries.filter(isOurs), forbidden };
}

/** How the runs for a ticket stand. */
interface Outcome extends Awaited<ReturnType<typeof historyOf>> {
  /** What went wrong for good. */
  readonly failure?: Finding | undefined;
  /** What waits for Halo's retry. */
  readonly pending?: Finding | undefined;
}

/** Only the newest run that is not under way counts: an older one may have been followed by a retry. */
async function outcomeOf(proof: Verification, ticket: Id): Promise<Outcome> {
  const history = await historyOf(proof, ticket);
  const { runs, deliveries } = history;
  const run = runs.find(({ state }) => state !== 'running');
  if (!run) {
    const [last] = deliveries;
    const finding = runs.length === 0 && last ? deliveryFinding(last, proof.plan) : undefined;
    // Without its run, nothing says whether Halo retries.
    return { ...history, [isTransient(last) ? 'pending' : 'failure']: finding };
  }
  const delivery = deliveryOf(run, deliveries);
  if (isWaiting(run) && isTransient(delivery)) return { ...history, pending: pendingFinding([run], deliveries) };
  return { ...history, failure: runFinding(run, delivery, proof.plan) };
}

/**
 * Looks at the runs for a ticket while its alert is waited for. A retry is told once, and waited for.
 *
 * @returns a look that gives what went wrong for good, as soon as something has
 */
export function runsOfTicket(proof: Verification, ticket: Id): () => Promise<Finding | undefined> {
  let told: string | undefined;
  return async () => {
    const { failure, pending } = await outcomeOf(proof, ticket);
    if (pending && pending.message !== told) {
      told = pending.message;
      proof.info(told);
    }
    return failure;
  };
}

/** Where the chain ends for a ticket that has been logged, and of which no alert came in time. */
export async function whyNoAlert(proof: Verification, ticket: Id): Promise<Finding> {
  const { runs, deliveries, forbidden, failure, pending } = await outcomeOf(proof, ticket);
  if (failure) return failure;
  if (pending) return notKnownYet(pending);
  if (forbidden) {
    const unknown = noAlertFinding(proof);
    return { ...unknown, message: `${unknown.message} Whether the runbook ran can't be seen: ${forbidden.message}` };
  }
  if (runs.length === 0 && deliveries.length === 0) return notStarted(proof, 'new-ticket-event', 'a new ticket');
  if (deliveries.some(isTaken)) return noAlertFinding(proof);
  return atTheRun(
    runs.some(({ done }) => done)
      ? 'The runbook ran and called nothing.'
      : `The runbook was started and has not ended after ${seconds(proof)} s.`,
  );
}

/** Why the alert of a ticket that has been closed is still open. */
export async function whyNotResolved(proof: Verification, ticket: Id, status: string): Promise<Finding> {
  const { runs, forbidden, failure, pending } = await outcomeOf(proof, ticket);
  if (failure) return failure;
  if (pending) return notKnownYet(pending);
  if (!forbidden && runs.length < 2)
    return notStarted(proof, 'status-changed-event', `the change to status "${status}"`);
  return notResolvedFinding(proof);
}

/** The wait is over before Halo's next attempt. */
function notKnownYet(pending: Finding): Finding {
  return {
    ...pending,
    message: `The result is not known yet. ${pending.message}`,
    hint: `${pending.hint} Or run verify --through-halo again with a longer --wait.`,
  };
}

function notStarted(proof: Verification, link: Finding['link'], what: string): Finding {
  const filters = eventFiltersOf(proof.live);
  const message = `The runbook was not started by ${what} within ${seconds(proof)} s.`;
  const common = { severity: 'broken', mendedByApply: false } as const;
  if (filters.length > 0) {
    return {
      ...common,
      link: 'filter',
      message: `${message} The events have filters: ${filters.join('; ')}.`,
      hint: 'Log a ticket that the filters let through: --ticket-type, --client; or take the filters away.',
    };
  }
  return {
    ...common,
    link,
    message,
    hint: `Look at the events of the runbook in ${proof.product}, and wait longer with --wait: some tenants take minutes.`,
  };
}

function atTheRun(message: string): Finding {
  return {
    link: 'run',
    severity: 'broken',
    message,
    mendedByApply: false,
    hint: 'Look at the run in Halo, under the runbook.',
  } as const;
}

function seconds({ wait }: Verification): number {
  return Math.round(wait / 1000);
}
