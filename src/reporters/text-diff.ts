import { structuredPatch } from 'diff';

/** The lines of a text; none of one that is not there. Pure. */
export function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.trimEnd().split(/\r?\n/);
}

/** Each difference between two texts with the lines around it; the first character of a line is its sign. Pure. */
export function hunksOf(before: readonly string[], after: readonly string[], context: number): string[][] {
  const [old, fresh] = [before, after].map((lines) => lines.map((line) => `${line}\n`).join(''));
  const { hunks } = structuredPatch('', '', old ?? '', fresh ?? '', '', '', { context });
  return hunks.map(({ lines }) => lines);
}
