import type { Field } from '../config/field.ts';
import type { RawValue } from '../config/raw-value.ts';
import type { FieldKey } from '../config/settings.ts';
import { fields } from '../config/settings.ts';
import { Secret } from '../secret/secret.ts';

/** Answers by setting, in the form that a settings file has them; secrets as secrets. */
export type Values = { readonly [K in FieldKey]?: unknown };

/** What was answered so far, and which turns of the walk that leads to. */
export interface Answers {
  readonly values: Values;
  /** A new escalation policy is to be made. */
  readonly makesPolicy: boolean;
  /** Further things that the person wants to set. */
  readonly wants: 'nothing' | 'names' | 'filter' | 'both';
}

/** The answers with some more. `undefined` takes one back. */
export function withValues(answers: Answers, more: Values): Pick<Answers, 'values'> {
  return { values: { ...answers.values, ...more } };
}

/** The text of an answer, where it is one. */
export function textOf(answers: Answers, key: FieldKey): string | undefined {
  const value = answers.values[key];
  return typeof value === 'string' ? value : undefined;
}

/** The list of an answer, where it is one. */
export function listOf(answers: Answers, key: FieldKey): readonly string[] {
  const value = answers.values[key];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Answers as settings, from the person; what flags, variables and files gave wins. */
export function asGiven(given: ReadonlyMap<FieldKey, RawValue>, { values }: Answers): Map<FieldKey, RawValue> {
  const all = new Map(given);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === '' || given.has(key as FieldKey)) continue;
    all.set(key as FieldKey, { value, origin: { from: 'prompt' } });
  }
  return all;
}

/** What may be saved under the profile, to prefill the next run: all but secrets. */
export function savedForm({ values }: Answers): Record<string, unknown> {
  const entries = Object.entries(values).map(([key, value]) => [key, isPayload(value) ? value.name : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && !(value instanceof Secret)));
}

/** Answers that only go with the answer to another question. */
const FOLLOWING: { readonly [K in FieldKey]?: readonly FieldKey[] } = {
  'alertSource.escalationPolicy': ['alertSource.policyResponders', 'alertSource.policyTimeout'],
  'alertSource.grouping': ['alertSource.groupingWindow', 'alertSource.scoreThreshold'],
};

/**
 * Saved answers that still are answers to a setting of this version.
 *
 * @param given settings that are not asked this time: neither are those that follow from them
 */
export function fromSaved(saved: Readonly<Record<string, unknown>>, given: ReadonlyMap<FieldKey, unknown>): Values {
  const settled = [...given.keys()].flatMap((key) => [key, ...(FOLLOWING[key] ?? [])]);
  const open = (fields as readonly Field[])
    .filter(({ kind, key }) => kind !== 'secret' && !settled.includes(key as FieldKey))
    .map(({ key }) => key);
  return Object.fromEntries(Object.entries(saved).filter(([key]) => open.includes(key)));
}

function isPayload(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && 'text' in value;
}
