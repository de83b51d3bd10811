import type { Field } from '../settings/field.ts';
import { fields } from '../settings/fields.ts';
import type { Given } from '../settings/origin.ts';
import type { FieldKey } from '../settings/settings.ts';

/** How a command line quotes: as POSIX shells do, or as PowerShell does. */
export type Shell = 'posix' | 'powershell';

/** The command that repeats a run without questions, and the variables with secrets that it needs. */
export interface Again {
  readonly command: string;
  readonly variables: readonly string[];
}

/**
 * The same run as a command. What came from variables and files comes from there again; secrets that
 * were typed are named as variables to set.
 *
 * @param options further flags as typed, such as `--config FILE`
 */
export function againAs(given: ReadonlyMap<FieldKey, Given>, options: readonly string[], shell: Shell): Again {
  const flags: string[] = [];
  const variables: string[] = [];
  for (const field of fields as readonly Field[]) {
    const found = given.get(field.key as FieldKey);
    if (!found || (found.origin.from !== 'prompt' && found.origin.from !== 'flag')) continue;
    if (field.kind === 'secret') variables.push(field.env ?? '');
    else
      for (const text of textsOf(found.value))
        if (text !== field.default) flags.push(`--${field.flag}`, quoted(text, shell));
  }
  return {
    command: ['npx ilert-haloitsm apply', ...options.map((word) => quoted(word, shell)), ...flags].join(' '),
    variables,
  };
}

/** A payload is named, not printed; a list is a flag for each. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'object' && value !== null) return [String((value as { name?: unknown }).name)];
  return [String(value)];
}

/** A word as the shell takes it for one. */
export function quoted(word: string, shell: Shell): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return shell === 'powershell' ? `'${word.replaceAll("'", "''")}'` : `'${word.replaceAll("'", `'\\''`)}'`;
}
