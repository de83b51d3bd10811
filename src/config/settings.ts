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

/** The one table of settings: adding a setting means adding an entry to it. */
export const fields: readonly SettingsField[] = table;

/** The settings that are secrets. */
export const secretFields: readonly SettingsField[] = fields.filter(({ kind }) => kind === 'secret');

/** The service that a setting is about. */
export function serviceOf({ key }: Field): 'ilert' | 'halo' {
  return key.startsWith('halo.') ? 'halo' : 'ilert';
}

/** The keys of the settings with one of these roles. */
export function keysOf(...roles: readonly Role[]): ReadonlySet<FieldKey> {
  return new Set(fields.filter(({ role }) => roles.includes(role)).map(({ key }) => key));
}

/** Settings that find and reach what is set up, whatever it is to be like: enough to read it, and to remove it. */
export const KEYS_TO_FIND = keysOf('sign-in', 'account', 'local', 'name');

type ValueOf<F extends Entry> = F extends { kind: 'choice'; choices: readonly (infer Choice)[] }
  ? Choice
  : ValueOfKind[F['kind']];

/** All settings, checked. A setting without a default is only present if it was set. */
export type Settings = {
  readonly [F in Entry as F extends { default: string } ? F['key'] : never]: ValueOf<F>;
} & {
  readonly [F in Entry as F extends { default: string } ? never : F['key']]?: ValueOf<F>;
};

/** Where the value of each setting comes from. */
export type Origins = ReadonlyMap<FieldKey, Origin>;

/** The field of a key. */
export function fieldOf(key: FieldKey): SettingsField {
  const field = fields.find((each) => each.key === key);
  if (!field) throw new TypeError(`there is no setting ${key}`);
  return field;
}

/** The default of a field; some depend on the product, and the product on the host of its URL. */
export function defaultOf(field: Field, values: ReadonlyMap<FieldKey, RawValue>): string | undefined {
  const atHost = productAt(values.get('halo.url')?.value);
  if (field.key === 'halo.product') return atHost ?? field.default;
  const given = values.get('halo.product')?.value;
  const product = typeof given === 'string' ? given.trim().toLowerCase() : atHost;
  return (product !== undefined && field.defaultFor?.[product]) || field.default;
}
