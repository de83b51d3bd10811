import { describeOrigin } from '../config/raw-value.ts';
import { requiredFor, TO_APPLY } from '../config/required-settings.ts';
import { type FieldKey, fieldOf, fields } from '../config/settings.ts';
import type { FileContent } from '../config/write-settings-file.ts';
import type { Service } from '../providers/integration.ts';
import type { Context } from './context.ts';
import type { LoadedSettings } from './load-settings.ts';

/** The content of a new settings file: values, what is missing, and examples. */
export interface SettingsToWrite extends FileContent {
  readonly values: Map<FieldKey, unknown>;
  readonly toFillIn: readonly FieldKey[];
}

/**
 * Returns the settings of a run in the form of a new settings file.
 *
 * @param folder of the file
 * @param only the only service to set up
 */
export async function settingsToWrite(
  { streams }: Context,
  { given }: LoadedSettings,
  folder: string,
  only: Service | undefined,
): Promise<SettingsToWrite> {
  // The YAML library is only loaded for this.
  const { valuesForFile } = await import('../config/write-settings-file.ts');
  const values = valuesForFile(given, folder);
  for (const [key, { origin }] of given) {
    const field = fieldOf(key);
    if (origin.from !== 'default' && !values.has(key))
      streams.note(
        `${key} is not written, since a settings file may not set it. Keep ${describeOrigin(origin, field)}.`,
      );
  }
  if (only === 'ilert') values.delete('halo.clientSecret');
  return { values, toFillIn: missingIn(values, only), hasExamples: true };
}

/** Returns what `apply` needs and nobody has given yet, in the order of the file. Pure. */
export function missingIn(values: ReadonlyMap<FieldKey, unknown>, only: Service | undefined): FieldKey[] {
  const required = requiredFor(only, TO_APPLY);
  const isExternal = values.has('alertSource.id');
  return fields
    .filter(({ key, kind }) => required.includes(key) && kind !== 'secret' && !values.has(key))
    .filter(({ key }) => !(isExternal && key.startsWith('alertSource.')))
    .map(({ key }) => key);
}
