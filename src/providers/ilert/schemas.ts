import type * as z from 'zod';
import { NO_ID, type Row } from '../../engine/resource.ts';
import { keyedPath, Secret } from '../../secret/secret.ts';
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
} from '../row-reader.ts';
import { type Listed, type Page, pageOf as pageOfRows, type RowReader, rowReader } from '../row-schema.ts';

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

/** `AlertSource`: what a change sends back, too, so all fields stay as they come. Key and URL are secrets. */
export const alertSourceRow: RowReader<Row> = rowReader(
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

export const namedRow: RowReader<Named> = rowReader(({ id, name }) => {
  const number = numericId(id);
  return number === undefined ? undefined : { id: number, name: textIn(name) ?? '' };
}, NAMED);

export const userRow: RowReader<User> = rowReader(
  (raw) => {
    const id = numericId(raw.id);
    return id === undefined ? undefined : { id, name: fullName(raw), email: textIn(raw.email) };
  },
  { id: isNumber },
);

export const policyRow: RowReader<Policy> = rowReader((raw) => {
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

export const alertRow: RowReader<Alert> = rowReader(
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

/** A page of a list, which is an array. */
export function pageOf<T>(read: RowReader<T>): z.ZodType<Page<T>> {
  return pageOfRows(read, listIn);
}

function listIn(body: unknown): Listed | undefined {
  const entries = objectsIn(body);
  if (!Array.isArray(body) || (body.length > 0 && entries.length === 0)) return undefined;
  return { entries, size: body.length, total: undefined };
}

function fullName({ firstName, lastName }: Raw): string {
  return [firstName, lastName].filter((part) => typeof part === 'string' && part.trim() !== '').join(' ');
}

function objectsIn(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : [];
}
