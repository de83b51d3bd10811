/** A line of a comparison: in both texts, only in the one before, or only in the one after. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** Above this many pairs of lines, no common lines are searched for in what differs. */
const MOST_PAIRS = 1_000_000;

/**
 * Compares two texts line by line: as few lines as possible are removed and added. Payloads have few lines, so the plain
 * table of common subsequences will do, and a library is not needed. Pure.
 */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const start = commonLength(before, after);
  const [restBefore, restAfter] = [before.slice(start), after.slice(start)];
  const end = commonLength(restBefore.toReversed(), restAfter.toReversed());
  const kept = (line: string): DiffLine => ({ sign: ' ', line });
  return [
    ...before.slice(0, start).map(kept),
    ...middle(restBefore.slice(0, restBefore.length - end), restAfter.slice(0, restAfter.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
}

/** A comparison with the lines around each difference alone; `undefined` stands for lines that were left out. Pure. */
export function aroundChanges(lines: readonly DiffLine[], context: number): (DiffLine | undefined)[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' '),
  );
  return lines.flatMap((line, index) => {
    if (isNear[index]) return [line];
    const isGap = index > 0 && isNear[index - 1] && isNear.slice(index).includes(true);
    return isGap ? [undefined] : [];
  });
}

function commonLength(some: readonly string[], others: readonly string[]): number {
  const first = some.findIndex((line, index) => line !== others[index]);
  return first === -1 ? some.length : first;
}

function middle(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = (line: string): DiffLine => ({ sign: '-', line });
  const added = (line: string): DiffLine => ({ sign: '+', line });
  const replaced = [...before.map(removed), ...after.map(added)];
  if (before.length * after.length > MOST_PAIRS) return replaced;
  const common = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  for (const _ of replaced) {
    const [old, fresh] = [before[left], after[right]];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: ' ', line: old });
      left += 1;
      right += 1;
    } else if (old !== undefined && (fresh === undefined || lengthAt(left + 1, right) >= lengthAt(left, right + 1))) {
      lines.push(removed(old));
      left += 1;
    } else if (fresh !== undefined) {
      lines.push(added(fresh));
      right += 1;
    }
  }
  return lines;

  function lengthAt(row: number, column: number): number {
    return common[row]?.[column] ?? 0;
  }
}

/** The length of the longest common subsequence of what follows, for each pair of places. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  let below = new Uint32Array(after.length + 1);
  const rows = before.toReversed().map((line) => {
    const row = new Uint32Array(after.length + 1);
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const isSame = line === after[column];
      row[column] = isSame ? (below[column + 1] ?? 0) + 1 : Math.max(below[column] ?? 0, row[column + 1] ?? 0);
    }
    below = row;
    return row;
  });
  return rows.toReversed();
}
