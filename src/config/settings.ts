import type { Field, Role, ValueOfKind } from './field.ts';
import { haloSettings } from './halo-settings.ts';
import { ilertSettings } from './ilert-settings.ts';
import { productAt } from './product-at.ts';
import type { Origin, RawValue } from './raw-value.ts';

const table = [...ilertSettings, ...haloSettings] as const;
type Entry = (typeof table)[number];

/** The key of a setting, such as `alertSource.name`. */
export type FieldKey = Entry['key'];

/** An entry of the table of settings. */
export interface SettingsField extends Field {
  readonly key: FieldKey;
}

/** The one table of settings. To add a setting, add an entry. */
export const fields: readonly SettingsField[] = table;

/** The settings that are secrets. */
export const secretFields: readonly SettingsField[] = fields.filter(({ kind }) => kind === 'secret');

/** Returns the service that a setting belongs to. */
export function serviceOf({ key }: Field): 'ilert' | 'halo' {
  return key.startsWith('halo.') ? 'halo' : 'ilert';
}

/** Returns the keys of the settings with one of these roles. */
export function keysOf(...roles: readonly Role[]): ReadonlySet<FieldKey> {
  return new Set(fields.filter(({ role }) => roles.includes(role)).map(({ key }) => key));
}

/** The settings that locate the integration, whatever its content: enough to read it, and to remove it. */
export const LOCATING_KEYS = keysOf('sign-in', 'account', 'local', 'name');

type ValueOf<F extends Entry> = F extends { kind: 'choice'; choices: readonly (infer Choice)[] }
  ? Choice
  : ValueOfKind[F['kind']];

/** All settings, checked. A setting without a default is present only if it was set. */
export type Settings = {
  readonly [F in Entry as F extends { default: string } ? F['key'] : never]: ValueOf<F>;
} & {
  readonly [F in Entry as F extends { default: string } ? never : F['key']]?: ValueOf<F>;
};

/** Where the value of each setting comes from. */
export type Origins = ReadonlyMap<FieldKey, Origin>;

/** Returns the field of a key. */
export function fieldOf(key: FieldKey): SettingsField {
  const field = fields.find((each) => each.key === key);
  if (!field) throw new TypeError(`there is no setting ${key}`);
  return field;
}

/** Returns a field's default. Some depend on the product, and the product on the URL's host. */
export function defaultOf(field: Field, values: ReadonlyMap<FieldKey, RawValue>): string | undefined {
  const atHost = productAt(values.get('halo.url')?.value);
  if (field.key === 'halo.product') return atHost ?? field.default;
  const given = values.get('halo.product')?.value;
  const product = typeof given === 'string' ? given.trim().toLowerCase() : atHost;
  return (product !== undefined && field.defaultFor?.[product]) || field.default;
}
