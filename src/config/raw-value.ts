import { dirname, resolve } from 'node:path';
import type { Place, Problem } from '../errors/cli-error.ts';
import { type Pasted, pastedUrl, withoutQuotes } from '../text/pasted.ts';
import { type Field, isByName, isRepeatable, type Kind } from './field.ts';
import { separatedByName } from './values-by-name.ts';

/** The source of a value. */
export type Origin =
  | { readonly from: 'flag' | 'keychain' | 'prompt' | 'default' }
  | { readonly from: 'stdin' | 'variable'; readonly name: string }
  | { readonly from: 'saved'; readonly profile: string }
  | { readonly from: 'file'; readonly path: string; readonly line: number };

/** Stands for any place in a settings file, for values yet to be written. */
export const IN_A_FILE: Origin = { from: 'file', path: '', line: 0 };

/** A value from one of the sources, not yet checked. */
export interface RawValue {
  readonly value: unknown;
  readonly origin: Origin;
  /** What reading it changed, as a clause: `the quotation marks were removed`. */
  readonly note?: string;
  /** Set if a former name was used: `HALO_KNOWN_VARIABLES is now called HALO_ALLOWED_VARIABLES`. */
  readonly renamed?: string;
}

/** What a source has: a value, or why it can't be read. */
export type Found = RawValue | Problem;

/** Whether reading a value failed. */
export function isProblem(found: Found): found is Problem {
  return 'message' in found;
}

/** Describes a source for errors and `--verbose`: `ILERT_TEAMS`, `halo.url in settings.yaml, line 3`. */
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
      return 'the system keychain';
    case 'saved':
      return `${field.key} in the saved profile "${origin.profile}"`;
    case 'prompt':
      return 'your answer';
    case 'default':
      return 'the default';
  }
}

/** Returns a value's place, if that is in a file. */
export function placeOf(origin: Origin | undefined): Place | undefined {
  return origin?.from === 'file' ? { file: origin.path, line: origin.line } : undefined;
}

/** Returns the folder that relative paths start from: that of the settings file, or else the working folder. */
export function baseFolderOf(origin: Origin, cwd: string): string {
  return origin.from === 'file' ? dirname(resolve(cwd, origin.path)) : cwd;
}

/** Parses a flag or environment variable, without anything pasted around its value. */
export function rawValueFromText(typed: string, origin: Origin, field: Field): RawValue {
  const { text, ...note } = cleaned(typed, field.kind, origin);
  return { value: parsed(text, origin, field.kind), origin, ...note };
}

/** Removes what was pasted around a value of the settings file or the wizard. */
export function cleanPastedValue(raw: RawValue, { kind }: Field): RawValue {
  if (typeof raw.value !== 'string') return raw;
  const { text, note } = cleaned(raw.value, kind, raw.origin);
  return note === undefined ? raw : { ...raw, value: text, note };
}

const URL_KINDS: ReadonlySet<Kind> = new Set(['halo-url', 'https-url', 'ilert-endpoint']);
/** Kinds whose values may contain quotation marks of their own, as names can. */
const QUOTABLE_KINDS: ReadonlySet<Kind> = new Set([
  'text',
  'template',
  'list',
  'filter',
  'payload',
  'priority-by-name',
  'severity-by-name',
]);

/** In a variable, quotation marks around the whole value are left over from a script or a .env file. */
function cleaned(typed: string, kind: Kind, { from }: Origin): Pasted {
  if (URL_KINDS.has(kind)) return pastedUrl(typed);
  return QUOTABLE_KINDS.has(kind) && from !== 'variable' ? { text: typed } : withoutQuotes(typed);
}

const YES_AND_NO: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'no', '0'].map((word) => [word, false] as const),
]);

/** Parses a text as its kind. Returns it unchanged if that fails, and leaves the error to the check. */
function parsed(text: string, origin: Origin, kind: Kind): unknown {
  if (isRepeatable(kind)) return listIn(isByName(kind) ? separatedByName(text) : text.split(','), origin);
  if (kind === 'boolean') return YES_AND_NO.get(text.trim().toLowerCase()) ?? text;
  const isNumber = (kind === 'number' || kind === 'integer') && /^-?\d+(\.\d+)?$/.test(text.trim());
  return isNumber ? Number(text) : text;
}

/** `"Ops","Service Desk"` */
function listIn(texts: readonly string[], { from }: Origin): string[] {
  const entries = texts.map((entry) => (from === 'variable' ? withoutQuotes(entry).text : entry.trim()));
  return entries.filter((entry) => entry !== '');
}
