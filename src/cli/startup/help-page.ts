import { wrap } from '../../ui/wrap.ts';

export interface HelpSection {
  /** Its heading; without one, it is a paragraph. */
  readonly title?: string;
  readonly text?: string;
  /** Terms, such as options, and what they mean. */
  readonly items?: readonly (readonly [term: string, about: string])[];
  /** Whether the description of a term goes below it, as for an example. */
  readonly isStacked?: true;
}

/** A help page, before it is laid out for a terminal; the build saves it as JSON. */
export type HelpPage = readonly HelpSection[];

/** For an unknown width. */
const USUAL_WIDTH = 80;
/** Longer lines are hard to read. */
const MAX_WIDTH = 100;
/** Longer terms get a line of their own. */
const MAX_TERM = 28;
/** A narrower column is unreadable. */
const MIN_COLUMN = 30;
const INDENT = 2;
const STACKED_INDENT = 6;

/** Lays out a page. Pure. @param columns the width of the terminal; undefined if there is none */
export function layOut(page: HelpPage, columns: number | undefined): string {
  const width = Math.min(columns || USUAL_WIDTH, MAX_WIDTH);
  return `${page.map((section) => sectionLines(section, width).join('\n')).join('\n\n')}\n`;
}

function sectionLines({ title, text, items = [], isStacked }: HelpSection, width: number): string[] {
  const terms = items.map(([term]) => term.length).filter((length) => length <= MAX_TERM);
  const column = INDENT + Math.max(0, ...terms) + 2;
  const isNarrow = isStacked || width - column < MIN_COLUMN;
  return [
    ...(title === undefined ? [] : [title]),
    ...(text === undefined ? [] : [wrap(text, width)]),
    ...items.flatMap(([term, about]) =>
      isNarrow
        ? [indented(term, INDENT, width), indented(about, STACKED_INDENT, width)]
        : inColumns(term, indented(about, column, width), column),
    ),
  ];
}

function indented(text: string, indent: number, width: number): string {
  return wrap(text, width - indent).replace(/^/gm, ' '.repeat(indent));
}

/** @param about indented as far as the column */
function inColumns(term: string, about: string, column: number): string[] {
  const start = ' '.repeat(INDENT) + term;
  return start.length + 2 > column ? [start, about] : [start.padEnd(column) + about.slice(column)];
}
