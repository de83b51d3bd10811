import type { Field } from '../config/field.ts';
import type { RawValue } from '../config/raw-value.ts';
import type { FieldKey } from '../config/settings.ts';
import { defaultOf, fields } from '../config/settings.ts';

/** How a command line quotes: as POSIX shells do, or as PowerShell does. */
export type Shell = 'posix' | 'powershell';

/** A command that goes on without questions, and the variables with secrets that it needs. */
export interface Again {
  /** The command without its options. */
  readonly program: string;
  /** Its options, each with its value, quoted. */
  readonly options: readonly string[];
  readonly variables: readonly string[];
}

/** What `destroy` has to know: where to go, and what it is called there. */
const TO_DESTROY: readonly FieldKey[] = [
  ...(['ilert.apiToken', 'ilert.endpoint', 'alertSource.name', 'halo.product', 'halo.url', 'halo.clientId'] as const),
  ...(['halo.clientSecret', 'halo.tenant', 'halo.authUrl', 'halo.scope'] as const),
  ...(['halo.integrationName', 'halo.methodName', 'halo.runbookName'] as const),
];

/**
 * The same run as a command, or its removal. What came from variables and files comes from there
 * again; secrets that were typed are named as variables to set.
 *
 * @param further options with their values, such as `--config FILE`
 */
export function againAs(
  command: 'apply' | 'destroy',
  given: ReadonlyMap<FieldKey, RawValue>,
  further: readonly (readonly [string, string])[],
  shell: Shell,
): Again {
  const options = further.map(([flag, value]) => `${flag} ${quoted(value, shell)}`);
  const variables: string[] = [];
  for (const field of fields as readonly Field[]) {
    const found = given.get(field.key as FieldKey);
    if (!found || (found.origin.from !== 'prompt' && found.origin.from !== 'flag')) continue;
    if (command === 'destroy' && !TO_DESTROY.includes(field.key as FieldKey)) continue;
    const usual = defaultOf(field, given);
    if (field.kind === 'secret') variables.push(field.env ?? '');
    else
      for (const text of textsOf(found.value))
        if (text !== usual) options.push(`--${field.flag} ${quoted(text, shell)}`);
  }
  return { program: `npx ilert-haloitsm ${command}`, options, variables };
}

/** A payload is named, not printed; a list is a flag for each. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'object' && value !== null) return [String((value as { name?: unknown }).name)];
  return [String(value)];
}

/** A word as the shell takes it for one. */
export function quoted(word: string, shell: Shell): string {
  // PowerShell reads a comma, a % and an @ in its own way.
  const isPlain = shell === 'powershell' ? /^[\w+=:./-]+$/ : /^[\w@%+=:,./-]+$/;
  // zsh takes a leading = for a command to look up.
  if (isPlain.test(word) && !word.startsWith('=')) return word;
  // PowerShell ends a quoted word at typographic quotes as well.
  return shell === 'powershell'
    ? `'${word.replace(/['\u2018-\u201b]/g, '$&$&')}'`
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
