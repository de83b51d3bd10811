import { productAt } from '../config/product-at.ts';
import type { RawValue } from '../config/raw-value.ts';
import { type FieldKey, fields, type Settings } from '../config/settings.ts';
import { asSetting } from '../runtime/profile-settings.ts';

/** Answers by setting, in a settings file's form; secrets as secrets. */
export type Values = { readonly [K in FieldKey]?: unknown };

/** Everything answered so far; later questions depend on it. */
export interface Answers {
  readonly values: Values;
  readonly createsPolicy: boolean;
  /** Only matching tickets may open an alert, so each attribute is asked for. */
  readonly asksForFilters: boolean;
  /** The selected on-call options, by setting; undefined until the question is answered. */
  readonly onCall?: readonly FieldKey[];
  /** The person can't create an API application, so HaloITSM is set up by importing files. */
  readonly withoutHaloApi: boolean;
  /** Where to write those files. */
  readonly importFolder: string;
}

/** Settings of an escalation policy that is to be created. */
export const NEW_POLICY = {
  responders: 'alertSource.policyResponders',
  timeout: 'alertSource.policyTimeout',
} as const satisfies Readonly<Record<string, FieldKey>>;

/** The default folder for the files to import. */
const IMPORT_FOLDER = 'ilert-haloitsm-import';

/** Returns the first answers. @param saved by the last run @param withoutHaloApi whether it was for ilert alone */
export function firstAnswers(saved: Values, withoutHaloApi = false): Answers {
  const createsPolicy = saved[NEW_POLICY.responders] !== undefined;
  return { values: saved, createsPolicy, asksForFilters: false, withoutHaloApi, importFolder: IMPORT_FOLDER };
}

/** Returns the answers with further values; `undefined` removes one. */
export function withValues(answers: Answers, values: Values): Pick<Answers, 'values'> {
  return { values: { ...answers.values, ...values } };
}

/** Returns the answer to a setting if it is a text. */
export function textOf({ values }: Pick<Answers, 'values'>, key: FieldKey): string | undefined {
  const value = values[key];
  return typeof value === 'string' ? value : undefined;
}

/** Returns a text from a flag, a variable or the file, or otherwise from the answers. */
export function knownText(
  settings: Settings,
  answers: Answers,
  key: 'halo.url' | 'halo.authUrl' | 'halo.clientId',
): string | undefined {
  return settings[key] ?? textOf(answers, key);
}

/** Returns the answer to a setting if it is a list. */
export function listOf(answers: Answers, key: FieldKey): readonly string[] {
  const value = answers.values[key];
  return Array.isArray(value) ? value.map(String) : [];
}

/**
 * Returns the answers that apply: the members of a new escalation policy are kept in case the person returns to it, but
 * apply only if one is created.
 */
export function answersThatCount(answers: Answers): Pick<Answers, 'values'> {
  if (answers.createsPolicy) return answers;
  return withValues(answers, { [NEW_POLICY.responders]: undefined, [NEW_POLICY.timeout]: undefined });
}

/** Combines settings with the answers; flags, variables and the file take precedence. */
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
  // If the host shows the product, an answer for another host does not apply.
  if (!provided.has('halo.product') && productAt(all.get('halo.url')?.value)) all.delete('halo.product');
  return all;
}
