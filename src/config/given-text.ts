import { mayHaveQuotes, type Pasted, pastedUrl, withoutQuotes } from '../text/pasted.ts';
import type { Field } from './field.ts';
import { parseNumberText } from './kinds.ts';
import type { Origin, RawValue } from './origin.ts';

/** The value of a flag or environment variable, without what was pasted around it. */
export function rawValueFromText(typed: string, origin: Origin, field: Field): RawValue {
  const { text, removed } = pastedAs(typed, field, origin);
  const value = field.kind === 'list' ? entriesOf(text, origin) : parseNumberText(field, text);
  return { value, origin, ...(removed !== undefined && { note: removalNote(removed) }) };
}

/** A value of the settings file or the wizard, without what was pasted around it. */
export function cleanPastedValue(given: RawValue, field: Field): RawValue {
  if (typeof given.value !== 'string') return given;
  const { text, removed } = pastedAs(given.value, field, given.origin);
  return removed === undefined ? given : { ...given, value: text, note: removalNote(removed) };
}

/** In a note, after the value's origin. */
export function removalNote(removed: string): string {
  return `${removed} ${removed.endsWith('s') ? 'were' : 'was'} removed`;
}

/** Quotation marks can be part of a name; but in a variable, those around all of it are left from a script or a .env file. */
function pastedAs(typed: string, { kind }: Field, { from }: Origin): Pasted {
  if (kind === 'halo-url' || kind === 'https-url' || kind === 'ilert-endpoint') return pastedUrl(typed);
  return mayHaveQuotes(kind) && from !== 'variable' ? { text: typed } : withoutQuotes(typed);
}

/** `"Ops","Service Desk"` */
function entriesOf(text: string, { from }: Origin): string[] {
  const entries = text.split(',').map((entry) => (from === 'variable' ? withoutQuotes(entry).text : entry.trim()));
  return entries.filter((entry) => entry !== '');
}
