import { structuredPatch } from 'diff';
import { plainName } from '../ui/sanitize.ts';

/** Returns the lines of a text; none for a missing text. Pure. */
export function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.trimEnd().split(/\r?\n/);
}

/** Describes how texts differ that look the same, such as by their line endings. Pure. */
export function invisibleDifference(before: string | undefined, after: string | undefined): string | undefined {
  const shown = (text: string) => linesOf(text).map(plainName).join('\n');
  if (before === undefined || after === undefined || before === after || shown(before) !== shown(after))
    return undefined;
  return '(only line ends, spaces or invisible characters differ)';
}

/** Returns each difference between two texts, with context; a line's first character is its sign. Pure. */
export function hunksOf(before: readonly string[], after: readonly string[], context: number): string[][] {
  const [old, fresh] = [before, after].map((lines) => lines.map((line) => `${line}\n`).join(''));
  const { hunks } = structuredPatch('', '', old ?? '', fresh ?? '', '', '', { context });
  return hunks.map(({ lines }) => lines);
}

/** Shortens a long difference, but keeps part of both sides. @param most removed or added lines to keep. Pure. */
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
