import { stripVTControlCharacters } from 'node:util';

const NARROWEST = 10;

/**
 * Text broken at words so that no line is wider than the terminal. Lines keep their indentation; a
 * word that is too wide stays whole, so that it can be copied. Colours take no room.
 *
 * @param columns undefined (or 0) where there is no terminal, or its width is unknown: nothing is broken
 */
export function wrapped(text: string, columns: number | undefined): string {
  if (!columns) return text;
  const width = Math.max(NARROWEST, columns);
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  const indent = /^\s*(\d+\.\s|[-+~=]\s)?/.exec(line)?.[0].length ?? 0;
  const lines: string[] = [];
  let current = line.slice(0, indent);
  let isEmpty = true;
  for (const word of line.slice(indent).split(' ')) {
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
