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

/** Stands for any place in a settings file, where a value is to be written. */
export const IN_A_FILE: Origin = { from: 'file', path: '', line: 0 };

/** A value from one of the sources, not yet checked. */
export interface RawValue {
  readonly value: unknown;
  readonly origin: Origin;
  /** What was changed when it was read, as a clause: `the quotation marks were removed`. */
  readonly note?: string;
  /** If it was set under a former name of the setting: `HALO_KNOWN_VARIABLES is now called HALO_ALLOWED_VARIABLES`. */
  readonly renamed?: string;
}

/** What a source has: a value, or why it can't be read. */
export type Found = RawValue | Problem;

/** Whether reading a value failed. */
export function isProblem(found: Found): found is Problem {
  return 'message' in found;
}

/** For errors and `--verbose`: `ILERT_TEAMS`, `halo.url in settings.yaml, line 3`. */
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
      return `${field.key} as saved by the wizard (profile "${origin.profile}")`;
    case 'prompt':
      return 'your answer';
    case 'default':
      return 'the default';
  }
}

/** Where a value stands, if that is in a file. */
export function placeOf(origin: Origin | undefined): Place | undefined {
  return origin?.from === 'file' ? { file: origin.path, line: origin.line } : undefined;
}

/** The folder that a relative path is resolved against: that of the settings file which contains it, or the working one. */
export function baseFolderOf(origin: Origin, cwd: string): string {
  return origin.from === 'file' ? dirname(resolve(cwd, origin.path)) : cwd;
}

/** The value of a flag or environment variable, without what was pasted around it. */
export function rawValueFromText(typed: string, origin: Origin, field: Field): RawValue {
  const { text, ...note } = cleaned(typed, field.kind, origin);
  return { value: parsed(text, origin, field.kind), origin, ...note };
}

/** A value of the settings file or the wizard, without what was pasted around it. */
export function cleanPastedValue(raw: RawValue, { kind }: Field): RawValue {
  if (typeof raw.value !== 'string') return raw;
  const { text, note } = cleaned(raw.value, kind, raw.origin);
  return note === undefined ? raw : { ...raw, value: text, note };
}

const URL_KINDS: ReadonlySet<Kind> = new Set(['halo-url', 'https-url', 'ilert-endpoint']);
/** Kinds whose values may contain quotation marks of their own, as a name can. */
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

/** A text as a value of its kind; unchanged where it is none, which the check reports. */
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
