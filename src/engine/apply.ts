import { CliError, ExitCode, interruptedError, usageErrors } from '../errors/cli-error.ts';
import { changedSinceApproval, isApproved, isApprovedRemoval } from './approval.ts';
import { contested, follow, isLeader, waitUntilUnique } from './concurrency.ts';
import { confirmWrite, isRefusal } from './confirm-write.ts';
import { latecomers } from './duplicates.ts';
import type { RunOptions } from './events.ts';
import {
  type Change,
  changeOf,
  conflictsIn,
  enabled,
  isPending,
  type Plan,
  planApply,
  toMake,
  toRemove,
} from './plan.ts';
import { stateOf, typedGet, withoutVanishing, withRow } from './refresh.ts';
import { removeAll } from './remove.ts';
import { NO_ID, type Resource, type Search, type StoredRow, type World } from './resource.ts';
import { beforeWrite, type Outcome, outcomeOf, type Run, resourceOf, type Session, searchOf, together } from './run.ts';
import type { Fields } from './values.ts';

/**
 * Carries out an approved plan, and nothing else: sends it, after filling in the values that were not known when it was
 * made. Then reads everything back, since inferred facts are trusted only once the account confirms them.
 *
 * @param session what the plan was made from
 * @returns how far it got; `failure` says why it stopped, such as a row that has changed since
 */
export function apply<W extends World>(plan: Plan, session: Session<W>, options: RunOptions): Promise<Outcome<W>> {
  return outcomeOf(session, options, (run) => (isPending(plan) ? carryOutAll(plan, run) : Promise.resolve()));
}

async function carryOutAll<W extends World>(plan: Plan, run: Run<W>): Promise<void> {
  const removals = toRemove(plan);
  await makeAll(plan, run);
  // Obsolete rows keep working until everything that is wanted exists.
  await removeAll(stillToRemove(removals, run), run);
}

/** Makes and changes everything that is wanted, or leaves that to another run. */
async function makeAll<W extends World>(plan: Plan, run: Run<W>): Promise<void> {
  const removals = toRemove(plan);
  const left = new Set<Change>(toMake(plan));
  const met = new Set<string>();
  while (left.size > 0) {
    const ready = [...left].filter(({ resource }) => !isBlocked(resourceOf(run, resource), left));
    try {
      await together(ready, run, (change) => carryOut(change, run));
    } catch (error) {
      if (!isRefusal(error) || !((await isNameTaken(ready, run)) || (await isParentGone(ready, run)))) throw error;
      return follow(run, { cause: error, removals });
    }
    for (const change of ready) left.delete(change);
    await correctProvisional(run, left);
    assertNothingElse(run, left);
    const made = left.size > 0 && contested(run, left, met);
    if (made && !(await isLeader(made, run))) return follow(run, { removals });
  }
  await readBack(run).catch((error: unknown) => {
    throw run.options.signal.aborted
      ? interruptedError('Stopped after the last change, before it was verified.')
      : error;
  });
  const late = await latecomers(
    run.made.filter(({ change }) => !met.has(change.resource)),
    run,
    run.state,
  );
  if (late.length > 0) return follow(run, { onlyLatecomers: true, removals });
  await waitUntilUnique(run);
}

/** Returns the approved removals that remain. @throws CliError if one would be needed that was not approved */
function stillToRemove<W extends World>(approved: readonly Change[], run: Run<W>): Change[] {
  const now = toRemove(planApply(run.resources, run.desired, run.state));
  const other = now.find((change) => !isApprovedRemoval(approved, change));
  if (other) throw changedSinceApproval(other);
  return now;
}

/** Whether a change to something it depends on is still pending. */
function isBlocked<W extends World>({ dependsOn }: Resource<W>, left: ReadonlySet<Change>): boolean {
  return [...left].some(({ resource }) => dependsOn.some((key) => key === resource));
}

/** Carries out one change of the plan, unless it is already done. @throws CliError if it is no longer as approved */
async function carryOut<W extends World>(approved: Change, run: Run<W>) {
  const resource = resourceOf(run, approved.resource);
  if (approved.action === 'update') await reread(resource, run);
  const actual = changeOf(resource, run.desired, run.state);
  const row = run.state[resource.key];
  if (actual.action === 'keep') return { row, wrote: false };
  if (!isApproved(approved, actual)) throw changedSinceApproval(actual);
  return {
    row: actual.action === 'create' ? await create(resource, actual, run) : await update(resource, actual, run),
    wrote: true,
  };
}

/** Reads the current row: another run may have changed it since the plan was made. */
async function reread<W extends World>(resource: Resource<W>, run: Run<W>): Promise<void> {
  const known = run.state[resource.key];
  const reading = withoutVanishing(async () => known && resource.read(known, searchOf(run)));
  const row = await beforeWrite(run, reading);
  run.state = withRow<W>(run.state, resource.key, row);
}

async function update<W extends World>(resource: Resource<W>, change: Change, run: Run<W>): Promise<StoredRow> {
  const props = resource.desired(run.desired, run.state);
  const row = run.state[resource.key];
  if (!change.request || !row) throw new TypeError(`nothing to update for ${resource.key}`);
  const answer = await run.accounts.write(change.request);
  if (!answer) throw new TypeError(`no answer for ${resource.key}`);
  return { ...row, ...props, ...storedIn(resource, answer), id: row.id };
}

/** Creates a row only once: if the answer is lost, uses the row it finds, even if another run has made that. */
function create<W extends World>(resource: Resource<W>, change: Change, run: Run<W>): Promise<StoredRow> {
  const { request } = change;
  if (!request) throw new TypeError(`nothing to create for ${resource.key}`);
  const props: Fields = resource.desired(run.desired, run.state);
  const send = async () => {
    const answer = await run.accounts.write(request);
    if (!answer) throw new TypeError(`no answer for ${resource.key}`);
    const row = { ...answer, ...props, ...storedIn(resource, answer), id: answer.id };
    run.made.push({ change, row });
    return row;
  };
  const look = () => {
    run.suspects.add(resource.key);
    return withoutVanishing(() => resource.find(searchOf(run)));
  };
  return confirmWrite(change, send, look, run.options);
}

/** Returns the fields that dependents are made from, as the service has stored them. */
function storedIn<W extends World>({ storedFields = [] }: Resource<W>, answer: StoredRow): Fields {
  const stored = Object.entries(answer).filter(
    ([field, value]) => typeof value === 'string' && storedFields.some((each) => each === field),
  );
  return Object.fromEntries(stored);
}

/** Corrects rows made, or found, before what they depend on was known, if that turned out to differ. */
async function correctProvisional<W extends World>(run: Run<W>, left: ReadonlySet<Change>): Promise<void> {
  const isToDo = ({ key }: Resource<W>) => [...left].some(({ resource }) => resource === key);
  const isMade = ({ key }: Resource<W>) => run.made.some(({ change }) => change.resource === key);
  for (const resource of enabled(run.resources, run.desired, run.state).filter((each) => !isToDo(each))) {
    if (!isProvisional(resource, changeOf(resource, run.desired, run.state))) continue;
    if (!isMade(resource)) await reread(resource, run);
    const actual = changeOf(resource, run.desired, run.state);
    const conflicts = conflictsIn({ changes: [actual] }, run.resources, run.desired, { state: run.state, taken: {} });
    if (!isProvisional(resource, actual) || conflicts.length > 0) continue;
    await together([actual], run, async () => ({ row: await update(resource, actual, run), wrote: true }));
  }
}

function isProvisional<W extends World>({ provisionalFields = [] }: Resource<W>, { action, fields }: Change): boolean {
  return action === 'update' && fields.every(({ field }) => provisionalFields.some((each) => each === field));
}

/** Checks that nothing the plan keeps needs a change because of what was made. @throws CliError */
function assertNothingElse<W extends World>(run: Run<W>, left: ReadonlySet<Change>): void {
  for (const resource of enabled(run.resources, run.desired, run.state)) {
    const isToDo = [...left].some((change) => change.resource === resource.key);
    const isMade = run.made.some(({ change }) => change.resource === resource.key);
    const actual = isToDo || isMade ? undefined : changeOf(resource, run.desired, run.state);
    if (actual?.action === 'update') throw changedSinceApproval(actual);
  }
}

/** Whether a name that must be unique was taken after the plan was made. */
async function isNameTaken<W extends World>(changes: readonly Change[], run: Run<W>): Promise<boolean> {
  const unique = changes.find(
    ({ action, resource }) => action === 'create' && resourceOf(run, resource).isUniquelyNamed,
  );
  if (!unique) return false;
  const rivals = await resourceOf(run, unique.resource).rivals({ id: NO_ID, name: unique.name }, run.accounts);
  return rivals.length > 0;
}

/** Whether a row that one of the changes depends on is gone because the run that created it has removed it again. */
async function isParentGone<W extends World>(changes: readonly Change[], run: Run<W>): Promise<boolean> {
  const parents = [...new Set(changes.flatMap(({ resource }) => resourceOf(run, resource).dependsOn))];
  const gone = parents.map(async (key) => {
    const row = run.state[key];
    return row && (await withoutVanishing(() => resourceOf(run, key).read(row, searchOf(run)))) === undefined;
  });
  return (await Promise.all(gone)).includes(true);
}

/** How often to read again if something differs from what was sent: another run may be at work between two reads. */
const MORE_READS = 2;
const PAUSE_BETWEEN_READS = 2_000;

/** Reads everything back. @throws CliError if a service stored something other than what was sent */
async function readBack<W extends World>(run: Run<W>): Promise<void> {
  const { options, desired } = run;
  options.listen({ type: 'checking' });
  for (let more = MORE_READS; ; more -= 1) {
    run.state = await withoutVanishing(() => readAll(run));
    const plan = planApply(run.resources, desired, run.state);
    const conflicts = conflictsIn(plan, run.resources, desired, { state: run.state, taken: {} });
    if (conflicts.length > 0) throw usageErrors(conflicts);
    const wrong = toMake(plan);
    if (wrong.length === 0) return;
    if (more === 0) throw storedDifferently(wrong);
    await options.pause(PAUSE_BETWEEN_READS);
  }
}

/** Reads every row again by its id. Rows that are part of their parent's answer need no request of their own. */
async function readAll<W extends World>(run: Run<W>): Promise<W['state']> {
  const reads = new Map<string, Promise<StoredRow | undefined>>();
  const search: Search<W> = {
    ...searchOf(run),
    get: typedGet<W>((key) => read(resourceOf(run, key))),
    choose({ resource }) {
      // If this run made neither of the two, one of them was adopted.
      if (run.made.some(({ change }) => change.resource === resource)) run.suspects.add(resource);
      return undefined;
    },
  };
  function read(resource: Resource<W>): Promise<StoredRow | undefined> {
    const row = run.state[resource.key];
    const known = reads.get(resource.key);
    if (known || !row) return known ?? Promise.resolve(undefined);
    const isExternal = resource.isExternal?.(run.desired.settings);
    const reading = resource.read(row, search, isExternal ? undefined : resource.desired(run.desired, run.state));
    reads.set(resource.key, reading);
    return reading;
  }
  return stateOf<W>(await Promise.all(run.resources.map(async (each) => [each.key, await read(each)] as const)));
}

const NOT_SUPPORTED =
  'No live account has confirmed yet that this can be set, and yours did not keep it; everything else was stored. Remove the setting to continue without it, and please report what your account did.';

function storedDifferently(wrong: readonly Change[]): CliError {
  const missing = wrong.filter(({ action }) => action === 'create');
  if (missing.length > 0) return removedMeanwhile(missing);
  const words = wrong.flatMap(({ title, name, labelledFields }) =>
    labelledFields.map(
      ({ label, beforeText, afterText }) =>
        `${title} "${name}", ${label}: ${inOneLine(beforeText)} instead of ${inOneLine(afterText)}`,
    ),
  );
  const isUnconfirmed = wrong.every(
    ({ labelledFields }) => labelledFields.length > 0 && labelledFields.every((field) => field.isUnconfirmed),
  );
  return new CliError({
    ...(isUnconfirmed && { code: 'setting-not-kept' }),
    message: `The service did not store what was sent: ${words.join('; ')}.`,
    hint: isUnconfirmed
      ? NOT_SUPPORTED
      : 'Another run with different settings may have caused this: wait for it to finish, then try again. Otherwise check it in the product; if it looks right there, please report this as a bug.',
    exitCode: ExitCode.failed,
  });
}

function removedMeanwhile(missing: readonly Change[]): CliError {
  const rows = missing.map(({ title, name }) => `${title} "${name}"`);
  return new CliError({
    message: `Some of what was set up is already gone: ${rows.join('; ')}.`,
    hint: 'Another run or a person may have removed it. Find out who before you run the command again.',
    exitCode: ExitCode.failed,
  });
}

function inOneLine(text = 'nothing'): string {
  return text.includes('\n') ? JSON.stringify(text) : text;
}
