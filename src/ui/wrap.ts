import { stripVTControlCharacters } from 'node:util';

/** Returns the width of the terminal behind a stream; undefined if there is none. */
export function terminalWidth({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }) {
  return isTTY ? columns : undefined;
}

const MIN_WIDTH = 10;

/**
 * Wraps text at words so that no line is wider than the terminal. Lines keep their indentation. A word that is too wide
 * stays whole, so that it can be copied. Colours have no width. If the terminal's width is unknown, nothing is wrapped.
 */
export function wrap(text: string, columns: number | undefined): string {
  if (!columns) return text;
  const width = Math.max(MIN_WIDTH, columns);
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

/** Indentation, and a number or sign that may be coloured. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with one
const START = /^\s*((\u001b\[\d+m)?(\d+\.|[-+~=])(\u001b\[\d+m)?\s)?/;

/** Wraps text like `wrap`, except for lines that people copy as a whole. */
export function wrapProse(text: string, columns: number | undefined): string {
  if (!columns) return text;
  return text
    .split('\n')
    .map((line) => (CODE.test(stripVTControlCharacters(line)) ? line : wrap(line, columns)))
    .join('\n');
}

/** A line of JSON, a command, or an option on a line of its own. */
const CODE = /^\s*("[^"]*": |[{}[\]]|npx |ilert-haloitsm |gh |export |\$env:|--\w)/;

function wrapLine(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  const start = START.exec(line)?.[0] ?? '';
  const indent = widthOf(start);
  const lines: string[] = [];
  let current = start;
  let isEmpty = true;
  for (const word of line.slice(start.length).split(' ')) {
    if (!isEmpty && widthOf(current) + 1 + widthOf(word) > width) {
      lines.push(current);
      current = ' '.repeat(indent);
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current].join('\n');
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
