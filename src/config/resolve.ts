import type { Problem } from '../errors/cli-error.ts';
import { templateRisks } from '../payload/risks.ts';
import { Secret } from '../secret/secret.ts';
import { findInvisible } from '../text/invisible.ts';
import type { Field } from './field.ts';
import { findPlaceholder, type Placeholder } from './placeholder.ts';
import { describeOrigin, type Origin, type RawValue } from './raw-value.ts';
import { checkRules } from './rules.ts';
import type { FieldKey, Settings } from './settings.ts';
import { defaultOf, fields } from './settings.ts';
import { schemaOf } from './value-schema.ts';
import { allVariableNames } from './variables.ts';

/** Enough of a value to know it by. */
const LONGEST_SHOWN = 200;

/** Checked settings, where each came from, and what was read otherwise than typed. */
export interface Resolved {
  readonly settings: Settings;
  readonly origins: ReadonlyMap<FieldKey, Origin>;
  /** What the person should know though it stops nothing: an address that was mended, a risky payload. */
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Checks every value, puts in the defaults and applies the rules between settings. Asks nothing,
 * reads nothing; tells all problems at once.
 *
 * @param required keys that this command can't do without
 * @param whole false where more answers are to come: then the rules between settings wait
 */
export function resolveSettings(
  given: ReadonlyMap<FieldKey, RawValue>,
  required: readonly FieldKey[],
  whole = true,
): Resolved {
  const values: Partial<Record<FieldKey, unknown>> = {};
  const origins = new Map<FieldKey, Origin>();
  const notes: string[] = [];
  const problems: Problem[] = [];

  for (const field of fields as readonly Field[]) {
    const key = field.key as FieldKey;
    const { value, origin, note }: RawValue = given.get(key) ?? {
      value: defaultOf(field, given),
      origin: { from: 'default' },
    };
    if (value === undefined) {
      if (required.includes(key) && !isSettled(key, given)) problems.push(missing(field));
      continue;
    }
    // Also where the value is wrong: it was given, so no rule should call it missing.
    origins.set(key, origin);
    if (note !== undefined) notes.push(`${describeOrigin(origin, field)}: ${note}`);
    const checked = check(field, value);
    if ('wrong' in checked) {
      problems.push({ ...invalid(field, value, origin, checked.wrong), ...(checked.hint && { hint: checked.hint }) });
      continue;
    }
    values[key] = checked.value;
    notes.push(...invisibleNotes(field, checked.value, origin));
    if ((field.kind === 'halo-url' || field.kind === 'ilert-endpoint') && checked.value !== value) {
      notes.push(`${describeOrigin(origin, field)}: "${value}" is read as ${checked.value}`);
    }
  }

  const settings = values as Settings;
  notes.push(...templateRisks(settings['halo.payload']?.text ?? '', settings['halo.knownVariables']));
  return { settings, origins, notes, problems: whole ? [...problems, ...checkRules(settings, origins)] : problems };
}

/** Who is woken is settled already in an alert source that others keep. */
function isSettled(key: FieldKey, given: ReadonlyMap<FieldKey, RawValue>): boolean {
  return key === 'alertSource.escalationPolicy' && given.has('alertSource.id');
}

function check(field: Field, value: unknown): { value: unknown } | { wrong: string; hint?: string } {
  if (value instanceof Secret || isPayload(field, value)) return { value };
  const placeholder = field.kind === 'secret' ? undefined : placeholderAmong(value, field);
  if (placeholder)
    return { wrong: `contains ${placeholder.text}, which was not replaced with a value`, hint: placeholder.hint };
  const result = schemaOf(field).safeParse(value);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0];
  const path = issue?.path.length
    ? `${issue.path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : String(part))).join('.')} `
    : '';
  return { wrong: `${path}${issue?.message ?? 'is not valid'}` };
}

function placeholderAmong(value: unknown, { kind }: Field): Placeholder | undefined {
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  return texts.map((text) => findPlaceholder(text, kind)).find((found) => found !== undefined);
}

/** A name with an invisible character may be meant so, but then it is not found by what can be seen of it. */
function invisibleNotes(field: Field, value: unknown, origin: Origin): string[] {
  if (field.kind !== 'text' && field.kind !== 'list') return [];
  const found = [value].flat().flatMap((name) => findInvisible(String(name)) ?? []);
  return found.map(
    ({ name, offset }) =>
      `${describeOrigin(origin, field)}: there is an invisible character in it, a ${name} at position ${offset + 1}`,
  );
}

/** A payload was read by `sources.ts`, its text is checked by the rules. */
function isPayload(field: Field, value: unknown): boolean {
  return field.kind === 'payload' && typeof value === 'object';
}

function missing(field: Field): Problem {
  const ways = [...(field.flag ? [`--${field.flag}`] : []), ...allVariableNames(field)];
  return {
    message: `Missing: ${field.about}.`,
    hint: `Give it by ${listed(ways)}, or as ${field.key} in a settings file.`,
  };
}

/** `A, B or C` */
function listed(ways: readonly string[]): string {
  const last = ways.slice(-2).join(' or ');
  return [...ways.slice(0, -2), last].join(', ');
}

/** What stands in the place of a secret may be the secret itself, so it is not repeated. */
function invalid(field: Field, value: unknown, origin: Origin, wrong: string): Problem {
  const where = describeOrigin(origin, field);
  if (field.kind === 'secret')
    return { message: `${where} ${wrong}.`, hint: 'Put the secret into a variable or a file, and refer to that.' };
  // An integration key is easily taken for the id.
  if (field.key === 'alertSource.id')
    return { message: `${where} ${wrong}: ilert shows it in the address of the page.` };
  // Before an @ in an address stands a password.
  if (/-url$|-endpoint$/.test(field.kind) && JSON.stringify(value)?.includes('@'))
    return { message: `${where} ${wrong}.` };
  return { message: `${where} is ${shortened(JSON.stringify(value))}: it ${wrong}.` };
}

function shortened(json: string): string {
  return json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}…` : json;
}
