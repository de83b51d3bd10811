import { isPayload } from '../config/payload-file.ts';
import type { Origin, RawValue } from '../config/raw-value.ts';
import { defaultOf, type FieldKey, fields, LOCATING_KEYS } from '../config/settings.ts';
import { variableNames } from '../config/variables.ts';
import { quoted, type Shell } from '../text/shell-word.ts';

/** A command that repeats a run without questions, and the variables with secrets that it needs. */
export interface ReproducedCommand {
  /** The command without its options. */
  readonly program: string;
  /** Its options, each with its quoted value. */
  readonly options: readonly string[];
  readonly variables: readonly string[];
  /** Variables to set to `no`, which no flag can express. */
  readonly off: readonly string[];
}

/** Sources of values that a later run does not find on its own. */
const TO_REPEAT: ReadonlySet<Origin['from']> = new Set(['prompt', 'flag', 'saved']);

/**
 * Returns a run as a command, or the command that removes what it set up. Values from variables and files stay there;
 * typed secrets become variables to set. @param common options that are not settings, such as `--config FILE`
 */
export function reproduceCommand(
  command: 'apply' | 'destroy',
  settings: ReadonlyMap<FieldKey, RawValue>,
  common: readonly string[],
  shell: Shell,
): ReproducedCommand {
  const options = [...common];
  const variables: string[] = [];
  const off: string[] = [];
  for (const field of fields) {
    const found = settings.get(field.key);
    if (!found || !TO_REPEAT.has(found.origin.from)) continue;
    if (command === 'destroy' && !LOCATING_KEYS.has(field.key)) continue;
    if (field.kind === 'secret') {
      variables.push(...variableNames(field).slice(0, 1));
      continue;
    }
    if (field.kind === 'boolean') {
      // Without the flag, existing values may stay as they are.
      if (found.value === true) options.push(`--${field.flag}`);
      else off.push(...variableNames(field).slice(0, 1));
      continue;
    }
    const values = textsOf(found.value).filter((text) => text !== defaultOf(field, settings));
    options.push(...values.map((text) => `--${field.flag} ${quoted(text, shell)}`));
  }
  return { program: `npx ilert-haloitsm ${command}`, options, variables, off };
}

/** A payload is given by name; a list needs a flag for each entry. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return [isPayload(value) ? value.name : String(value)];
}
