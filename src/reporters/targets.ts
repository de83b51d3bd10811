import { plainName } from '../ui/sanitize.ts';
import type { ResultOf } from './result.ts';

/** Lists a settings file's targets, one per line: key, display name, and Halo. Pure. */
export function renderTargets({ targets }: ResultOf<'targets'>): string {
  const rows = targets.map(({ target, name, halo, remembered }) => [
    target,
    name === undefined ? '' : plainName(name),
    halo ?? '',
    remembered ? 'set up from here' : '',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const used = (row: readonly string[]) => row.filter((_, column) => widths[column] !== 0);
  return rows
    .map((row) =>
      used(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
