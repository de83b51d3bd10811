import { productAt } from '../config/product-at.ts';
import type { RawValue } from '../config/raw-value.ts';
import { type FieldKey, fields, type Settings } from '../config/settings.ts';
import { asSetting } from '../runtime/profile-settings.ts';

/** Answers by setting, in the form that a settings file has them; secrets as secrets. */
export type Values = { readonly [K in FieldKey]?: unknown };

/** Everything answered so far; later questions depend on it. */
export interface Answers {
  readonly values: Values;
  readonly createsPolicy: boolean;
  /** Only matching tickets may open an alert: then each attribute is asked for. */
  readonly asksForFilters: boolean;
  /** What was selected of the options for whoever is on call, by setting; undefined until that is answered. */
  readonly onCall?: readonly FieldKey[];
  /** The person can't create an API application: HaloITSM is set up by importing files. */
  readonly withoutHaloApi: boolean;
  /** Where those files are written. */
  readonly importFolder: string;
}

/** Settings of an escalation policy that is to be created. */
export const NEW_POLICY = {
  responders: 'alertSource.policyResponders',
  timeout: 'alertSource.policyTimeout',
} as const satisfies Readonly<Record<string, FieldKey>>;

/** Offered as the folder for the files to import. */
const IMPORT_FOLDER = 'ilert-haloitsm-import';

/** The answers before the first question. @param saved what is known from the last run @param withoutHaloApi whether that one set ilert's side up alone */
export function firstAnswers(saved: Values, withoutHaloApi = false): Answers {
  const createsPolicy = saved[NEW_POLICY.responders] !== undefined;
  return { values: saved, createsPolicy, asksForFilters: false, withoutHaloApi, importFolder: IMPORT_FOLDER };
}

/** The answers with further values; `undefined` removes one. */
export function withValues(answers: Answers, values: Values): Pick<Answers, 'values'> {
  return { values: { ...answers.values, ...values } };
}

/** The answer to a setting, where it is a text. */
export function textOf({ values }: Pick<Answers, 'values'>, key: FieldKey): string | undefined {
  const value = values[key];
  return typeof value === 'string' ? value : undefined;
}

/** A text as it is given by a flag, a variable or the file, otherwise as it was answered. */
export function knownText(
  settings: Settings,
  answers: Answers,
  key: 'halo.url' | 'halo.authUrl' | 'halo.clientId',
): string | undefined {
  return settings[key] ?? textOf(answers, key);
}

/** The answer to a setting, where it is a list. */
export function listOf(answers: Answers, key: FieldKey): readonly string[] {
  const value = answers.values[key];
  return Array.isArray(value) ? value.map(String) : [];
}

/**
 * The answers that count: who is to be in a new escalation policy is kept for a person who goes back to it, and counts only
 * where one is created.
 */
export function answersThatCount(answers: Answers): Pick<Answers, 'values'> {
  if (answers.createsPolicy) return answers;
  return withValues(answers, { [NEW_POLICY.responders]: undefined, [NEW_POLICY.timeout]: undefined });
}

/** Settings with the answers among them; flags, variables and the file take precedence. */
export function withAnswers(
  provided: ReadonlyMap<FieldKey, RawValue>,
  { values }: Pick<Answers, 'values'>,
): Map<FieldKey, RawValue> {
  const all = new Map(provided);
  for (const { key } of fields) {
    const value = values[key];
    if (value === undefined || value === '' || provided.has(key)) continue;
    all.set(key, { value: asSetting(key, value), origin: { from: 'prompt' } });
  }
  // Where the host shows the product, what was answered for another host does not count.
  if (!provided.has('halo.product') && productAt(all.get('halo.url')?.value)) all.delete('halo.product');
  return all;
}
