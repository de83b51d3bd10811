import { structuredPatch } from 'diff';
import { plainName } from '../ui/sanitize.ts';

/** The lines of a text; none of one that is not there. Pure. */
export function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.trimEnd().split(/\r?\n/);
}

/** What is to be said of two texts that differ and look the same, such as by the ends of their lines. Pure. */
export function unseenDifference(before: string | undefined, after: string | undefined): string | undefined {
  const shown = (text: string) => linesOf(text).map(plainName).join('\n');
  if (before === undefined || after === undefined || before === after || shown(before) !== shown(after))
    return undefined;
  return '(only line ends, spaces or invisible characters differ)';
}

/** Each difference between two texts with the lines around it; the first character of a line is its sign. Pure. */
export function hunksOf(before: readonly string[], after: readonly string[], context: number): string[][] {
  const [old, fresh] = [before, after].map((lines) => lines.map((line) => `${line}\n`).join(''));
  const { hunks } = structuredPatch('', '', old ?? '', fresh ?? '', '', '', { context });
  return hunks.map(({ lines }) => lines);
}

/** A difference of many lines, with a part of both its sides. @param most lines that were removed or added. Pure. */
export function shortened(hunk: readonly string[], most: number): string[] {
  const removed = hunk.filter((line) => line.startsWith('-')).length;
  const added = hunk.filter((line) => line.startsWith('+')).length;
  if (removed + added <= most) return [...hunk];
  const left = { '-': Math.max(most / 2, most - added), '+': Math.max(most / 2, most - removed) };
  return hunk.filter((line) => {
    if (line.startsWith('-')) return left['-']-- > 0;
    return !line.startsWith('+') || left['+']-- > 0;
  });
}
