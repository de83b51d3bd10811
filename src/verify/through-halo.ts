import { ApiFault } from '../api.ts';
import type { Finding } from '../diagnose/finding.ts';
import { deliveryFinding, runFinding } from '../diagnose/history.ts';
import { filtersOf } from '../diagnose/standing.ts';
import { deliveriesOf, runsOf } from '../halo/runs.ts';
import type { Id } from '../resources/resource.ts';
import type { Fields } from '../resources/value.ts';
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

/** The ticket to log: what a tenant requires beyond the summary has to be given. */
export interface HaloTicket {
  readonly summary: string;
  readonly details: string;
  readonly ticketType?: number | undefined;
  readonly client?: number | undefined;
}

/**
 * Proves the whole chain: logs a real ticket in Halo, follows the run and the delivery, sees the
 * alert, closes the ticket, sees the alert resolved, and removes the ticket whatever happens.
 *
 * @throws ChainBroken where the chain is broken
 */
export async function verifyThroughHalo(proof: Proof, wanted: HaloTicket): Promise<SeenAlert> {
  const { clients, story, now } = proof;
  const start = now();
  const ticket = await story.step(
    'A test ticket is logged in Halo',
    () => logTicket(proof, wanted),
    ({ id }) => `ticket ${id}`,
  );
  const marked = { id: ticket.id, marker: wanted.summary };
  let alert: SeenAlert | undefined;
  try {
    alert = await story.step(
      'ilert has the alert',
      () =>
        until(
          proof,
          async () => alertOf(await newAlerts(proof, start), marked),
          () => whyNoAlert(proof, ticket.id, 1),
          () => failedRun(proof, ticket.id),
        ),
      ({ id }) => `alert ${id}`,
    );
    const status = await story.step(
      'The ticket is closed in Halo',
      () => closeTicket(proof, ticket.id),
      (name) => `status ${name}`,
    );
    const isResolved = async () => {
      const seen = alertOf(await newAlerts(proof, start), marked);
      return seen?.status === 'RESOLVED' ? seen : undefined;
    };
    alert = await story.step('ilert has resolved the alert', () =>
      until(
        proof,
        isResolved,
        () => whyNotResolved(proof, ticket.id, status),
        () => failedRun(proof, ticket.id),
      ),
    );
    return alert;
  } finally {
    await leaveResolved(proof, alert);
    await clients.halo
      .deleteTicket(ticket.id)
      .catch(() => proof.say(`The test ticket ${ticket.id} is still in Halo: delete it there.`));
  }
}

/** A tenant may require more than a summary: Halo's own sentence names it (facts: 400 with a plain sentence). */
async function logTicket({ clients }: Proof, { summary, details, ticketType, client }: HaloTicket) {
  const fields: Fields = {
    summary,
    details,
    ...(ticketType !== undefined && { tickettype_id: ticketType }),
    ...(client !== undefined && { client_id: client }),
  };
  return clients.halo.createTicket(fields).catch((error: unknown) => {
    if (!(error instanceof ApiFault) || error.status !== 400) throw error;
    throw new ChainBroken({
      link: 'ticket',
      severity: 'broken',
      message: error.message,
      hint: 'Give what your tenant requires: --ticket-type ID, --client ID.',
      mendedByApply: false,
    });
  });
}

async function closeTicket({ clients }: Proof, ticket: Id): Promise<string> {
  const statuses = await clients.halo.statuses();
  const closed =
    statuses.find(({ name }) => /^closed$/i.test(name)) ?? statuses.find(({ name }) => /^resolved$/i.test(name));
  if (!closed) {
    throw new ChainBroken({
      link: 'ticket',
      severity: 'broken',
      message: 'Halo has no status named "Closed" or "Resolved", by which ilert knows that a ticket is over.',
      hint: 'Close the test ticket by hand and see whether its alert resolves.',
      mendedByApply: false,
    });
  }
  await clients.halo.updateTicket(ticket, { status_id: closed.id });
  return closed.name;
}

/** Runs of our runbook for a ticket, newest first, with their deliveries. */
async function historyOf({ clients, live }: Proof, ticket: Id) {
  const runbook = rowOf(live, 'runbook').id;
  const [runs, deliveries] = await Promise.all([clients.halo.runs(), clients.halo.deliveriesOf(runbook)]);
  const isOurs = ({ ticketId }: { readonly ticketId: Id | undefined }) => String(ticketId) === String(ticket);
  return { runs: runsOf(runs, runbook).filter(isOurs), deliveries: deliveriesOf(deliveries).filter(isOurs) };
}

async function failedRun(proof: Proof, ticket: Id): Promise<Finding | undefined> {
  const { runs, deliveries } = await historyOf(proof, ticket);
  const failed = runs.find(({ error }) => error !== undefined);
  return failed && runFinding(failed, deliveries[0]);
}

/** @param expected how many runs the ticket should have started by now */
async function whyNoAlert(proof: Proof, ticket: Id, expected: number): Promise<Finding> {
  const { runs, deliveries } = await historyOf(proof, ticket);
  if (runs.length < expected) return notStarted(proof, 'new-ticket-event', 'a new ticket');
  const delivery = deliveries[0];
  if (!delivery) {
    const message = 'The runbook ran and called nothing.';
    return {
      link: 'steps',
      severity: 'broken',
      message,
      hint: 'Look at the run in Halo, under the runbook.',
      mendedByApply: false,
    };
  }
  return deliveryFinding(delivery) ?? noAlertFinding(proof);
}

async function whyNotResolved(proof: Proof, ticket: Id, status: string): Promise<Finding> {
  const { runs } = await historyOf(proof, ticket);
  if (runs.length < 2) return notStarted(proof, 'status-changed-event', `the change to status "${status}"`);
  return notResolvedFinding(proof);
}

function notStarted({ live, wait }: Proof, link: Finding['link'], what: string): Finding {
  const filters = filtersOf(live);
  const message = `The runbook was not started by ${what} within ${Math.round(wait / 1000)} s.`;
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
    hint: 'Look at the events of the runbook in Halo, and wait longer with --wait: some tenants take minutes.',
  };
}
