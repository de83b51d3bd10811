import { fields } from '../config/settings.ts';
import { wordsOf } from '../facts/route.ts';
import { CODE_FIELDS, GREATEST_CODE } from '../facts/shape.ts';
import { haloVariables } from '../payload/ticket-variables.ts';
import { EVENTS, findEvent } from '../providers/halo/event-catalogue.ts';
import { STEP_NAMES } from '../providers/halo/runbook-steps.ts';
import { isVendorField } from './field-names.ts';

/** Texts that are the same in every account, so that a recording may contain them. Everything else becomes a placeholder. */
const PUBLIC_TEXTS: ReadonlySet<string> = new Set([
  // How services and templates write these values in a text.
  ...['true', 'false', 'null'],
  // Enumerations of ilert's document that this program sends or reads.
  ...wordsOf(`
    HALOITSM HALOPSA PENDING ACCEPTED RESOLVED ALL_ACCEPTED ALL_RESOLVED IN_MAINTENANCE DISABLED CREATED FINISHED
    ONE_ALERT_PER_EMAIL ONE_ALERT_PER_EMAIL_SUBJECT ONE_PENDING_ALERT_ALLOWED ONE_OPEN_ALERT_ALLOWED
    OPEN_RESOLVE_ON_EXTRACTION ONE_ALERT_GROUPED_PER_WINDOW INTELLIGENT_GROUPING HIGH LOW HIGH_DURING_SUPPORT_HOURS
    LOW_DURING_SUPPORT_HOURS STATIC RECURRING TEXT VAR RAW ALERT ACCEPT RESOLVE COMMENT
  `),
  // Words of OAuth's sign-in, and codes of errors that this program explains.
  ...wordsOf(`
    client_credentials Bearer invalid_client invalid_grant invalid_request invalid_scope unauthorized_client
    unsupported_grant_type KEY_ERROR NOT_FOUND QUOTA_EXCEEDED FEATURE_REQUIRED
  `),
  // Names of a ticket's state that this program compares with, and that tell whether an alert should be resolved.
  ...['Closed', 'closed', 'Resolved', 'resolved'],
  // Parts of a condition that this program sends (fact `condition-operators`).
  ...['faults', 'int', 'string'],
  // Names that this program gives to what it creates, unless a setting says otherwise.
  ...fields.flatMap((field) => defaultsOf(field)),
  ...Object.values(STEP_NAMES),
  ...EVENTS.map(({ title }) => title),
  ...['Successful Response (200 - 299)', 'Unsuccessful Response'],
]);

/** Columns of Halo's tickets that this program knows (facts `condition-requesttypenew` and others). */
const COLUMNS = wordsOf('requesttypenew seriousness sectio_ symptom');

/** Fields whose value names a field or column. */
const NAMING_FIELDS = wordsOf('include order fieldname');

/** Codes beyond those of a report: steps are numbered within their runbook, and this program chooses the numbers. */
const MORE_CODE_FIELDS = wordsOf('step_id start_step end_step responsestatus');

/** A larger number is no count of what an account has. */
const GREATEST_COUNT = 99_999;

/** Fields that count or measure, and so identify nothing; in lower case. */
const COUNT_FIELDS = wordsOf(`
  record_count page_no page_size count start-index max-results expires_in frequency delaymin escalationtimeout
  condition_count subscriber_count scorethreshold retry_attempts_remaining auto_disable_attempts log_ticket_attempts
  chat_selection_order
`);

const VARIABLES = new Set(haloVariables);

/** Whether a text is the same in every account. */
export function isPublicText(text: string): boolean {
  if (PUBLIC_TEXTS.has(text) || isEventName(text) || isVariable(text)) return true;
  // A step is labelled with both names of its method.
  const [integration = '', method, ...more] = text.split(': ');
  return method !== undefined && more.length === 0 && PUBLIC_TEXTS.has(integration) && PUBLIC_TEXTS.has(method);
}

/** Whether a number is the same in every account, or a count. A number of any other field is an ID. */
export function isPublicNumber(number: number, field: string): boolean {
  const name = field.toLowerCase();
  if (!Number.isInteger(number)) return false;
  if (COUNT_FIELDS.has(name) && number >= 0 && number <= GREATEST_COUNT) return true;
  const isCode = CODE_FIELDS.has(name) || MORE_CODE_FIELDS.has(name);
  // Zero and one are also flags, and what Halo brings along itself has a number below zero.
  return number >= -GREATEST_CODE && number <= (isCode ? GREATEST_CODE : 1);
}

/** Whether this field's value names a field or column that every account has. */
export function isNameOfField(text: string, field: string): boolean {
  return NAMING_FIELDS.has(field) && (isVendorField(text) || COLUMNS.has(text.toLowerCase()));
}

/** Whether the catalogue calls one of this program's events so. */
export function isEventName(text: string): boolean {
  return EVENTS.some((event) => !findEvent(event, [{ id: 0, name: text }]).assumed);
}

/** Whether a text is one variable of a template that every tenant has, such as `<<ticket^summary!>>`. */
function isVariable(text: string): boolean {
  return VARIABLES.has(/^<<([^<>]+?)!?>>$/.exec(text)?.[1] ?? '');
}

function defaultsOf(field: (typeof fields)[number]): string[] {
  const perProduct = 'defaultFor' in field ? Object.values(field.defaultFor ?? {}) : [];
  return [...('default' in field ? [field.default] : []), ...perProduct].filter((text) => text !== undefined);
}
