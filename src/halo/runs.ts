import type { Delivery, Run } from '../diagnose/history.ts';
import type { Id, Row } from '../resources/resource.ts';

/** Runs of one runbook, newest first, from the rows of `/Automation` (facts: "Runs"; status 2 is done). */
export function runsOf(rows: readonly Row[], runbookId: Id): Run[] {
  return rows
    .filter(({ runbook_id }) => String(runbook_id).toLowerCase() === String(runbookId).toLowerCase())
    .map((row) => ({
      id: row.id,
      ticketId: idIn(row.ticket_id),
      done: row.status === 2,
      error: textIn(row.error),
      at: textIn(row.datecreated) ?? textIn(row.start_date),
    }))
    .reverse();
}

/** Calls of one method, newest first, from the rows of `/WebhookEvent`. */
export function deliveriesOf(rows: readonly Row[]): Delivery[] {
  return rows
    .map((row) => ({
      ticketId: idIn(row.entity_id),
      status: typeof row.responsestatus === 'number' ? row.responsestatus : 0,
      answer: textIn(row.responsebody) ?? '',
      at: textIn(row.timestamp),
    }))
    .sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''));
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function idIn(value: unknown): Id | undefined {
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}
