import type { LabelledChange } from '../engine/resource.ts';
import { plainName, plainText } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { aroundChanges, type DiffLine, diffLines } from './line-diff.ts';

/** How fields are shown. */
export interface FieldsView {
  /** All of it: nothing is cut. */
  readonly verbose?: boolean;
  /** Of something new, there is nothing before. */
  readonly isNew?: boolean;
}

/** A longer label does not move the values of the others. */
const WIDEST_LABEL = 20;
const MOST_LINES = 16;
const MOST_CHARACTERS = 100;
const CONTEXT_LINES = 1;

/** Fields by their labels, with their values before and after, without indentation; texts of several lines as a comparison. Pure. */
export function renderFields(
  fields: readonly LabelledChange[],
  style: Style,
  { verbose = false, isNew = false }: FieldsView = {},
): string[] {
  const widths = fields.map(({ label }) => label.length).filter((length) => length <= WIDEST_LABEL);
  const width = Math.max(0, ...widths);
  return fields.flatMap(({ label, beforeText, afterText }) => {
    const inColumn = (text: string) => `${plainName(label).padEnd(width)}   ${text}`;
    if (isNew) return [inColumn(inOneLine(afterText, verbose))];
    const [before, after] = [linesOf(beforeText), linesOf(afterText)];
    if (before.length < 2 && after.length < 2)
      return [inColumn(`${inOneLine(beforeText, verbose)} → ${inOneLine(afterText, verbose)}`)];
    const { note, lines } = comparison(before, after, style, verbose);
    return [note === undefined ? plainName(label) : inColumn(note), ...lines.map((line) => `  ${line}`)];
  });
}

function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.trimEnd().split(/\r?\n/);
}

function inOneLine(text: string | undefined, verbose: boolean): string {
  const [first = 'none', ...more] = linesOf(text).map(plainText);
  const cut = verbose || first.length <= MOST_CHARACTERS ? first : `${first.slice(0, MOST_CHARACTERS)}…`;
  return more.length === 0 ? cut : `${cut} … ${moreLines(more.length)}`;
}

function moreLines(count: number): string {
  return `${count} more line${count === 1 ? '' : 's'}`;
}

/** Both sides, or, where only the order of the lines or spaces differ, a note that says so. */
function comparison(before: readonly string[], after: readonly string[], style: Style, verbose: boolean) {
  const note = smallDifference(before, after);
  if (note !== undefined && !verbose) return { note, lines: [] };
  const all = aroundChanges(diffLines(before, after), CONTEXT_LINES);
  const shown = verbose ? all : all.slice(0, MOST_LINES);
  const rest = all.length - shown.length;
  const cut = rest > 0 ? [style.faint(`… ${moreLines(rest)} (--verbose shows all)`)] : [];
  return { note, lines: [...shown.map((line) => renderDiffLine(line, style)), ...cut] };
}

function smallDifference(before: readonly string[], after: readonly string[]): string | undefined {
  const isSame = (form: (lines: readonly string[]) => string) => form(before) === form(after);
  if (isSame((lines) => lines.toSorted().join('\n'))) return '(only the order of lines differs)';
  return isSame((lines) => lines.join('\n').replace(/[^\S\n]+/g, '')) ? '(only spaces differ)' : undefined;
}

function renderDiffLine(diffLine: DiffLine | undefined, style: Style): string {
  if (!diffLine) return style.faint('…');
  const color = { ' ': style.faint, '-': style.bad, '+': style.good }[diffLine.sign];
  return color(`${diffLine.sign} ${plainText(diffLine.line)}`);
}
