import type { Field } from './field.ts';

/** Where a value came from. */
export type Origin =
  | { readonly from: 'flag' }
  | { readonly from: 'stdin'; readonly name: string }
  | { readonly from: 'variable'; readonly name: string }
  | { readonly from: 'file'; readonly path: string; readonly line: number }
  | { readonly from: 'keychain' }
  | { readonly from: 'prompt' }
  | { readonly from: 'default' };

/** A value as somebody gave it, not yet checked. */
export interface RawValue {
  readonly value: unknown;
  readonly origin: Origin;
  /** How it was read differently from how it was given, as a clause: `the quotation marks were removed`. */
  readonly note?: string;
}

/** In words, for errors and `--verbose`: `ILERT_TEAMS`, `settings.yaml line 3`. */
export function describeOrigin(origin: Origin, field: Field): string {
  switch (origin.from) {
    case 'flag':
      return `--${field.flag}`;
    case 'stdin':
      return `${origin.name} on standard input`;
    case 'variable':
      return origin.name;
    case 'file':
      return `${field.key} in ${origin.path}, line ${origin.line}`;
    case 'keychain':
      return "the system's keychain";
    case 'prompt':
      return 'your answer';
    case 'default':
      return 'the default';
  }
}
