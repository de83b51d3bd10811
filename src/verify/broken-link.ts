import { eventFiltersOf } from '../diagnose/filters.ts';
import type { Finding } from '../diagnose/finding.ts';
import { deliveryFinding, deliveryOf, runFinding } from '../diagnose/history.ts';
import { readHistory } from '../halo/runs.ts';
import type { Id } from '../resources/resource.ts';
import { noAlertFinding, notResolvedFinding, type Proof, rowOf } from './proof.ts';

/** Runs of our runbook for a ticket, newest first, with their deliveries. */
async function historyOf({ clients, live }: Proof, ticket: Id) {
  const { runs, deliveries, forbidden } = await readHistory(clients.halo, rowOf(live, 'runbook').id);
  const isOurs = ({ ticketId }: { readonly ticketId: Id | undefined }) => String(ticketId) === String(ticket);
  return { runs: runs.filter(isOurs), deliveries: deliveries.filter(isOurs), forbidden };
}

/** What went wrong with a run for the ticket, as soon as one of them has. */
export async function failedRun(proof: Proof, ticket: Id): Promise<Finding | undefined> {
  const { runs, deliveries } = await historyOf(proof, ticket);
  for (const run of runs) {
    const finding = runFinding(run, deliveryOf(run, deliveries), proof.plan);
    if (finding) return finding;
  }
  return runs.length === 0 && deliveries[0] ? deliveryFinding(deliveries[0], proof.plan) : undefined;
}

/** Where the chain ends for a ticket that has been logged, and of which no alert came in time. */
export async function whyNoAlert(proof: Proof, ticket: Id): Promise<Finding> {
  const finding = await failedRun(proof, ticket);
  if (finding) return finding;
  const { runs, deliveries, forbidden } = await historyOf(proof, ticket);
  if (forbidden) {
    const unknown = noAlertFinding(proof);
    return { ...unknown, message: `${unknown.message} Whether the runbook ran can't be seen: ${forbidden.message}` };
  }
  if (runs.length === 0 && deliveries.length === 0) return notStarted(proof, 'new-ticket-event', 'a new ticket');
  if (deliveries.length > 0) return noAlertFinding(proof);
  return atTheRun(
    runs.some(({ done }) => done)
      ? 'The runbook ran and called nothing.'
      : `The runbook was started and has not ended after ${seconds(proof)} s.`,
  );
}

/** Why the alert of a ticket that has been closed is still open. */
export async function whyNotResolved(proof: Proof, ticket: Id, status: string): Promise<Finding> {
  const finding = await failedRun(proof, ticket);
  if (finding) return finding;
  const { runs, forbidden } = await historyOf(proof, ticket);
  if (!forbidden && runs.length < 2)
    return notStarted(proof, 'status-changed-event', `the change to status "${status}"`);
  return notResolvedFinding(proof);
}

function notStarted(proof: Proof, link: Finding['link'], what: string): Finding {
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
    ...{ link: 'run', severity: 'broken', message, mendedByApply: false },
    hint: 'Look at the run in Halo, under the runbook.',
  } as const;
}

function seconds({ wait }: Proof): number {
  return Math.round(wait / 1000);
}
