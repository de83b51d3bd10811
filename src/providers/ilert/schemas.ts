import type * as z from 'zod';
import { type Id, NO_ID } from '../../engine/resource.ts';
import type { Value } from '../../engine/values.ts';
import { keyedPath, Secret } from '../../secret/secret.ts';
import {
  asIs,
  type FieldsOf,
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

/** Something that users choose by name: a team, a schedule, a service. */
export interface Named {
  readonly id: number;
  /** Empty if the row has none. */
  readonly name: string;
}

export interface User extends Named {
  readonly email?: string | undefined;
  /** As on ilert's pages; undefined if unknown. */
  readonly role?: string | undefined;
}

/** `EscalationPolicy`, with the responders of its rules. */
export interface Policy extends Named {
  readonly escalationRules: readonly { readonly users: readonly string[]; readonly schedules: readonly string[] }[];
}

/** `Alert`. The enum of its status is open (fact `ilert-open-enums`). */
export interface Alert {
  readonly id: number;
  /** ID of its alert source; undefined if ilert does not say. */
  readonly source?: number | undefined;
  readonly summary: string;
  readonly status: string | undefined;
  /** ISO 8601. */
  readonly reportTime?: string | undefined;
  readonly alertKey: string | undefined;
  readonly customDetails: Raw;
  readonly priority?: string | undefined;
  readonly severity?: number | undefined;
  /** The targets of its links; undefined if ilert does not return them. */
  readonly links?: readonly string[] | undefined;
}

const NAMED: Recognisable = { id: isNumber, name: isText };

/** Parts of `AlertSource` that a GET only returns if requested by `include` (fact `ilert-include`). */
export const INCLUDED = [
  'summaryTemplate',
  'detailsTemplate',
  'routingTemplate',
  'linkTemplates',
  'priorityTemplate',
  'severityTemplate',
  'textTemplate',
  'eventFilter',
  'alertKeyTemplate',
  'servicesTemplate',
  'eventTypeFilterCreate',
  'eventTypeFilterAccept',
  'eventTypeFilterResolve',
] as const;

/** The fields of `AlertSource`, unchanged except for references. Key and URL are secrets. */
const ALERT_SOURCE = {
  integrationUrl: (value: unknown) => (typeof value === 'string' ? keyedPath(value) : asIs(value)),
  integrationKey: (value: unknown) =>
    typeof value === 'string' ? new Secret(value, keyedPath(value).toString()) : asIs(value),
  integrationType: asIs,
  status: asIs,
  active: asIs,
  setupStatus: asIs,
  escalationPolicy: objectOf(reference),
  supportHours: objectOf(reference),
  teams: listOf(reference),
  services: listOf(reference),
  alertCreation: asIs,
  alertGroupingWindow: asIs,
  scoreThreshold: asIs,
  alertPriorityRule: asIs,
  autoResolutionTimeout: asIs,
  autoRaiseAlerts: asIs,
  autoCreateServices: asIs,
  severity: integer,
  iconUrl: asIs,
  lightIconUrl: asIs,
  darkIconUrl: asIs,
  ...(Object.fromEntries(INCLUDED.map((name) => [name, asIs])) as Record<(typeof INCLUDED)[number], typeof asIs>),
};

/** `AlertSource`. A change sends it back whole, so all fields stay as they came. */
export type AlertSourceRow = { readonly id: Id; readonly name?: Value } & FieldsOf<typeof ALERT_SOURCE>;

export const alertSourceRow: RowReader<AlertSourceRow> = rowReader(
  // Keeps a row without a usable ID, although it can't be addressed: it may have our name.
  (raw) => ({ ...readFields(raw, ALERT_SOURCE), id: numericId(raw.id) ?? NO_ID }),
  { id: isNumber, name: isText, integrationType: isText },
);

function reference(raw: Raw): Value {
  return readFields(raw, { id: integer });
}

export const namedRow: RowReader<Named> = rowReader(({ id, name }) => {
  const number = numericId(id);
  return number === undefined ? undefined : { id: number, name: textIn(name) ?? '' };
}, NAMED);

export const userRow: RowReader<User> = rowReader(
  (raw) => {
    const id = numericId(raw.id);
    return id === undefined ? undefined : { id, name: fullName(raw), email: textIn(raw.email), role: roleIn(raw.role) };
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
    const { summary, status, reportTime, alertKey, customDetails, priority, severity, links } = raw;
    return id === undefined
      ? undefined
      : {
          id,
          source: isRaw(raw.alertSource) ? numericId(raw.alertSource.id) : undefined,
          summary: textIn(summary) ?? '',
          status: textIn(status),
          reportTime: textIn(reportTime),
          alertKey: typeof alertKey === 'number' ? String(alertKey) : textIn(alertKey),
          customDetails: isRaw(customDetails) ? customDetails : {},
          priority: textIn(priority),
          severity: typeof severity === 'number' ? severity : undefined,
          links: Array.isArray(links) ? objectsIn(links).flatMap(({ href }) => textIn(href) ?? []) : undefined,
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

/** Turns `ACCOUNT_OWNER` into "Account owner". The enum is open (fact `ilert-open-enums`). */
function roleIn(role: unknown): string | undefined {
  const words = textIn(role)?.trim().replaceAll('_', ' ').toLowerCase();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : undefined;
}

function objectsIn(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : [];
}
