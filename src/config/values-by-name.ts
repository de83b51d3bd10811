import type { Field } from './field.ts';

/** The one key that no entry can have: objects would drop it silently. */
const FORBIDDEN_KEY = '__proto__';

/** The error for such an entry. */
export const FORBIDDEN_KEY_PROBLEM = `entry "${FORBIDDEN_KEY}" can't be set: no entry can have that name`;

/** Splits `Critical=high` at the last equals sign: a name may contain one, a value can't. */
export function pairsIn(texts: readonly string[], read: (text: string) => unknown): (readonly [string, unknown])[] {
  return texts.map((text) => {
    const at = text.lastIndexOf('=');
    return [text.slice(0, at).trim(), read(text.slice(at + 1).trim())];
  });
}

/** Returns values by name as flags have them, each as `NAME=VALUE`. A list is in that form already. */
export function textsByName(values: unknown): string[] {
  if (Array.isArray(values)) return values.map(String);
  return Object.entries(values ?? {}).map(([key, value]) => `${key}=${value}`);
}

/** Splits `Critical=high, Low=low`: a name may contain commas, so only one after a value separates. */
export function separatedByName(text: string): string[] {
  return text.split(/(?<==[^,=]*),/);
}

/** Returns what is wrong with texts, if anything. @param entries those other than the word for none */
export function textsProblem(given: readonly string[], entries: readonly string[], field: Field): string | undefined {
  if (entries.length > 0 && entries.length < given.length)
    return `must not combine "${field.wordForNone}" with other values`;
  const wrong = entries.findIndex((text) => !/[^=\s]\s*=/.test(text));
  if (wrong >= 0) return `entry ${wrong + 1}, "${entries[wrong]}", must be ${field.placeholder}`;
  const names = pairsIn(entries, String).map(([each]) => each);
  if (names.includes(FORBIDDEN_KEY)) return FORBIDDEN_KEY_PROBLEM;
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  return twice === undefined ? undefined : `entry "${twice}" is there twice`;
}

/** Whether any level contains the entry that objects can't have. */
export function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, FORBIDDEN_KEY) || Object.values(value).some(hasForbiddenKey);
}
