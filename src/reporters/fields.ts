import type { LabelledChange } from '../engine/resource.ts';
import { plainName, plainText } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { cut, cutBoth } from './cut-texts.ts';
import { hunksOf, invisibleDifference, linesOf, shortened } from './text-diff.ts';

/** How to show fields. */
export interface FieldsView {
  /** Cut nothing. */
  readonly verbose?: boolean;
  /** Whether the resource is new, so that there are no previous values. */
  readonly isNew?: boolean;
}

/** A longer label doesn't move the values of the others. */
const WIDEST_LABEL = 20;
const MOST_LINES = 16;
const MOST_CHARACTERS = 100;
const CONTEXT_LINES = 1;

/** Renders fields by label, with values before and after and multi-line texts as a diff. Not indented. Pure. */
export function renderFields(
  fields: readonly LabelledChange[],
  style: Style,
  { verbose = false, isNew = false }: FieldsView = {},
): string[] {
  const widths = fields.map(({ label }) => label.length).filter((length) => length <= WIDEST_LABEL);
  const width = Math.max(0, ...widths);
  return fields.flatMap(({ label, after: value, beforeText, afterText }) => {
    const inColumn = (text: string) => `${plainName(label).padEnd(width)}   ${text}`;
    if (isNew) {
      const isNamedOnly = verbose && typeof value === 'string' && value !== afterText;
      const lines = isNamedOnly ? linesOf(value).map((line) => `  ${plainText(line)}`) : [];
      return [inColumn(inOneLine(afterText, verbose)), ...lines];
    }
    const unseen = invisibleDifference(beforeText, afterText);
    if (unseen !== undefined) return [inColumn(`${inOneLine(afterText, verbose)} ${unseen}`)];
    const [before, after] = [linesOf(beforeText), linesOf(afterText)];
    if (before.length < 2 && after.length < 2) return [inColumn(beforeAndAfter(before[0], after[0], verbose))];
    const { note, lines } = comparison(before, after, style, verbose);
    return [note === undefined ? plainName(label) : inColumn(note), ...lines.map((line) => `  ${line}`)];
  });
}

function inOneLine(text: string | undefined, verbose: boolean): string {
  const [first = 'none', ...more] = linesOf(text).map(plainText);
  const shown = verbose ? first : cut(first, MOST_CHARACTERS);
  return more.length === 0 ? shown : `${shown} … ${moreLines(more.length)}`;
}

/** Long values are cut to what differs. */
function beforeAndAfter(before = 'none', after = 'none', verbose: boolean): string {
  const texts = [plainText(before), plainText(after)] as const;
  return (verbose ? texts : cutBoth(...texts, MOST_CHARACTERS)).join(' → ');
}

function moreLines(count: number): string {
  return `${count} more line${count === 1 ? '' : 's'}`;
}

/** Returns both sides or, if only the order of lines or spaces differ, a note about that. */
function comparison(before: readonly string[], after: readonly string[], style: Style, verbose: boolean) {
  const note = smallDifference(before, after);
  if (note !== undefined && !verbose) return { note, lines: [] };
  const hunks = hunksOf(before, after, CONTEXT_LINES);
  const shown = hunks.map((hunk) => (verbose ? hunk : shortened(hunk, MOST_LINES)));
  const lines = shown.flatMap((hunk, index) => [
    ...(index > 0 ? [style.faint('…')] : []),
    ...hunk.map((line) => renderDiffLine(line, style)),
  ]);
  const all = verbose ? lines : lines.slice(0, MOST_LINES);
  const rest = hunks.flat().length - shown.flat().length + lines.length - all.length;
  return { note, lines: rest > 0 ? [...all, style.faint(`… ${moreLines(rest)} (--verbose shows all)`)] : all };
}

function smallDifference(before: readonly string[], after: readonly string[]): string | undefined {
  const isSame = (form: (lines: readonly string[]) => string) => form(before) === form(after);
  if (isSame((lines) => lines.toSorted().join('\n'))) return '(only the order of lines differs)';
  return isSame((lines) => lines.join('\n').replace(/[^\S\n]+/g, '')) ? '(only spaces differ)' : undefined;
}

function renderDiffLine(line: string, style: Style): string {
  const color = line.startsWith('-') ? style.bad : line.startsWith('+') ? style.good : style.faint;
  return color(`${line.slice(0, 1)} ${plainText(line.slice(1))}`);
}
