import { ApiError } from '../errors/api-error.ts';
import { type Problem, usageErrors } from '../errors/cli-error.ts';
import { isApprovedRemoval } from './approval.ts';
import { ambiguitiesOf, failed, inOrder, removeDuplicates, rivalsOf, stillThere, withProblems } from './duplicates.ts';
import { labelsOf } from './labels.ts';
import { type Change, conflictsIn, planApply } from './plan.ts';
import { refresh } from './refresh.ts';
import { rowInWords, type StoredRow, type World } from './resource.ts';
import { firstMade, type Made, type Run, resourceOf } from './run.ts';

/*
 * Runs that start at the same moment don't see each other and make the same rows. One of them leads:
 *
 *   planned -> making -> leading -> done
 *                 |          `----> waits for rivals to disappear -> done | failed, naming them
 *                 `-> following: removes its rows -> waits while the set grows -> done | failed, naming what is missing
 *
 * The rows that each run made last are contested: the method, before there is a runbook and so before any ticket can go
 * anywhere; the events, at the end; or whichever single row was missing. Each run that has made one lists its rivals,
 * and the run with the lowest id leads. Ids ascend (facts `halo-ids-ascend`, `ilert-ids-ascend`), so a row with a lower
 * id existed before one with a higher id was made, and the run that made the higher one sees the lower one in its list.
 * The lowest of all is never given up, so there is always a leader. A runbook needs no election: Halo refuses a second
 * one of the same name (fact `runbook-name-unique`), and the refused run follows.
 */

/** Pause between two checks of what another run has done. */
const PAUSE = 2_000;
/** Checks without progress after which the other run is considered dead. */
const PATIENCE = 10;
/** The same for a set that is complete but differs: it belongs to a run with other settings that only has to finish. */
const PATIENCE_WITH_WHOLE_SET = 3;

/**
 * Returns the row that decides who leads: the last one this run has made, and another may have made too, without
 * dependents still to be created. Uniquely named dependents don't count: the leader must be known before one is made.
 *
 * @param met resources that have already been contested; the new ones are added
 */
export function contested<W extends World>(run: Run<W>, left: ReadonlySet<Change>, met: Set<string>): Made | undefined {
  const isStillBelow = (key: string) =>
    [...left].some(({ action, resource: below }) => {
      const { dependsOn, isUniquelyNamed } = resourceOf(run, below);
      return action === 'create' && !isUniquelyNamed && dependsOn.some((each) => each === key);
    });
  const open = run.made.filter(({ change: { resource: key } }) => !met.has(key) && !isStillBelow(key));
  for (const { change } of open) met.add(change.resource);
  return inOrder(open, run)
    .filter(({ change }) => !resourceOf(run, change.resource).isUniquelyNamed)
    .at(-1);
}

/** Whether no other run made such a row first. */
export async function isLeader<W extends World>(made: Made, run: Run<W>): Promise<boolean> {
  const { partOf } = resourceOf(run, made.change.resource);
  const whole = run.made.find(({ change }) => change.resource === partOf);
  const [rivals, rivalsOfWhole] = await Promise.all([rivalsOf(made, run), whole ? rivalsOf(whole, run) : []]);
  if (rivals.length + rivalsOfWhole.length > 0) {
    run.options.listen({ type: 'beside' });
    for (const { change } of run.made) run.suspects.add(change.resource);
  }
  return firstMade([made.row, ...rivals]) === made.row;
}

/** Waits until the runs that follow have removed their rows. @throws CliError, exit 1, if duplicates remain */
export async function waitUntilUnique<W extends World>(run: Run<W>): Promise<void> {
  if (run.suspects.size === 0) return;
  for (let looks = PATIENCE; ; looks -= 1) {
    const doubles = await ambiguitiesOf(run);
    if (doubles.length === 0) return;
    if (looks === 0) throw failed(doubles);
    await run.options.pause(PAUSE);
  }
}

/** How a run gives way to another one. */
interface Following {
  /** The refusal of a taken name, if that is why the run does not lead. */
  readonly cause?: ApiError;
  /** Whether to remove only rows with an older rival, since nothing depends on them. */
  readonly onlyLatecomers?: boolean;
  /** What the run itself removes afterwards, so it need not be gone. */
  readonly removals: readonly Change[];
}

/**
 * Gives way to the leader: removes the duplicates that this run has made, and waits until the set is as it wants it.
 *
 * @throws CliError, exit 1, if the other run ends with a different set, or does not end
 */
export async function follow<W extends World>(
  run: Run<W>,
  { cause, onlyLatecomers = false, removals }: Following,
): Promise<void> {
  const { options, resources, accounts, desired } = run;
  let seen = '';
  for (let unchanged = 0; ; ) {
    const kept = await removeDuplicates(run, onlyLatecomers);
    const refreshed = await refresh(resources, accounts, false);
    run.state = refreshed.state;
    const plan = planApply(resources, desired, refreshed.state);
    const [conflict] = conflictsIn(plan, resources, desired, refreshed);
    if (conflict) throw cause ? inWordsOf(cause, conflict) : usageErrors([conflict, ...kept.map(stillThere)]);
    const left = plan.changes.filter((change) => change.request && !isApprovedRemoval(removals, change));
    if (kept.length === 0 && refreshed.ambiguities.length === 0 && left.length === 0) return waitUntilUnique(run);
    const now = Object.entries<StoredRow | undefined>(refreshed.state)
      .map(([key, row]) => `${key} ${row?.id}`)
      .join();
    unchanged = now === seen ? unchanged + 1 : 0;
    seen = now;
    const isWhole = !left.some(({ action }) => action === 'create');
    const doubles = [...kept.map(stillThere), ...refreshed.ambiguities];
    if (unchanged === (isWhole ? PATIENCE_WITH_WHOLE_SET : PATIENCE))
      throw failed(doubles.length > 0 ? doubles : missing(left));
    await options.pause(PAUSE).catch((error: unknown) => {
      throw withProblems(error, doubles);
    });
  }
}

function missing(changes: readonly Change[]): Problem[] {
  const words = changes.map((change) => {
    const { action, title, name } = change;
    if (action === 'create') return `the ${title} "${name}" is missing`;
    if (action === 'delete') return `the ${title} ${rowInWords(change)} is still there`;
    return `the ${title} "${name}" differs (${labelsOf(change.labelledFields).join(', ')})`;
  });
  return [
    {
      message: `Another run was setting up the same integration, so this run stopped. At the moment, ${words.join(', ')}.`,
      hint: 'Run the same command again: its plan shows what would change.',
    },
  ];
}

/** Returns the refusal of a name in the service's own words, with what to do instead. */
function inWordsOf(cause: ApiError, { hint }: Problem): ApiError {
  const { message, exitCode, status } = cause;
  return new ApiError({ message, ...(hint !== undefined && { hint }) }, exitCode, { status, cause });
}
