import { type Field, isList } from '../config/field.ts';
import type { Origin } from '../config/raw-value.ts';
import { withoutQuotes } from '../text/pasted.ts';
import { quoted } from '../text/shell-word.ts';
import type { Named } from './names.ts';
import { namedBy } from './references.ts';

/** What people write for a filter that lets everything through. */
const FOR_ALL = /^(all|none|every|everything|null|\*)$/i;
const SEPARATOR = /[,;]/;
const BRACKETS = /^\s*\[|\]\s*$/g;

/** The setting of a list, and its given value. */
interface GivenList {
  readonly field: Field;
  readonly origin: Origin | undefined;
  readonly entries: readonly string[];
}

/**
 * Explains how to write a list entry that names nothing, but would if written as its source requires: several names in
 * one flag, a list with brackets in a variable, another word for `any`. Undefined in all other cases. Pure.
 */
export function listSyntaxHint(wanted: string, rows: readonly Named[], given: GivenList): string | undefined {
  const { field, entries } = given;
  if (!isList(field.kind)) return undefined;
  if (field.kind === 'filter' && field.wordForNone !== undefined && FOR_ALL.test(wanted)) {
    const written = asWritten([field.wordForNone], given);
    return written && `To include all tickets, use "${field.wordForNone}": ${written.example}.`;
  }
  const isKnown = (name: string) => namedBy(name, rows).length > 0;
  const parts = namesIn(wanted);
  const isSplit = parts.length > 1 || parts[0] !== wanted;
  if (!isSplit || parts.length === 0 || !parts.every(isKnown)) return undefined;
  const written = asWritten(
    entries.flatMap((entry) => (isKnown(entry) ? [entry] : namesIn(entry))),
    given,
  );
  return written && `${written.how}: ${written.example}.`;
}

/** The names in a text that may be a list: `["Ops","Net"]`, `Ops, Net`. */
function namesIn(text: string): string[] {
  const parts = text.replace(BRACKETS, '').split(SEPARATOR);
  return parts.map((part) => withoutQuotes(part).text).filter((part) => part !== '');
}

/** Writes names in the form that the setting's source requires; undefined if users do not write there. */
function asWritten(names: readonly string[], { field: { key, flag }, origin }: GivenList) {
  switch (origin?.from) {
    case 'flag': {
      const example = names.map((name) => `--${flag} ${quoted(name, 'posix')}`).join(' ');
      return { how: 'Use the flag once for each value', example };
    }
    case 'variable':
      return {
        how: 'Write names without brackets, with commas between them',
        example: `${origin.name}=${quoted(names.join(','), 'posix')}`,
      };
    case 'file': {
      const list = names.map((name) => JSON.stringify(name)).join(', ');
      return { how: 'Write a list', example: `${key.slice(key.indexOf('.') + 1)}: [${list}]` };
    }
    default:
      return undefined;
  }
}
