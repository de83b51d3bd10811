import type { Secret } from '../secret/secret.ts';

/** What a value looks like; value-schema.ts knows how each kind is parsed and checked. */
export type Kind = keyof ValueOfKind;

/** What a setting is for. From it follows where its value counts, is compared and is written. */
export type Role =
  /** How to sign in to a service: the same integration may be reached with other credentials. */
  | 'sign-in'
  /** In which account of a service the integration is. */
  | 'account'
  /** How other settings are understood: no service stores it. */
  | 'local'
  /** By which name or ID the integration is found. */
  | 'name'
  /** What the integration is to be like. */
  | 'content';

/** One setting. Flags, variables, keys, help, JSON Schema and README are all derived from it. */
export interface Field {
  /** Its key in the settings file, and its name in the code. */
  readonly key: string;
  readonly kind: Kind;
  readonly role: Role;
  /** For an address that the secrets of its service are sent to: not everybody who can change a settings file may choose it. */
  readonly receivesSecrets?: true;
  /** Whether `apply` needs a value. */
  readonly isRequired?: true;
  /** What people call its value when they have entered or saved it. */
  readonly called?: string;
  /** The flag without its dashes. Secrets have none, nor have values that are too long for a command line. */
  readonly flag?: string;
  /** The environment variable, if its name does not follow from the key: see `variableNames`. */
  readonly env?: string;
  /** Its key and flag before it was renamed. They are still accepted, and so is the variable; only a note shows them. */
  readonly formerly?: { readonly key: string; readonly flag: string };
  /** Other names of that variable, used by ilert's own tools. Different values are an error. */
  readonly aliases?: readonly string[];
  /** The name of the value in help: `--name <NAME>`. */
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  /** The largest number, or the maximum number of entries in a list. */
  readonly max?: number;
  readonly default?: string;
  /** The default for products other than HaloITSM. */
  readonly defaultFor?: Readonly<Record<string, string>>;
  /** One clause for help, schema and README. */
  readonly about: string;
  /** What happens without a value, if there is no default and it is not required. */
  readonly otherwise?: string;
  /** The word for a list without entries, which no flag and no variable can hold otherwise. */
  readonly wordForNone?: string;
}

/** Whether values of a kind are lists: their flags may be repeated, and commas separate the entries in a variable. */
export function isList(kind: Kind): kind is 'list' | 'filter' {
  return kind === 'list' || kind === 'filter';
}

/** Whether values of a kind map names to something: each is given as `NAME=VALUE` where it is not in a file. */
export function isByName(kind: Kind): kind is 'priority-by-name' | 'severity-by-name' {
  return kind === 'priority-by-name' || kind === 'severity-by-name';
}

/** Whether a flag of a kind may be repeated. */
export function isRepeatable(kind: Kind): boolean {
  return isList(kind) || isByName(kind);
}

/** A payload's name (`recommended`, `full` or the file's path as it was given) and its text. */
export interface Payload {
  readonly name: string;
  /** Where a file is, absolute; a shipped payload has none. */
  readonly path?: string;
  readonly text: string;
}

/** A template and what its values mean. */
export interface Mapping<To> {
  readonly value: string;
  readonly mappings: Readonly<Record<string, To>>;
}

/** The type of a checked value, by kind. */
export interface ValueOfKind {
  text: string;
  /** An id, or another word that never contains quotation marks. */
  identifier: string;
  template: string;
  secret: Secret;
  'ilert-endpoint': string;
  'halo-url': string;
  'https-url': string;
  choice: string;
  list: readonly string[];
  /** Values that an attribute of a ticket may have, by name or id; any value, if there are none. */
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
