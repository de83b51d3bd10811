interface OptionBase {
  /** In commander's form: `--wait <SECONDS>`, `-y, --yes`. */
  readonly flags: string;
  /** One clause for help and completion. */
  readonly about: string;
  /** Its name before it was renamed, with its dashes; still accepted, with a note, and not shown. */
  readonly formerly?: string;
  /** Whether it makes sense for one target only, and not for several at the same time. */
  readonly forOneTarget?: true;
}

/** Takes no value: it is either given or not. */
export type FlagOption = OptionBase & { readonly kind: 'flag' };

/** A whole number in a range. */
export interface IntegerOption extends OptionBase {
  readonly kind: 'integer';
  readonly range: readonly [least: number, most: number];
  readonly default?: number;
}

/** One of a few words, in any case. */
export interface ChoiceOption extends OptionBase {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly default?: string;
}

/** The form of a text, and its description as a clause after "must". */
export interface Pattern {
  readonly form: RegExp;
  readonly must: string;
}

/** A text, such as a name of a certain form or the path of a file. */
export interface TextOption extends OptionBase {
  readonly kind: 'text';
  readonly pattern?: Pattern;
  readonly default?: string;
  readonly isPath?: true;
}

/** Texts, one for each time the option is given. */
export type ListOption = OptionBase & { readonly kind: 'list'; readonly pattern?: Pattern };

export type Option = FlagOption | IntegerOption | ChoiceOption | TextOption | ListOption;

export type OptionTable = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends FlagOption
  ? boolean
  : O extends ListOption
    ? readonly string[]
    : ValueOfWord<O> | (O extends { readonly default: unknown } ? never : undefined);

type ValueOfWord<O extends Option> = O extends ChoiceOption
  ? O['choices'][number]
  : O extends IntegerOption
    ? number
    : string;

/** The values of a table's options: after a rename, each use of the old name is a compile error. */
export type OptionValues<Table extends OptionTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

export function flag(flags: string, about: string): FlagOption {
  return { kind: 'flag', flags, about };
}

export function integer(flags: string, about: string, range: IntegerOption['range']): IntegerOption {
  return { kind: 'integer', flags, about, range };
}

export function list(flags: string, about: string): ListOption {
  return { kind: 'list', flags, about };
}

/** Leaves HaloITSM alone, which then needs no credentials. */
export const ONLY = {
  kind: 'choice',
  flags: '--only <SERVICE>',
  about: "ilert's side alone, without HaloITSM credentials",
  choices: ['ilert'],
} as const satisfies Option;

/** The option's long name, with its dashes. */
export function longFlag({ flags }: Option): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** Returns the values of a table's options if none is given. */
export function defaultsOf<Table extends OptionTable>(table: Table): OptionValues<Table> {
  const values = Object.entries(table).map(([name, spec]) => [name, defaultOf(spec)]);
  // Each is the value of an option that was not given.
  return Object.fromEntries(values) as OptionValues<Table>;
}

function defaultOf(spec: Option): unknown {
  switch (spec.kind) {
    case 'flag':
      return false;
    case 'list':
      return [];
    default:
      return 'default' in spec ? spec.default : undefined;
  }
}
