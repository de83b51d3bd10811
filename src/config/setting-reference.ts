import { describeOrigin } from './raw-value.ts';
import { type FieldKey, fieldOf, type Origins } from './settings.ts';
import { allVariableNames } from './variables.ts';

/** Refers to a setting in a hint: by where its value comes from, or by how to set it. */
export type SettingReference = (key: FieldKey) => string;

/**
 * Refers to settings the way the reader has set them: `HALO_URL`, `halo.url in customers.yaml, line 41`, `the URL you
 * entered`. For a setting that was not set, lists the ways to set it: `--halo-scope (HALO_SCOPE)`.
 */
export function referTo(origins: Origins): SettingReference {
  return (key) => {
    const origin = origins.get(key);
    if (!isSet(origins, key) || origin === undefined) return waysToSet(key);
    const { called } = fieldOf(key);
    if (origin.from === 'prompt' && called) return `the ${called} you entered`;
    if (origin.from === 'keychain' && called) return `the ${called} in ${describeOrigin(origin, fieldOf(key))}`;
    return describeOrigin(origin, fieldOf(key));
  };
}

/** Whether someone chose the setting's value. */
export function isSet(origins: Origins, key: FieldKey): boolean {
  return (origins.get(key)?.from ?? 'default') !== 'default';
}

function waysToSet(key: FieldKey): string {
  const field = fieldOf(key);
  const [variable] = allVariableNames(field);
  if (field.flag === undefined) return variable ?? key;
  return variable === undefined ? `--${field.flag}` : `--${field.flag} (${variable})`;
}
