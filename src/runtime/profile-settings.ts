import { isByName, isList } from '../config/field.ts';
import { isPayload } from '../config/payload-file.ts';
import { type Found, isProblem, type RawValue } from '../config/raw-value.ts';
import { type FieldKey, fieldOf, fields, type SettingsField } from '../config/settings.ts';
import { textsByName } from '../config/values-by-name.ts';
import type { Problem } from '../errors/cli-error.ts';
import { Secret } from '../secret/secret.ts';
import type { Context } from './context.ts';
import { accountMismatch, accountsIn, profileForPerson } from './profile.ts';

/** Values by setting, in the form that the profile stores. */
export type SavedValues = { readonly [K in FieldKey]?: unknown };

/** Settings that only make sense together with another one. */
const DEPENDENT: { readonly [K in FieldKey]?: readonly FieldKey[] } = {
  'alertSource.id': fields.map(({ key }) => key).filter((key) => key.startsWith('alertSource.')),
  'alertSource.escalationPolicy': ['alertSource.policyResponders', 'alertSource.policyTimeout'],
  'alertSource.grouping': ['alertSource.groupingWindow', 'alertSource.similarityThreshold'],
};

/**
 * Returns the settings that the profile keeps for later runs: all but secrets and defaults. Of a payload it keeps the
 * path, since a later run may have another working folder. People's addresses are kept only for an escalation policy
 * that is still to be created.
 */
export function settingsToSave(
  settings: ReadonlyMap<FieldKey, RawValue>,
  { createsPolicy }: { readonly createsPolicy: boolean },
): Record<string, unknown> {
  const entries = [...settings].flatMap(([key, { value, origin }]): [string, unknown][] => {
    if (value instanceof Secret || origin.from === 'default') return [];
    if (isOfNewPolicy(key) && !createsPolicy) return [];
    return [[key, isPayload(value) ? (value.path ?? value.name) : fromSetting(key, value)]];
  });
  return Object.fromEntries(entries);
}

function isOfNewPolicy(key: FieldKey): boolean {
  return DEPENDENT['alertSource.escalationPolicy']?.includes(key) ?? false;
}

/**
 * Returns saved values of settings that this version still has. A given setting replaces its saved value, and neither
 * it nor anything that depends on it is restored.
 */
export function restoredValues(
  saved: Readonly<Record<string, unknown>>,
  given: ReadonlyMap<FieldKey, unknown>,
): SavedValues {
  const skipped = new Set([...given.keys()].flatMap((key) => [key, ...(DEPENDENT[key] ?? [])]));
  // An earlier version may have saved it under another name, or as a single value that is now a list.
  const savedValue = ({ key, formerly }: SettingsField) => saved[key] ?? (formerly && saved[formerly.key]);
  const restored = fields.filter(
    (field) => field.kind !== 'secret' && !skipped.has(field.key) && savedValue(field) !== undefined,
  );
  const restoredValue = (field: SettingsField) => {
    if (isByName(field.kind)) return textsByName(savedValue(field));
    return isList(field.kind) ? [savedValue(field)].flat().map(String) : savedValue(field);
  };
  return Object.fromEntries(restored.map((field) => [field.key, restoredValue(field)]));
}

/** Returns a value in a setting's form: an empty list becomes the word for none, since a flag can't be given as one. */
export function asSetting(key: FieldKey, value: unknown): unknown {
  const { wordForNone } = fieldOf(key);
  return Array.isArray(value) && value.length === 0 && wordForNone !== undefined ? [wordForNone] : value;
}

/** Does the opposite: returns an empty list, in the form of an answer. */
function fromSetting(key: FieldKey, value: unknown): unknown {
  const [word, ...more] = Array.isArray(value) ? value : [];
  return typeof word === 'string' && word === fieldOf(key).wordForNone && more.length === 0 ? [] : value;
}

/** Saved settings, and why some of them can't be used. */
interface Saved {
  readonly values: ReadonlyMap<FieldKey, RawValue>;
  readonly problems: readonly Problem[];
}

const NOTHING: Saved = { values: new Map(), problems: [] };

/**
 * Returns the settings that the wizard saved under this run's profile, unless they are given. Only for a person at a
 * terminal (`profileForPerson`).
 *
 * @param given the settings of all other sources
 * @param read reads the payload that a setting names
 */
export async function savedSettings(
  context: Context,
  given: ReadonlyMap<FieldKey, RawValue>,
  read: (payload: RawValue) => Promise<Found>,
): Promise<Saved> {
  const profile = await profileForPerson(context);
  if (!profile?.answers || accountMismatch(context, profile, accountsIn(given))) return NOTHING;
  const origin = { from: 'saved', profile: context.options.profile } as const;
  const values = new Map<FieldKey, RawValue>();
  const problems: Problem[] = [];
  const restored = restoredValues(profile.answers, given);
  for (const { key, kind } of fields) {
    if (restored[key] === undefined) continue;
    const raw = { value: asSetting(key, restored[key]), origin };
    const found = kind === 'payload' ? await read(raw) : raw;
    if (isProblem(found)) problems.push(found);
    else values.set(key, found);
  }
  return { values, problems };
}
