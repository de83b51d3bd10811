import * as z from 'zod';
import { type Id, NO_ID, type Row } from '../resources/resource.ts';
import {
  integer,
  isNumber,
  isRaw,
  isText,
  listOf,
  numericId,
  objectOf,
  type Raw,
  type Recognisable,
  readFields,
  textIn,
  unrecognisable,
} from '../row-reader.ts';
import { keyedPath, Secret } from '../secret.ts';

/** Reads a row; undefined where nothing can be made of it. */
export interface RowReader<T> {
  (raw: Raw): T | undefined;
  /** What its rows are recognised by. */
  readonly recognisable: Recognisable;
}

/** What is chosen by its name: a team, a schedule, a service. */
export interface Named {
  readonly id: number;
  /** Empty where the row has none. */
  readonly name: string;
}

export interface User extends Named {
  readonly email?: string | undefined;
}

/** `EscalationPolicy`, as far as it is told who is notified first. */
export interface Policy extends Named {
  readonly escalationRules: readonly { readonly users: readonly string[]; readonly schedules: readonly string[] }[];
}

/** `Alert`. The enum of its status is open (fact `ilert-open-enums`). */
export interface Alert {
  readonly id: number;
  readonly summary: string;
  readonly status: string | undefined;
  readonly alertKey: string | undefined;
  readonly customDetails: Raw;
}

const NAMED: Recognisable = { id: isNumber, name: isText };

function reader<T>(read: (raw: Raw) => T | undefined, recognisable: Recognisable): RowReader<T> {
  return Object.assign(read, { recognisable });
}

/** `AlertSource`: what a change sends back, too, so all fields stay as they come. Key and URL are secrets. */
export const alertSourceRow: RowReader<Row> = reader(
  (raw) => {
    const fields = readFields(raw, {
      integrationUrl: (value) => (typeof value === 'string' ? keyedPath(value) : value),
      integrationKey: (value) => (typeof value === 'string' ? new Secret(value, keyedPath(value).toString()) : value),
      severity: integer,
      escalationPolicy: objectOf(reference),
      supportHours: objectOf(reference),
      teams: listOf(reference),
      services: listOf(reference),
    });
    // One without an id stays, as one that can't be addressed: it may have our name.
    return { ...fields, id: numericId(fields.id) ?? NO_ID } as Row;
  },
  { id: isNumber, name: isText, integrationType: isText },
);

function reference(raw: Raw): Raw {
  return readFields(raw, { id: integer });
}

export const namedRow: RowReader<Named> = reader(({ id, name }) => {
  const number = numericId(id);
  return number === undefined ? undefined : { id: number, name: textIn(name) ?? '' };
}, NAMED);

export const userRow: RowReader<User> = reader(
  (raw) => {
    const id = numericId(raw.id);
    return id === undefined ? undefined : { id, name: fullName(raw), email: textIn(raw.email) };
  },
  { id: isNumber },
);

export const policyRow: RowReader<Policy> = reader((raw) => {
  const named = namedRow(raw);
  return (
    named && {
      ...named,
      escalationRules: objectsIn(raw.escalationRules).map(({ users, schedules }) => ({
        users: objectsIn(users).map(fullName),
        schedules: objectsIn(schedules).map(({ name }) => textIn(name) ?? ''),
      })),
    }
  );
}, NAMED);

export const alertRow: RowReader<Alert> = reader(
  (raw) => {
    const id = numericId(raw.id);
    const { summary, status, alertKey, customDetails } = raw;
    return id === undefined
      ? undefined
      : {
          id,
          summary: textIn(summary) ?? '',
          status: textIn(status),
          alertKey: typeof alertKey === 'number' ? String(alertKey) : textIn(alertKey),
          customDetails: isRaw(customDetails) ? customDetails : {},
        };
  },
  { id: isNumber },
);

/** One row. @param asked the id it was asked for by: it stands in for one that can't be read */
export function oneOf<T>(read: RowReader<T>, asked?: Id): z.ZodType<T> {
  return z.unknown().transform((body, context) => {
    const row = isRaw(body) ? read(body) : undefined;
    if (row !== undefined && (row as { id?: unknown }).id !== NO_ID) return row;
    if (row !== undefined && asked !== undefined && isRaw(body) && isOfKind(body, read)) return { ...row, id: asked };
    context.addIssue(isRaw(body) ? 'has no id' : 'is not one object');
    return z.NEVER;
  });
}

/** Whether an object has any field that rows of this kind are recognised by. */
function isOfKind(raw: Raw, { recognisable }: RowReader<unknown>): boolean {
  return Object.entries(recognisable).some(([name, isReadable]) => name !== 'id' && isReadable(raw[name]));
}

/** A page of a list. Entries without an id are left out, and counted. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly size: number;
}

export function pageOf<T>(read: RowReader<T>): z.ZodType<Page<T>> {
  return z.unknown().transform((body, context) => {
    const entries = objectsIn(body);
    if (!Array.isArray(body) || (body.length > 0 && entries.length === 0)) {
      context.addIssue('is not a list');
      return z.NEVER;
    }
    const other = unrecognisable(entries, body.length, read.recognisable);
    if (other === undefined) return { rows: entries.flatMap((raw) => read(raw) ?? []), size: body.length };
    context.addIssue(other);
    return z.NEVER;
  });
}

function fullName({ firstName, lastName }: Raw): string {
  return [firstName, lastName].filter((part) => typeof part === 'string' && part.trim() !== '').join(' ');
}

function objectsIn(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : [];
}
