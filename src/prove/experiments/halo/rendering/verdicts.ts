import { haloDate } from '../../../../providers/halo/date.ts';
import type { AnyRow } from '../../../../providers/halo/schemas.ts';
import { isRaw, type Raw } from '../../../../providers/row-reader.ts';
import { fieldsOf, parseJson } from '../../../../text/json.ts';
import { confirmed, contradicted, notObserved, type Verdict } from '../../../experiment.ts';
import type { Call } from '../../../lab/calls.ts';
import { isSame } from '../../../lab/rows.ts';
import { FIELDS, OFTEN_UNSET, PIECES } from './probes.ts';

/** What is known of a probe: its run, and the call in it. */
export interface Seen {
  readonly run?: AnyRow | undefined;
  readonly call?: Call | undefined;
}

/** `<<ticket^summary>>` without quotes, and with `!` inside them. Pure. @param summary a plain one */
export function judgeValues(seen: Seen, summary: string): Verdict {
  const { json, plain, unseen } = probeIn(seen);
  if (isBroken(seen) && seen.call?.body !== undefined)
    return contradicted(
      '`<<ticket^summary>>` without quotes, or `<<ticket^summary!>>` inside quotes, makes the body invalid JSON, even for a plain text.',
    );
  if (unseen) return unseen;
  if (json !== summary) return contradicted('`<<ticket^summary>>` is not rendered as a JSON value.');
  if (plain !== summary) return contradicted('`<<ticket^summary!>>` is not rendered as plain text.');
  return confirmed(
    '`<<ticket^summary>>` is rendered as a JSON value, with quotes, and `<<ticket^summary!>>` as plain text.',
  );
}

/** The ticket's ID in all four forms. Pure. */
export function judgeNumbers(seen: Seen, id: unknown): Verdict {
  const { unseen, ...forms } = probeIn(seen);
  if (unseen)
    return isBroken(seen) && seen.call?.body !== undefined
      ? contradicted('A body with `<<ticket^id!>>`, or with the number inside quotes, is invalid JSON.')
      : unseen;
  const { json, plain, quoted, plainQuoted } = forms;
  if ([quoted, plainQuoted].some((text) => text !== String(id)) || [json, plain].some((value) => !isNumber(value, id)))
    return contradicted('`<<ticket^id>>` and `<<ticket^id!>>` are not rendered as the same number.');
  return confirmed(
    '`<<ticket^id>>` and `<<ticket^id!>>` are rendered as the same number, inside quotes and without them.',
  );
}

/** Every listed field of a ticket, by its type. Pure. */
export function judgeFields(seen: Seen): Verdict {
  const { unseen, ...values } = probeIn(seen);
  const unknown = FIELDS.find(({ name }) => String(seen.run?.error ?? '').includes(`${name}>`));
  if (unseen && unknown)
    return contradicted(`A body with the ticket field \`${unknown.name}\` makes the step of the runbook fail.`);
  if (unseen) return unseen;
  if (isUnset(values['ticket^status^name']))
    return contradicted('`<<ticket^status^name>>` is rendered as empty, although every ticket has a status.');
  const wrong = FIELDS.filter(({ name, type }) => {
    const value = values[name];
    return !isUnset(value) && typeof value !== (type === 'number' ? 'number' : 'string');
  });
  if (wrong.length === 0)
    return confirmed(
      `All ${FIELDS.length} ticket fields that this tool knows can be rendered, and those that are set have the assumed type (number or text).`,
    );
  return contradicted(
    `These ticket fields are not rendered as the assumed type (number or text): ${wrong.map(({ name }) => `\`${name}\``).join(', ')}.`,
  );
}

/**
 * Fields that the ticket lacks. Pure.
 *
 * @param ticket as Halo returns it, in lower case
 * @param unknownField the probe of a field that no ticket has
 */
export function judgeUnset(seen: Seen, ticket: Raw, unknownField: Seen): Verdict {
  const { unseen, ...values } = probeIn(seen);
  const nothing = isBroken(seen) && /:\s*[,}]/.test(seen.call?.body ?? ':,');
  if (nothing)
    return contradicted('A ticket field that is not set is rendered as nothing, so the body is invalid JSON.');
  if (unseen) return unseen;
  // A field that Halo does not return may be set all the same.
  const unset = OFTEN_UNSET.filter(
    (field) => (ticket[field] ?? null) === null && (values[field] === null || values[field] === ''),
  );
  if (unset.length === 0) return notObserved('The new ticket has no field that is not set.');
  const json = unset.find((field) => values[field] !== null);
  if (json) return contradicted(`\`${json}\` is not set, and is rendered as an empty text instead of \`null\`.`);
  if (unset.some((field) => values[`${field}!`] !== ''))
    return contradicted('With `!`, a field that is not set is not empty.');
  return confirmed(
    `A ticket field that is not set is rendered as \`null\`, and with \`!\` as an empty text. A date that is not set is ${dateInWords(values.dateclosed)}; a field that no ticket has ${unknownInWords(unknownField)}.`,
  );
}

/**
 * The details of the ticket, with quotes and line breaks. Pure.
 *
 * @param control the probe of a plain text, whose body is valid
 * @param plainText the probe of the same details with `!`
 * @param id of the ticket
 */
export function judgeEscaping(seen: Seen, control: Seen, plainText: Seen, id: string | number): Verdict {
  const { json, unseen } = probeIn(seen);
  const isControlled = probeIn(control).unseen === undefined;
  if (isBroken(seen) && isControlled)
    return contradicted('A text with quotes and line breaks makes the body invalid JSON: they are not escaped.');
  if (unseen) return unseen;
  if (typeof json !== 'string') return notObserved('The ticket has no details.');
  const changed = Object.entries(PIECES).flatMap(([name, piece]) => (json.includes(piece) ? [] : [name]));
  if (json.includes('\\"') || json.includes('\\r\\n') || json.includes(String.raw`\\new`))
    return contradicted('Quotes, backslashes or line breaks are escaped twice.');
  if (changed.includes('a variable') && json.trimEnd().endsWith(String(id)))
    return contradicted("A variable in a ticket's text is replaced as well, so not every ticket makes a valid body.");
  if (changed.includes('double quotes') || !json.includes('\n'))
    return notObserved(
      'Halo has removed the quotes or line breaks from the text, so nothing shows how they are escaped.',
    );
  const rest = changed.length === 0 ? 'Everything else arrives as it is' : `Changed: ${changed.join(', ')}`;
  return confirmed(`Quotes and line breaks of a text are escaped. ${rest}.${plainInWords(plainText)}`);
}

/** A variable that nobody has set. Pure. @param control the probe of a run with listed calls */
export function judgeUnresolved({ run, call }: Seen, control: Seen): Verdict {
  if (call?.status !== undefined) return contradicted('A body with an unknown variable is sent.');
  if (!control.call) return notObserved('The tenant lists no calls.');
  if (!run) return notObserved('No run of the runbook is listed.');
  if (!run.error) return notObserved('The run did not fail, and its call is not listed.');
  return confirmed('An unknown variable makes the step fail, and nothing is sent.');
}

/** What a call names of its ticket and its run. Pure. */
export function judgeDelivery({ run, call }: Seen, ticket: string | number): Verdict {
  if (!run || !call) return notObserved('The tenant lists no run with its call.');
  const { entity_id, automation_id } = call.row;
  if (isMissing(entity_id) && isMissing(automation_id))
    return notObserved('Calls name neither their ticket nor their run.');
  const wrong = [
    ...(isMissing(entity_id) || isSame(entity_id, ticket) ? [] : ['`entity_id` of a call is not its ticket']),
    ...(isMissing(automation_id) || isSame(automation_id, run.id) ? [] : ['`automation_id` of a call is not its run']),
  ];
  if (wrong.length > 0) return contradicted(`${wrong.join(', and ')}.`);
  if (isMissing(entity_id)) return notObserved('A call names its run, but not its ticket.');
  if (isMissing(automation_id)) return notObserved('A call names its ticket, but not its run.');
  return confirmed('A call names its ticket in `entity_id` and its run in `automation_id`.');
}

/** The values of a probe, or why there are none. */
function probeIn({ run, call }: Seen): Raw & { readonly unseen?: Verdict } {
  const unseen = (sentence: string) => ({ unseen: notObserved(sentence) });
  if (!run) return unseen('No run of the runbook was listed in time.');
  if (!call) return unseen(run.error ? 'The run failed before its call.' : 'The call is not listed.');
  if (call.body === undefined) return unseen('Neither Halo nor ilert shows what was sent.');
  const { probe } = fieldsOf(parseJson(call.body));
  return isRaw(probe) ? probe : unseen('The body that was sent is not valid JSON, so its values cannot be read.');
}

/** Whether a call had a body that is no JSON, or that ilert refused as such. */
function isBroken({ call }: Seen): boolean {
  if (!call) return false;
  return call.body === undefined ? call.status === 400 : parseJson(call.body) === undefined;
}

function isNumber(value: unknown, id: unknown): boolean {
  return typeof value === 'number' && String(value) === String(id);
}

function isUnset(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function isMissing(id: unknown): boolean {
  return id === null || id === undefined || id === '';
}

function dateInWords(value: unknown): string {
  if (isUnset(value)) return value === '' ? 'empty' : '`null`';
  return haloDate(value) === undefined ? 'a date of 1900 or earlier' : 'a date';
}

function unknownInWords(seen: Seen): string {
  const { json, unseen } = probeIn(seen);
  if (!unseen) return json === null ? 'is `null`' : 'is a text';
  if (isBroken(seen)) return 'makes the body invalid';
  return seen.run?.error ? 'makes the step fail' : 'was not observed';
}

function plainInWords(seen: Seen): string {
  if (isBroken(seen)) return ' With `!` they are not, so that the body is invalid.';
  return probeIn(seen).unseen ? '' : ' With `!` they are escaped, too.';
}
