import type { Secret } from '../secret/secret.ts';

/** What a value looks like; `kinds.ts` knows how each is read and checked. */
export type Kind =
  | 'text'
  | 'identifier'
  | 'template'
  | 'secret'
  | 'ilert-endpoint'
  | 'halo-url'
  | 'https-url'
  | 'choice'
  | 'list'
  | 'number'
  | 'integer'
  | 'duration'
  | 'payload'
  | 'links'
  | 'priority-mapping'
  | 'severity-mapping';

/** One setting. All that the program knows of it comes from here: flags, variables, keys, help, schema, README. */
export interface Field {
  /** Where it stands in the settings file, and its name in the code. */
  readonly key: string;
  readonly kind: Kind;
  /** The flag without its dashes. Secrets have none, and neither have values too long for a command line. */
  readonly flag?: string;
  /** The environment variable. A secret may also be in the file that `<variable>_FILE` names. */
  readonly env?: string;
  /** Further names of that variable, which ilert's own tools use. Different values are an error. */
  readonly aliases?: readonly string[];
  /** How the value is named in help: `--name <NAME>`. */
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  /** The largest number, or the most entries of a list. */
  readonly max?: number;
  readonly default?: string;
  /** The default with another product than HaloITSM. */
  readonly defaultFor?: Readonly<Record<string, string>>;
  /** One clause for help, schema and README. */
  readonly about: string;
  /** What happens where nothing is given and there is no default. */
  readonly otherwise?: string;
}

/** A payload's name (`recommended`, `full` or the file's path) and its text. */
export interface Payload {
  readonly name: string;
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
  /** An id, or another word that never has quotation marks. */
  identifier: string;
  template: string;
  secret: Secret;
  'ilert-endpoint': string;
  'halo-url': string;
  'https-url': string;
  choice: string;
  list: readonly string[];
  number: number;
  integer: number;
  /** ISO 8601, as ilert writes it: `PT5M`. */
  duration: string;
  payload: Payload;
  links: readonly { readonly text: string; readonly href: string }[];
  'priority-mapping': Mapping<'high' | 'low'>;
  'severity-mapping': Mapping<number>;
}
