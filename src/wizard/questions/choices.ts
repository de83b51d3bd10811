import { type FieldKey, fieldOf } from '../../config/settings.ts';
import { schemaOf } from '../../config/value-schema.ts';
import type { Choice } from '../../ui/prompter.ts';

/** A choice that represents a row of a service. */
export interface ChoiceOfId extends Choice {
  readonly id: string;
}

/**
 * Returns looked-up entries to choose from, by name, or by id if the name is ambiguous or would not be read as one.
 * Entries without a name, which are unlikely choices, come last.
 *
 * @param key the setting that they are for
 */
export function namedChoices(
  entries: readonly { readonly id: number; readonly name: string }[],
  key: FieldKey,
): ChoiceOfId[] {
  const { wordForNone } = fieldOf(key);
  const nameSchema = schemaOf(fieldOf('alertSource.escalationPolicy'));
  const isName = (name: string) => name.trim().toLowerCase() !== wordForNone && nameSchema.safeParse(name).success;
  const matches = (wanted: string) => entries.filter(({ id, name }) => String(id) === wanted || name.trim() === wanted);
  const sorted = entries.toSorted((one, other) => Number(one.name.trim() === '') - Number(other.name.trim() === ''));
  return sorted.map(({ id: number, name }) => {
    const id = String(number);
    if (name.trim() === '') return { id, value: id, name: `No name (ID ${id})` };
    const isUsable = matches(name.trim()).length === 1 && isName(name);
    return isUsable ? { id, value: name.trim(), name } : { id, value: id, name: `${name} (ID ${id})` };
  });
}
