import { plainName } from '../ui/sanitize.ts';
import type { ResultOf } from './result.ts';

/**
 * Lists a settings file's targets, one per line: key, display name, and Halo. On a terminal that is too narrow for that, what
 * is known of each stands below its key. Pure.
 *
 * @param columns width of the terminal; undefined if there is none
 */
export function renderTargets({ targets }: ResultOf<'targets'>, columns: number | undefined): string {
  const rows = targets.map(({ target, name, halo, remembered }) => [
    target,
    name === undefined ? '' : plainName(name),
    halo ?? '',
    remembered ? 'set up from here' : '',
  ]);
  const lines = inColumns(rows);
  const isTooNarrow = columns !== undefined && lines.some((line) => line.length > columns);
  return (isTooNarrow ? rows.flatMap(belowKey) : lines).join('\n');
}

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const used = (row: readonly string[]) => row.filter((_, column) => widths[column] !== 0);
  return rows.map((row) =>
    used(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function belowKey([key = '', ...known]: readonly string[]): string[] {
  return [key, ...known.filter((cell) => cell !== '').map((cell) => `  ${cell}`)];
}
