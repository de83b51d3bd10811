import type { Problem } from '../errors/cli-error.ts';
import type { ErrorCode } from '../errors/error-code.ts';
import { templateRisks } from '../payload/risks.ts';
import { Secret } from '../secret/secret.ts';
import { findInvisible } from '../text/invisible.ts';
import type { AllowedHosts } from './allowed-hosts.ts';
import { type Field, isList } from './field.ts';
import { findPlaceholder } from './placeholder.ts';
import { aboutFor, productNameIn } from './product.ts';
import { productNotes } from './product-notes.ts';
import { describeOrigin, type Origin, placeOf, type RawValue } from './raw-value.ts';
import { checkRules } from './rules.ts';
import { destinationProblem } from './secret-destinations.ts';
import { defaultOf, type FieldKey, fields, type Origins, type Settings } from './settings.ts';
import { schemaOf } from './value-schema.ts';
import { FORBIDDEN_KEY_PROBLEM, hasForbiddenKey } from './values-by-name.ts';
import { variableNames } from './variables.ts';

/** Enough to recognize a value. */
const MAX_SHOWN = 200;

/** Checked settings and their origins. */
export interface Resolved {
  readonly settings: Settings;
  readonly origins: Origins;
  /** What doesn't prevent the run but should be shown: a corrected URL, a risky payload. */
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** What a check depends on besides the settings. */
export interface CheckOptions {
  /** Where Halo's credentials may be sent; anywhere, if undefined. */
  readonly allowedHosts?: AllowedHosts | undefined;
}

interface ResolveOptions extends CheckOptions {
  /** False while answers are pending: the rules between settings don't apply yet. */
  readonly isComplete?: boolean;
}

/**
 * Checks every value, adds the defaults and applies the rules between settings. Pure; reports all problems at once.
 *
 * @param required the settings that the command requires
 */
export function resolveSettings(
  rawValues: ReadonlyMap<FieldKey, RawValue>,
  required: readonly FieldKey[],
  { isComplete = true, allowedHosts }: ResolveOptions = {},
): Resolved {
  const values: Partial<Record<FieldKey, unknown>> = {};
  const origins = new Map<FieldKey, Origin>();
  const notes: string[] = [];
  const problems: Problem[] = [];
  const unset: Field[] = [];

  for (const field of fields) {
    const { key } = field;
    const raw: RawValue = rawValues.get(key) ?? { value: defaultOf(field, rawValues), origin: { from: 'default' } };
    const { value, origin } = raw;
    if (value === undefined) {
      if (required.includes(key) && !isExternal(key, rawValues)) unset.push(field);
      continue;
    }
    // Even if the value is invalid: it was set, so no rule should report it as missing.
    origins.set(key, origin);
    notes.push(...notesOnReading(raw, field));
    const checked = check(field, raw, { allowedHosts });
    if ('wrong' in checked) {
      problems.push(invalid(field, value, origin, checked));
      continue;
    }
    values[key] = checked.value;
    notes.push(...invisibleNotes(field, checked.value, origin));
    if ((field.kind === 'halo-url' || field.kind === 'ilert-endpoint') && checked.value !== value) {
      notes.push(`${describeOrigin(origin, field)}: "${value}" was interpreted as ${checked.value}`);
    }
  }

  const settings = values as Settings;
  problems.push(...unset.map((field) => missing(field, productNameIn(settings))));
  notes.push(...productNotes(settings, origins));
  notes.push(...templateRisks(settings['halo.payload']?.text ?? '', settings['halo.allowedVariables']));
  if (isComplete) problems.push(...checkRules(settings, origins));
  return { settings, origins, notes, problems };
}

function notesOnReading({ origin, note, renamed }: RawValue, field: Field): string[] {
  return [
    ...(note === undefined ? [] : [`${describeOrigin(origin, field)}: ${note}`]),
    ...(renamed === undefined ? [] : [renamed]),
  ];
}

/** An external alert source already has its escalation policy. */
function isExternal(key: FieldKey, rawValues: ReadonlyMap<FieldKey, RawValue>): boolean {
  return key === 'alertSource.escalationPolicy' && rawValues.has('alertSource.id');
}

/** Returns what is wrong with a value, regardless of other settings; undefined if nothing is. */
export function problemOf(field: Field, raw: RawValue, options: CheckOptions = {}): Problem | undefined {
  const checked = check(field, raw, options);
  return 'wrong' in checked ? invalid(field, raw.value, raw.origin, checked) : undefined;
}

interface Wrong {
  readonly code?: ErrorCode;
  readonly wrong: string;
  readonly hint?: string;
}

function check(field: Field, { value, origin }: RawValue, { allowedHosts }: CheckOptions): { value: unknown } | Wrong {
  // payload-file.ts has already read a payload, and the rules check its text.
  if (value instanceof Secret || (field.kind === 'payload' && typeof value === 'object')) return { value };
  const texts = field.kind === 'secret' ? [] : [value].flat().filter((each) => typeof each === 'string');
  const [placeholder] = texts.flatMap((text) => findPlaceholder(text, field.kind) ?? []);
  if (placeholder)
    return { wrong: `contains ${placeholder.text}, which was not replaced with a value`, hint: placeholder.hint };
  if (hasForbiddenKey(value)) return { wrong: FORBIDDEN_KEY_PROBLEM };
  const result = schemaOf(field).safeParse(value);
  if (result.success) return destinationProblem(field, result.data, origin, allowedHosts) ?? { value: result.data };
  const issue = result.error.issues[0];
  const path = issue?.path.length
    ? `${issue.path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : String(part))).join('.')} `
    : '';
  return { wrong: `${path}${issue?.message ?? 'is not valid'}` };
}

/** A name may contain an invisible character on purpose, but then its visible part doesn't find it. */
function invisibleNotes(field: Field, value: unknown, origin: Origin): string[] {
  if (field.kind !== 'text' && !isList(field.kind)) return [];
  const found = [value].flat().flatMap((name) => findInvisible(String(name)) ?? []);
  return found.map(
    ({ name, offset }) =>
      `${describeOrigin(origin, field)} contains an invisible character, a ${name}, at position ${offset + 1}`,
  );
}

function missing(field: Field, product: string): Problem {
  const [variable = ''] = variableNames(field);
  const others = field.flag ? [`--${field.flag}`, variable] : [variable, `${variable}_FILE`];
  const hint = `Set ${others.join(', ')}, or ${field.key} in the settings file.`;
  return { code: 'setting-missing', message: `Missing ${aboutFor(field, product)}.`, hint };
}

/** A problem with a part of a value, such as `entry 2 must be …`: the whole value is not repeated. */
const NAMES_A_PART = /^(entry (\d+\b|")|value\b|mappings\b)/;

function invalid(field: Field, value: unknown, origin: Origin, { wrong, ...more }: Wrong): Problem {
  return { ...problemWith(field, value, origin, wrong), place: placeOf(origin), ...more };
}

/** An invalid reference to a secret may be the secret itself, so it is not repeated. */
function problemWith(field: Field, value: unknown, origin: Origin, wrong: string): Problem {
  const where = describeOrigin(origin, field);
  if (field.kind === 'secret')
    return { message: `${where} ${wrong}.`, hint: `Use a reference: env:${variableNames(field)[0]} or file:PATH.` };
  // People may paste the integration key as the ID, so it is not repeated.
  if (field.key === 'alertSource.id')
    return { message: `${where} ${wrong}.`, hint: "The ID is shown in the URL of the alert source's page in ilert." };
  // What precedes an @ in a URL may be a password.
  if (/-url$|-endpoint$/.test(field.kind) && JSON.stringify(value)?.includes('@'))
    return { message: `${where} ${wrong}.` };
  if (NAMES_A_PART.test(wrong)) return { message: `${where}: ${wrong}.` };
  const json = JSON.stringify(value);
  const shown = json.length > MAX_SHOWN ? `${json.slice(0, MAX_SHOWN)}…` : json;
  return { message: `${where} is ${shown}: it ${wrong}.` };
}
