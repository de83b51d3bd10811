import type { Secret } from '../secret/secret.ts';

/** What a value looks like; value-schema.ts parses and checks each kind. */
export type Kind = keyof ValueOfKind;

/** What a setting is for. This decides where its value is used, compared and written. */
export type Role =
  /** How to sign in to a service: other credentials may reach the same integration. */
  | 'sign-in'
  /** Which account of a service has the integration. */
  | 'account'
  /** How other settings are interpreted; no service stores it. */
  | 'local'
  /** The name or ID by which the integration is found. */
  | 'name'
  /** What the integration should look like. */
  | 'content';

/** One setting. Flags, variables, keys, help, JSON Schema and README all derive from it. */
export interface Field {
  /** Its key in the settings file, and its name in the code. */
  readonly key: string;
  readonly kind: Kind;
  readonly role: Role;
  /** For a URL that receives its service's secrets: not everyone who can edit a settings file may choose it. */
  readonly receivesSecrets?: true;
  /** Whether `apply` needs a value. */
  readonly isRequired?: true;
  /** What to call its value in messages once it was entered or saved. */
  readonly called?: string;
  /** The flag without its dashes. Secrets and values too long for a command line have none. */
  readonly flag?: string;
  /** The environment variable, if its name does not follow from the key (see `variableNames`). */
  readonly env?: string;
  /** Its former key and flag. Both, and the former variable, are still accepted, but only a note mentions them. */
  readonly formerly?: { readonly key: string; readonly flag: string };
  /** Other names for that variable, used by ilert's own tools. Different values are an error. */
  readonly aliases?: readonly string[];
  /** The value's name in help: `--name <NAME>`. */
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  /** The largest number, or the most entries in a list. */
  readonly max?: number;
  readonly default?: string;
  /** The default for products other than HaloITSM. */
  readonly defaultFor?: Readonly<Record<string, string>>;
  /** One clause for help, schema and README. */
  readonly about: string;
  /** What happens without a value, if there is no default and it is optional. */
  readonly otherwise?: string;
  /** The word for an empty list, which flags and variables can't express otherwise. */
  readonly wordForNone?: string;
}

/** Whether values of a kind are lists: their flags may be repeated, and commas separate entries in a variable. */
export function isList(kind: Kind): kind is 'list' | 'filter' {
  return kind === 'list' || kind === 'filter';
}

/** Whether values of a kind map names to something: outside a file, each is given as `NAME=VALUE`. */
export function isByName(kind: Kind): kind is 'priority-by-name' | 'severity-by-name' {
  return kind === 'priority-by-name' || kind === 'severity-by-name';
}

/** Whether a flag of a kind may be repeated. */
export function isRepeatable(kind: Kind): boolean {
  return isList(kind) || isByName(kind);
}

/** A payload's name (`recommended`, `full` or the file's path as given) and its text. */
export interface Payload {
  readonly name: string;
  /** The absolute path of a file; a shipped payload has none. */
  readonly path?: string;
  readonly text: string;
}

/** A template and the meaning of its values. */
export interface Mapping<To> {
  readonly value: string;
  readonly mappings: Readonly<Record<string, To>>;
}

/** The type of a checked value, by kind. */
export interface ValueOfKind {
  text: string;
  /** An ID, or another word that never contains quotation marks. */
  identifier: string;
  template: string;
  secret: Secret;
  'ilert-endpoint': string;
  'halo-url': string;
  'https-url': string;
  choice: string;
  list: readonly string[];
  /** Accepted values of a ticket attribute, by name or ID; empty means any value. */
  filter: readonly string[];
  boolean: boolean;
  number: number;
  integer: number;
  /** ISO 8601, as ilert writes it: `PT5M`. */
  duration: string;
  payload: Payload;
  links: readonly { readonly text: string; readonly href: string }[];
  'priority-mapping': Mapping<'high' | 'low'>;
  'severity-mapping': Mapping<number>;
  'priority-by-name': Readonly<Record<string, 'high' | 'low'>>;
  'severity-by-name': Readonly<Record<string, number>>;
}
