import * as z from 'zod';
import { type Id, NO_ID, type Row } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';
import { keyedPath } from '../../secret/secret.ts';
import {
  type FieldReader,
  flag,
  inLowerCase,
  integer,
  isNumber,
  isRaw,
  isText,
  listOf,
  numericId,
  type Raw,
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

/** What tickets are sorted by: a status, a ticket type, a team. */
export interface Named {
  readonly id: number;
  /** Empty where the row has none. */
  readonly name: string;
}

/** A priority; its number is the same in every service level agreement that has it (fact `halo-priority-number`). */
export interface Priority {
  readonly priorityid: number;
  readonly name: string;
}

/** A runbook's id becomes part of a path, so it must not be one itself. It is compared, so it is kept in one case. */
const GUID = /^[\w{}-]+$/;

const withNumber = (readers: Readers, recognisable: Recognisable = {}) =>
  keyedReader(readers, { id: isNumber, name: isText, ...recognisable }, numericId);
const withGuid = (readers: Readers, recognisable: Recognisable = {}) =>
  keyedReader(readers, { id: (value) => guidIn(value) !== undefined, name: isText, ...recognisable }, guidIn);

type Readers = Readonly<Record<string, FieldReader>>;

/** A row without an id that can be used stays, as one that can't be addressed: it may have our name. */
function keyedReader(
  readers: Readers,
  recognisable: Recognisable,
  idIn: (value: unknown) => Id | undefined,
): RowReader<Row> {
  const read = (raw: Raw) => {
    const fields = readFields(inLowerCase(raw), { name: text, ...readers });
    return { ...fields, id: idIn(fields.id) ?? NO_ID } as Row;
  };
  return rowReader(read, recognisable);
}

function guidIn(value: unknown): Id | undefined {
  return typeof value === 'string' && GUID.test(value) ? value.toLowerCase() : undefined;
}

const inOneCase: FieldReader = (value) => guidIn(value) ?? value;

/** Rows within a row, such as the methods of an integration; undefined where they can't be read, as where they are not told. */
const rows =
  (read: RowReader<Row>): FieldReader =>
  (value) =>
    isListOf(value, read) ? value.filter(isRaw).flatMap((raw) => read(raw) ?? []) : undefined;

function isListOf(value: unknown, read: RowReader<Row>): value is unknown[] {
  return (
    Array.isArray(value) && (value.length === 0 || value.some((raw) => isRaw(raw) && isOfKind(inLowerCase(raw), read)))
  );
}

const part = (readers: Readonly<Record<string, FieldReader>>) =>
  listOf((raw) => readFields(inLowerCase(raw), readers) as Fields);

/** A row of any kind, where it is only looked at: its id is a number or a GUID. */
export const anyRow: RowReader<Row> = keyedReader({}, {}, (value) => numericId(value) ?? guidIn(value));

/** `OutboundIntegrationMethod`; its path ends in an integration key, so it is a secret. */
export const methodRow = withNumber(
  {
    integration_id: integer,
    method: integer,
    requesttype: integer,
    responsetype: integer,
    authorizationtype: integer,
    path: (value) => (typeof value === 'string' ? keyedPath(value) : value),
  },
  { integration_id: isNumber },
);

/** `OutboundIntegration`, with its methods where they are told. */
export const integrationRow = withNumber({ authorizationtype: integer, methods: rows(methodRow) });

const edges = part({ id: integer, start_step: integer, end_step: integer, seq: integer, approval_result: integer });

/** `Webhook`, with its steps where they are told. */
export const webhookRow = withGuid(
  {
    type: integer,
    active: flag,
    disabled: flag,
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

/** `UnameNotification`: an event that starts a runbook, or a notification of another kind. */
export const bindingRow = withNumber(
  {
    eventno: integer,
    webhook_id: inOneCase,
    type: integer,
    delivery_method: integer,
    filter_type: integer,
    condition_count: integer,
    conditions: part({ id: integer, type: integer, value_int: integer }),
  },
  { eventno: isNumber, webhook_id: isText },
);

/** A row of `/Lookup`; ids are those within one `lookupid`. */
export const lookupRow: RowReader<CatalogueRow> = plainReader((fields) => {
  const id = numericId(fields.id);
  return id === undefined ? undefined : { id, lookupid: numericId(fields.lookupid), name: textIn(fields.name) };
});

/** A row that is chosen by its name. */
export const namedRow: RowReader<Named> = plainReader((fields) => {
  const id = numericId(fields.id);
  return id === undefined ? undefined : { id, name: textIn(text(fields.name)) ?? '' };
});

/** A row of `/Priority`: what tickets store is `priorityid`. */
export const priorityRow: RowReader<Priority> = plainReader((fields) => {
  const priorityid = numericId(fields.priorityid);
  return priorityid === undefined ? undefined : { priorityid, name: textIn(text(fields.name)) ?? '' };
});

/** A row of which some fields are taken; one without an id is left out. */
function plainReader<T>(take: (fields: Raw) => T | undefined): RowReader<T> {
  return rowReader((raw) => take(inLowerCase(raw)), { id: isGiven, name: isText });
}

function isGiven(value: unknown): boolean {
  return numericId(value) !== undefined || guidIn(value) !== undefined;
}

/** What a change of a route is answered with. */
export function writtenRow(path: string): RowReader<Row> {
  return path.startsWith('/Webhook') ? webhookRow : withNumber({});
}

/** A row as an object, or as a one-element array of it (fact `halo-written-row`). @param asked as for `rowOf` */
export function oneOf<T>(read: RowReader<T>, asked?: Id): z.ZodType<T> {
  const unwrapped = (body: unknown) => {
    const [first] = Array.isArray(body) && body.length === 1 ? body : [body];
    return isRaw(first) ? inLowerCase(first) : first;
  };
  return z.preprocess(unwrapped, rowOf(read, asked));
}

/** An array, or an object with one array in it (fact `halo-lists`). @param fewest as for `unrecognisable` */
export function pageOf<T>(read: RowReader<T>, fewest?: number): z.ZodType<Page<T>> {
  return pageOfRows(read, listIn, fewest);
}

/** Names of fields that an error has; some errors have an empty list in them. */
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
