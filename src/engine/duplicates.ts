import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import { isAmbiguous, isRefusal } from './confirm-write.ts';
import { ambiguityOf, isSameId } from './match.ts';
import { withRow } from './refresh.ts';
import { NO_ID, rowInWords, rowsInWords, type StoredRow, type World } from './resource.ts';
import { firstMade, type Made, type Run, resourceOf, searchOf } from './run.ts';

/** Returns rows like one that this run has made. @throws CliError if one has no usable id to tell which came first */
export async function rivalsOf<W extends World>(
  { change, row }: Made,
  run: Run<W>,
  fresh?: W['state'],
): Promise<StoredRow[]> {
  const rows = await resourceOf(run, change.resource).rivals(row, run.accounts, fresh);
  if (rows.some(({ id }) => id === NO_ID))
    throw failed([
      {
        message: `The ${change.title} "${change.name}" is listed without a usable ID, so it is unknown whether another run created one as well.`,
        hint: 'Run the same command again. If the error persists, check it in the product, and please report this.',
      },
    ]);
  return rows.filter(({ id }) => !isSameId(id, row.id));
}

/** Returns the resources that exist twice although there may be only one. */
export async function ambiguitiesOf<W extends World>(run: Run<W>): Promise<Problem[]> {
  const found = [...run.suspects].map(async (key) => {
    const resource = resourceOf(run, key);
    const row = run.state[key];
    const rows = row && !resource.isUniquelyNamed ? await resource.rivals(row, run.accounts) : [];
    return rows.length > 1 ? [ambiguityOf(resource, `"${resource.name(run.desired.settings)}"`, rows)] : [];
  });
  return (await Promise.all(found)).flat();
}

/** A duplicate that this run has created and has not been able to remove. */
interface Kept extends Made {
  readonly because?: string;
}

/**
 * Removes this run's rows that have a rival, children first. A row that others depend on stays, and so do its parents.
 *
 * @param onlyLatecomers whether to keep rows that are older than their rivals
 * @returns what could not be removed
 */
export async function removeDuplicates<W extends World>(run: Run<W>, onlyLatecomers: boolean): Promise<Kept[]> {
  const doubles = (onlyLatecomers ? await latecomers(run.made, run) : await duplicatesOf(run)).toReversed();
  const kept: Kept[] = [];
  // Another run may still remove its own rows, so a row stays if an unduplicated row of this run depends on it.
  const staying = run.made.filter(({ row }) => !doubles.some((each) => each.row === row));
  for (const [index, made] of doubles.entries()) {
    const { change, row } = made;
    const child = [...kept, ...staying].find((each) => isMadeFrom(each.change.resource, change.resource, run));
    try {
      run.options.signal.throwIfAborted();
      const because = child ? `the ${child.change.title} needs it` : await remove(made, run);
      if (because !== undefined) {
        kept.push({ ...made, because });
        continue;
      }
    } catch (error) {
      throw withProblems(error, [...kept, ...doubles.slice(index)].map(stillThere));
    }
    run.made = run.made.filter((each) => each.row.id !== row.id || each.change.resource !== change.resource);
    run.done = run.done.filter(({ resource: key, id }) => !(key === change.resource && id === row.id));
    run.state = withRow<W>(run.state, change.resource, undefined);
    run.options.listen({ type: 'done', change: { ...change, action: 'delete', id: row.id, fields: [] } });
  }
  return kept;
}

/** Whether a row refers to another one. Parts of the same whole don't; they are only made one after another. */
function isMadeFrom<W extends World>(child: string, parent: string, run: Run<W>): boolean {
  const { dependsOn, partOf } = resourceOf(run, child);
  const isSibling = partOf !== undefined && partOf === resourceOf(run, parent).partOf;
  return !isSibling && dependsOn.some((key) => key === parent);
}

/** Removes a row of this run. @returns why it is still there, or undefined */
async function remove<W extends World>({ change, row }: Made, run: Run<W>): Promise<string | undefined> {
  const resource = resourceOf(run, change.resource);
  const now = await resource.read(row, searchOf(run));
  const others = now && resource.dependents?.(now, run.state);
  if (others && others.length > 0) return `it is used by ${rowsInWords(others.map(({ row: used }) => used))}`;
  try {
    if (now) await run.accounts.write(resource.delete(row));
    return undefined;
  } catch (error) {
    const isGone = async () => (await resource.read(row, searchOf(run)).catch(() => row)) === undefined;
    if (isAmbiguous(error) && (await isGone())) return undefined;
    // Still used by the other run, until that run checks for rivals.
    if (!isRefusal(error)) throw error;
    return error.status === 404 || error.status === 410 ? undefined : error.message.replace(/\.$/, '');
  }
}

/** Returns the rows of this run that have an older rival. @param fresh what has just been read back, if anything */
export async function latecomers<W extends World>(
  made: readonly Made[],
  run: Run<W>,
  fresh?: W['state'],
): Promise<Made[]> {
  const candidates = inOrder(made, run).filter(({ change }) => !resourceOf(run, change.resource).isUniquelyNamed);
  const late = candidates.map(async (each) => {
    const rivals = await rivalsOf(each, run, fresh);
    return firstMade([each.row, ...rivals]) === each.row ? [] : [each];
  });
  return (await Promise.all(late)).flat();
}

/** Returns the rows of this run that have a rival, parents first. */
async function duplicatesOf<W extends World>(run: Run<W>): Promise<Made[]> {
  const candidates = inOrder(run.made, run).filter(({ change }) => !resourceOf(run, change.resource).isUniquelyNamed);
  const doubles = candidates.map(async (made) => ((await rivalsOf(made, run)).length > 0 ? [made] : []));
  return (await Promise.all(doubles)).flat();
}

/** Sorts what this run has made, parents first. */
export function inOrder<W extends World>(made: readonly Made[], { resources }: Run<W>): Made[] {
  const rank = ({ change }: Made) => resources.findIndex(({ key }) => key === change.resource);
  return made.toSorted((one, other) => rank(one) - rank(other));
}

export function stillThere({ change, row, because }: Kept): Problem {
  const what = `The ${change.title} ${rowInWords({ id: row.id, name: change.name })} that this run created is a duplicate`;
  return {
    message: `${what}: a concurrent run created the one in use.${because === undefined ? '' : ` It was kept because ${because}.`}`,
    hint: 'Remove it in the product if you do not need it.',
  };
}

/** Combines problems into one error: exit 1. */
export function failed([
  first = { message: 'Another run is changing the same resources.' },
  ...others
]: readonly Problem[]): CliError {
  return new CliError({ ...first, others, exitCode: ExitCode.failed });
}

/** Returns the same failure, with the duplicates that this run has created as additional problems. */
export function withProblems(error: unknown, problems: readonly Problem[]): unknown {
  if (!(error instanceof CliError) || problems.length === 0) return error;
  const { message, hint, place, exitCode, others } = error;
  return new CliError({
    message,
    ...(hint !== undefined && { hint }),
    place,
    exitCode,
    others: [...others, ...problems],
    cause: error,
  });
}
