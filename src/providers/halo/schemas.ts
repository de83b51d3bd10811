import * as z from 'zod';
import { type Id, NO_ID, type StoredRow } from '../../engine/resource.ts';
import type { Value } from '../../engine/values.ts';
import { keyedPath } from '../../secret/secret.ts';
import { inLowerCase } from '../../text/json.ts';
import {
  asIs,
  type FieldReader,
  type FieldsOf,
  flag,
  integer,
  isNumber,
  isRaw,
  isText,
  listOf,
  numericId,
  type Raw,
  type Readers,
  type Recognisable,
  readFields,
  text,
  textIn,
} from '../row-reader.ts';
import {
  isOfKind,
  type Listed,
  type Page,
  pageOf as pageOfRows,
  type RowReader,
  rowOf,
  rowReader,
} from '../row-schema.ts';
import type { CatalogueRow } from './event-catalogue.ts';

/** Something that classifies tickets: a status, a ticket type, a team. */
export interface Named {
  readonly id: number;
  /** Empty if the row has none. */
  readonly name: string;
}

/** An agent, who works on tickets. */
export interface Agent extends Named {
  /** Empty if the row has none. */
  readonly email: string;
  readonly isDisabled: boolean;
}

/** A priority. All service level agreements that include it use the same number (fact `halo-priority-number`). */
export interface Priority {
  readonly priorityid: number;
  readonly name: string;
}

/** A row that is only read: fields in lower case, otherwise unchanged. */
export type AnyRow = { readonly id: Id } & { readonly [field: string]: Value };

type RowOf<R extends Readers> = { readonly id: Id; readonly name?: Value } & FieldsOf<R>;

/** A runbook's ID becomes part of a path, so it must not be a path itself. It is kept in one case for comparison. */
const GUID = /^[\w{}-]+$/;

const withNumber = <R extends Readers>(readers: R, recognisable: Recognisable = {}) =>
  keyedReader(readers, { id: isNumber, name: isText, ...recognisable }, numericId);
const withGuid = <R extends Readers>(readers: R, recognisable: Recognisable = {}) =>
  keyedReader(readers, { id: (value) => guidIn(value) !== undefined, name: isText, ...recognisable }, guidIn);

/** Keeps a row without a usable ID, although it can't be addressed: it may have our name. */
function keyedReader<R extends Readers>(
  readers: R,
  recognisable: Recognisable,
  idIn: (value: unknown) => Id | undefined,
): RowReader<RowOf<R>> {
  const read = (raw: Raw) => {
    const lower = inLowerCase(raw);
    return { ...readFields(lower, readers), name: text(lower.name), id: idIn(lower.id) ?? NO_ID };
  };
  return rowReader(read, recognisable);
}

function guidIn(value: unknown): Id | undefined {
  return typeof value === 'string' && GUID.test(value) ? value.toLowerCase() : undefined;
}

const inOneCase: FieldReader = (value) => guidIn(value) ?? asIs(value);

/** Rows within a row, such as the methods of an integration; undefined if they are missing or unreadable. */
const rows =
  <Row>(read: RowReader<Row>): FieldReader<Row[] | undefined> =>
  (value) =>
    isListOf(value, read) ? value.filter(isRaw).flatMap((raw) => read(raw) ?? []) : undefined;

function isListOf(value: unknown, read: RowReader<unknown>): value is unknown[] {
  return (
    Array.isArray(value) && (value.length === 0 || value.some((raw) => isRaw(raw) && isOfKind(inLowerCase(raw), read)))
  );
}

const part = (readers: Readonly<Record<string, FieldReader>>) => listOf((raw) => readFields(inLowerCase(raw), readers));

/** A row of any kind that is only read. Its ID is a number or a GUID. */
export const anyRow: RowReader<AnyRow> = rowReader((raw) => {
  const fields: { readonly [field: string]: Value } = readFields(inLowerCase(raw), { name: text });
  return { ...fields, id: numericId(fields.id) ?? guidIn(fields.id) ?? NO_ID };
}, {});

/** `OutboundIntegrationMethod`. Its path ends with an integration key, so it is a secret. */
export const methodRow = withNumber(
  {
    integration_id: integer,
    integration_name: asIs,
    resource: asIs,
    path: (value: unknown) => (typeof value === 'string' ? keyedPath(value) : asIs(value)),
    method: integer,
    requesttype: integer,
    responsetype: integer,
    authorizationtype: integer,
    requestbody: asIs,
  },
  { integration_id: isNumber },
);
export type MethodRow = ReadBy<typeof methodRow>;

/** `OutboundIntegration`, with its methods if the answer includes them. */
export const integrationRow = withNumber({
  authorizationtype: integer,
  resourcebaseurl: asIs,
  methods: rows(methodRow),
});
export type IntegrationRow = ReadBy<typeof integrationRow>;

const edges = part({ id: integer, start_step: integer, end_step: integer, seq: integer, approval_result: integer });

/** `type` of a `Webhook` that is a runbook (fact `runbook-type`). */
export const RUNBOOK_TYPE = 1;

/** `Webhook`, with its steps if the answer includes them. */
export const webhookRow = withGuid(
  {
    type: integer,
    active: flag,
    disabled: flag,
    runbook_start_type: asIs,
    auto_disable_attempts: integer,
    notify_on_failure: flag,
    notify_on_failure_tech: integer,
    log_ticket_attempts: integer,
    steps: part({
      fdid: integer,
      step_id: integer,
      steptype: integer,
      auto_action: integer,
      auto_action_type: integer,
      isstart: flag,
      isend: flag,
      actions: edges,
    }),
  },
  { type: isNumber },
);
export type WebhookRow = ReadBy<typeof webhookRow>;

/** `UnameNotification`: an event that starts a runbook, or another kind of notification. */
export const eventRow = withNumber(
  {
    guid: asIs,
    eventno: integer,
    webhook_id: inOneCase,
    type: integer,
    delivery_method: integer,
    agent_id: asIs,
    filter_type: integer,
    condition_count: integer,
    conditions: part({ id: integer, type: integer, value_int: integer }),
  },
  { eventno: isNumber, webhook_id: isText },
);
export type EventRow = ReadBy<typeof eventRow>;

/** A runbook with the events that start it. */
export type RunbookRow = WebhookRow & { readonly events?: readonly EventRow[] };

type ReadBy<Reader> = Reader extends RowReader<infer Row> ? Row : never;

/** A row of `/Lookup`. IDs are unique within one `lookupid`. */
export const lookupRow: RowReader<CatalogueRow> = plainReader((fields) => {
  const id = numericId(fields.id);
  return id === undefined ? undefined : { id, lookupid: numericId(fields.lookupid), name: textIn(fields.name) };
});

/** A row that users choose by name. */
export const namedRow: RowReader<Named> = plainReader((fields) => {
  const id = numericId(fields.id);
  return id === undefined ? undefined : { id, name: textIn(text(fields.name)) ?? '' };
});

/** A row of `/Agent`. Without a flag that says otherwise, the agent is active (fact `agents`). */
export const agentRow: RowReader<Agent> = plainReader((fields) => {
  const id = numericId(fields.id);
  if (id === undefined || id <= 0) return undefined;
  const [name = '', email = ''] = [textIn(text(fields.name)), textIn(fields.email)];
  return { id, name, email: email.trim(), isDisabled: flag(fields.isdisabled) === true };
});

/** A row of `/Priority`. Tickets store its `priorityid`. */
export const priorityRow: RowReader<Priority> = plainReader((fields) => {
  const priorityid = numericId(fields.priorityid);
  return priorityid === undefined ? undefined : { priorityid, name: textIn(text(fields.name)) ?? '' };
});

/** Reads some fields of a row. Skips rows without an ID. */
function plainReader<T>(take: (fields: Raw) => T | undefined): RowReader<T> {
  return rowReader((raw) => take(inLowerCase(raw)), { id: isGiven, name: isText });
}

function isGiven(value: unknown): boolean {
  return numericId(value) !== undefined || guidIn(value) !== undefined;
}

/** The answer to a write on a route. */
export function writtenRow(path: string): RowReader<StoredRow> {
  return path.startsWith('/Webhook') ? webhookRow : withNumber({});
}

/** A row as an object or in a one-element array (fact `halo-written-row`). @param asked as for `rowOf` */
export function oneOf<T>(read: RowReader<T>, asked?: Id): z.ZodType<T> {
  const unwrapped = (body: unknown) => {
    const [first] = Array.isArray(body) && body.length === 1 ? body : [body];
    return isRaw(first) ? inLowerCase(first) : first;
  };
  return z.preprocess(unwrapped, rowOf(read, asked));
}

/** An array, or an object that contains one array (fact `halo-lists`). @param fewest as for `unrecognisable` */
export function pageOf<T>(read: RowReader<T>, fewest?: number): z.ZodType<Page<T>> {
  return pageOfRows(read, listIn, fewest);
}

/** Names of fields in errors. Some errors contain an empty list. */
const OF_AN_ERROR = ['error', 'errors', 'errormessage', 'message', 'classname', 'resultcode', 'title', 'detail'];

function listIn(body: unknown): Listed | undefined {
  const fields = isRaw(body) ? inLowerCase(body) : {};
  const total = numericId(fields.record_count);
  const arrays = Array.isArray(body) ? [body] : Object.values(fields).filter(Array.isArray);
  const [longest = []] = arrays.toSorted((one, other) => other.length - one.length);
  const entries = longest.filter(isRaw).map(inLowerCase);
  const isEmptyList = longest.length === 0 && (Array.isArray(body) || total === 0 || (arrays.length > 0 && !isError()));
  return entries.length > 0 || isEmptyList ? { entries, size: longest.length, total } : undefined;

  function isError(): boolean {
    return OF_AN_ERROR.some((name) => name in fields);
  }
}
