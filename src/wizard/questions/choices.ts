import { fieldOf } from '../../config/settings.ts';
import { schemaOf } from '../../config/value-schema.ts';
import type { Choice } from '../../ui/prompter.ts';

/**
 * Looked-up entries to choose from, by name: by id where the name is ambiguous or is no valid setting.
 * Entries without a name, which are hardly meant, come last.
 */
export function namedChoices(entries: readonly { readonly id: number; readonly name: string }[]): Choice[] {
  const nameSchema = schemaOf(fieldOf('alertSource.escalationPolicy'));
  const matches = (wanted: string) => entries.filter(({ id, name }) => String(id) === wanted || name.trim() === wanted);
  const sorted = entries.toSorted((one, other) => Number(one.name.trim() === '') - Number(other.name.trim() === ''));
  return sorted.map(({ id, name }) => {
    if (name.trim() === '') return { value: String(id), name: `No name (id ${id})` };
    const isUsable = matches(name.trim()).length === 1 && nameSchema.safeParse(name).success;
    return isUsable ? { value: name.trim(), name } : { value: String(id), name: `${name} (id ${id})` };
  });
}
