import { ApiError } from '../../errors/api-error.ts';
import type { AnyRow } from '../../providers/halo/schemas.ts';
import type { Raw } from '../../providers/row-reader.ts';
import type { Lab } from './lab.ts';
import { isSame } from './rows.ts';
import type { Created } from './workspace.ts';

/** What Halo shows of one call of a method. Each field may be missing on a tenant. */
export interface Call {
  /** The row of `/WebhookEvent`, in lower case. */
  readonly row: AnyRow;
  /** The body as it was sent, or as it was to be sent. */
  readonly body: string | undefined;
  /** The headers, in whatever form. */
  readonly headers: string | undefined;
  /** HTTP status of the response; undefined if there was none. */
  readonly status: number | undefined;
}

/**
 * The path of an integration URL that no alert source has, so ilert refuses what is sent to it and creates no alert: for
 * methods of which only the body counts.
 */
export function deadEnd({ settings }: Pick<Lab, 'settings'>): string {
  return `api/v1/events/${settings.integrationType.toLowerCase()}/il1h-prove-sends-to-nobody`;
}

/** Seconds after the end of a run within which its calls are listed. */
const LISTED = 15;

/**
 * Reads the calls of a runbook whose run has ended: one for each method, in the same order, undefined where Halo lists
 * none. Each is read by its ID if the list leaves out what was sent.
 */
export async function callsOf(
  lab: Lab,
  runbook: Created,
  methods: readonly Created[],
): Promise<readonly (Call | undefined)[]> {
  const find = async () => {
    const rows = await lab.runbooks.deliveriesOf(runbook);
    return methods.map(({ id }, index) => rows.find((row) => isCallOf(row, id, index + 1)));
  };
  const complete = async () => {
    const rows = await find();
    return rows.includes(undefined) ? undefined : rows;
  };
  const rows = (await lab.until(complete, LISTED)) ?? (await find());
  return Promise.all(rows.map(async (row) => row && callIn(await withDetails(lab, row))));
}

/** @param step the number of the step that executes the method, for rows that do not name it */
function isCallOf({ integration_method_id, automation_step }: AnyRow, method: Created['id'], step: number): boolean {
  return isEmpty(integration_method_id) ? isSame(automation_step, step) : isSame(integration_method_id, method);
}

async function withDetails(lab: Lab, row: AnyRow): Promise<AnyRow> {
  if (!isEmpty(row.requestbody) && !isEmpty(row.requestheaders)) return row;
  const details = await lab.row(`/WebhookEvent/${row.id}?includedetails=true`).catch(ifUnreadable);
  return { ...row, ...details } as AnyRow;
}

/** Some tenants show no details of a call. */
function ifUnreadable(error: unknown): Raw {
  if (error instanceof ApiError) return {};
  throw error;
}

function callIn(row: AnyRow): Call {
  const status = isEmpty(row.responsestatus) ? 0 : Number(row.responsestatus);
  return {
    row,
    body: textOf(row.requestbody),
    headers: textOf(row.requestheaders),
    status: status > 0 ? status : undefined,
  };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return typeof value === 'string' ? value : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
