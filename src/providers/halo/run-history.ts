import type { Id } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { inLowerCase } from '../../text/json.ts';
import { textIn } from '../row-reader.ts';
import type { HaloClient } from './api.ts';
import { haloDate } from './date.ts';
import type { AnyRow } from './schemas.ts';

export type RunState = 'done' | 'failed' | 'running' | 'waiting-to-retry';

/** When Halo retries a run that ended with "Failed (retry from the start)". */
export interface NextRetry {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly attemptsLeft: number;
}

/** A run of the runbook, as listed by `/Automation` (fact `runs`). */
export interface Run {
  readonly id: Id;
  readonly ticketId: Id | undefined;
  readonly state: RunState;
  /** Whether `state` is `done`. */
  readonly done: boolean;
  /** The error, in Halo's words. */
  readonly error: string | undefined;
  /** When it started, ISO 8601 in UTC. */
  readonly at: string | undefined;
  /** Only set for a run that waits for its retry. */
  readonly retry?: NextRetry | undefined;
}

/** A call of the method, as listed by `/WebhookEvent`. */
export interface Delivery {
  readonly ticketId: Id | undefined;
  /** The run that made the call, if Halo names it. */
  readonly runId?: Id | undefined;
  /** HTTP status; 0 if there was no response. */
  readonly status: number;
  /** The body of the response. */
  readonly answer: string;
  readonly at: string | undefined;
}

/** The runs and calls of one runbook, newest first. */
export interface History {
  readonly runs: readonly Run[];
  readonly deliveries: readonly Delivery[];
}

/** `status` of a run that is done. In every other state it is 1 (fact `runs`). */
const DONE = 2;
/** Lower-case names of the fields with a run's time, starting with its start. A row may lack any of them. */
const TIMES = ['timestamp', 'executionstarttime', 'last_attempt_date', 'date_processed'] as const;

/** Returns the runs of one runbook, newest first, from the rows of `/Automation`. */
export function runsOf(rows: readonly AnyRow[], runbookId: Id): Run[] {
  const ours = String(runbookId).toLowerCase();
  const runs = rows
    .map((row) => inLowerCase(row) as AnyRow)
    .filter(({ runbook_id }) => String(idIn(runbook_id)).toLowerCase() === ours)
    .map(runOf);
  // They come oldest first. Of two that started at the same time, the later row is newer.
  return newestFirst(runs.reverse());
}

function runOf(row: AnyRow): Run {
  const retry = nextRetryOf(row);
  const error = textIn(row.error);
  const state =
    numberIn(row.status) === DONE ? 'done' : retry ? 'waiting-to-retry' : error === undefined ? 'running' : 'failed';
  return {
    id: row.id,
    ticketId: idIn(row.ticket_id),
    state,
    done: state === 'done',
    error,
    at: TIMES.map((field) => haloDate(row[field])).find((date) => date !== undefined),
    ...(state === 'waiting-to-retry' && { retry }),
  };
}

/** A run to be retried has attempts left and a date for the next. Either may be left over from an earlier retry. */
function nextRetryOf(row: AnyRow): NextRetry | undefined {
  const attemptsLeft = numberIn(row.retry_attempts_remaining) ?? 0;
  const at = haloDate(row.next_retry_date);
  return attemptsLeft > 0 && at !== undefined ? { at, attemptsLeft } : undefined;
}

/** Returns the calls of one runbook, newest first, from the rows of `/WebhookEvent`. Omits rows without a result. */
export function deliveriesOf(rows: readonly AnyRow[]): Delivery[] {
  const ended = rows.filter(({ responsestatus, error }) => numberIn(responsestatus) !== undefined || error === true);
  const deliveries = ended.map((row) => ({
    ticketId: idIn(row.entity_id),
    runId: idIn(row.automation_id),
    status: numberIn(row.responsestatus) ?? 0,
    answer: textIn(row.responsebody) ?? '',
    at: haloDate(row.timestamp),
  }));
  return newestFirst(deliveries.reverse());
}

/** Reads what both lists contain about a runbook. `forbidden` is set if the agent may not read one of them. */
export async function readHistory(
  halo: HaloClient,
  runbookId: Id,
  methodId: Id | undefined,
): Promise<History & { readonly forbidden: ApiError | undefined }> {
  let forbidden: ApiError | undefined;
  const unlessForbidden = (error: unknown): AnyRow[] => {
    if (!(error instanceof ApiError) || !isUnavailable(error)) throw error;
    forbidden = error;
    return [];
  };
  const [runs, deliveries] = await Promise.all([
    halo.runs().catch(unlessForbidden),
    halo.deliveriesOf(runbookId, methodId).catch(unlessForbidden),
  ]);
  return { runs: runsOf(runs, runbookId), deliveries: deliveriesOf(deliveries), forbidden };
}

/** A forbidden, missing or unreadable list is skipped, so that the rest of the status can still be shown. */
function isUnavailable({ status }: ApiError): boolean {
  return status !== undefined && (status < 300 || status === 403 || status === 404);
}

function newestFirst<T extends { readonly at: string | undefined }>(rows: T[]): T[] {
  const time = ({ at }: T) => (at === undefined ? 0 : Date.parse(at));
  return rows.sort((one, other) => time(other) - time(one));
}

/** Reads a number, which some tenants write as text. */
function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function idIn(value: unknown): Id | undefined {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : undefined;
}
