import { ApiFault } from '../api.ts';
import type { Delivery, History, Run } from '../diagnose/history.ts';
import type { Id, Row } from '../resources/resource.ts';
import type { HaloClient } from './client.ts';

/** Runs of one runbook, newest first, from the rows of `/Automation` (facts: "Runs"; status 2 is done). */
export function runsOf(rows: readonly Row[], runbookId: Id): Run[] {
  const runs = rows
    .filter(({ runbook_id }) => String(runbook_id).toLowerCase() === String(runbookId).toLowerCase())
    .map((row) => ({
      id: row.id,
      ticketId: idIn(row.ticket_id),
      done: row.status === 2,
      error: textIn(row.error),
      at: textIn(row.datecreated) ?? textIn(row.start_date),
    }));
  // They come oldest first; where two began at the same time, the later row is the newer one.
  return newestFirst(runs.reverse());
}

/** Calls of one runbook, newest first, from the rows of `/WebhookEvent`. */
export function deliveriesOf(rows: readonly Row[]): Delivery[] {
  const deliveries = rows.map((row) => ({
    ticketId: idIn(row.entity_id),
    runId: idIn(row.automation_id),
    status: typeof row.responsestatus === 'number' ? row.responsestatus : 0,
    answer: textIn(row.responsebody) ?? '',
    at: textIn(row.timestamp),
  }));
  return newestFirst(deliveries.reverse());
}

/** What both lists tell of a runbook; `forbidden` where the agent may not read one of them. */
export async function readHistory(
  halo: HaloClient,
  runbookId: Id,
): Promise<History & { readonly forbidden: ApiFault | undefined }> {
  let forbidden: ApiFault | undefined;
  const unlessForbidden = (error: unknown): Row[] => {
    if (!(error instanceof ApiFault) || error.status !== 403) throw error;
    forbidden = error;
    return [];
  };
  const [runs, deliveries] = await Promise.all([
    halo.runs().catch(unlessForbidden),
    halo.deliveriesOf(runbookId).catch(unlessForbidden),
  ]);
  return { runs: runsOf(runs, runbookId), deliveries: deliveriesOf(deliveries), forbidden };
}

function newestFirst<T extends { readonly at: string | undefined }>(rows: T[]): T[] {
  return rows.sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''));
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function idIn(value: unknown): Id | undefined {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : undefined;
}
