import { isList } from '../config/field.ts';
import type { Resolved } from '../config/resolve.ts';
import { type FieldKey, fields, type SettingsField } from '../config/settings.ts';
import type { Context } from '../runtime/context.ts';
import { Secret } from '../secret/secret.ts';
import { type Answers, isPayload, type Values } from './answers.ts';

/** Answers that only make sense with the answer to another question. */
const DEPENDENT: { readonly [K in FieldKey]?: readonly FieldKey[] } = {
  'alertSource.escalationPolicy': ['alertSource.policyResponders', 'alertSource.policyTimeout'],
  'alertSource.grouping': ['alertSource.groupingWindow', 'alertSource.similarityThreshold'],
};

/** What the profile keeps of the answers, to prefill the next run: everything but secrets, and payloads by name. */
export function answersToSave({ values }: Answers): Record<string, unknown> {
  const entries = Object.entries(values).map(([key, value]) => [key, isPayload(value) ? value.name : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && !(value instanceof Secret)));
}

/**
 * Saved answers to settings that this version still has. Those that are provided are not asked this time: neither they
 * nor what depends on them is restored.
 */
export function restoredAnswers(
  saved: Readonly<Record<string, unknown>>,
  provided: ReadonlyMap<FieldKey, unknown>,
): Values {
  const skipped = new Set([...provided.keys()].flatMap((key) => [key, ...(DEPENDENT[key] ?? [])]));
  const savedValue = ({ key, formerly }: SettingsField) => saved[key] ?? (formerly && saved[formerly.key]);
  const restored = fields.filter(
    (field) => field.kind !== 'secret' && !skipped.has(field.key) && savedValue(field) !== undefined,
  );
  // What is a list now may have been a single value in an earlier version.
  const restoredValue = (field: SettingsField) =>
    isList(field.kind) ? [savedValue(field)].flat().map(String) : savedValue(field);
  return Object.fromEntries(restored.map((field) => [field.key, restoredValue(field)]));
}

/** Saves the answers before anything is applied, so that a person who stops can continue from here. */
export async function saveAnswers(
  { profiles, options }: Context,
  { settings }: Resolved,
  answers: Answers,
): Promise<void> {
  const tenants = { ilert: settings['ilert.endpoint'], halo: settings['halo.url'] ?? '' };
  try {
    const profile = await profiles.read(options.profile);
    // The state of other tenants is worth more than answers.
    if (profile && (profile.ilert !== tenants.ilert || profile.halo !== tenants.halo)) return;
    await profiles.write(options.profile, { resources: {}, ...profile, ...tenants, answers: answersToSave(answers) });
  } catch {
    // Saved answers are a convenience only.
  }
}
