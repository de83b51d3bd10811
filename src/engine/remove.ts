import { rowChangedSinceApproval } from './approval.ts';
import { confirmWrite, isRefusal, UnknownOutcome } from './confirm-write.ts';
import { labelsOfFields } from './labels.ts';
import type { Change } from './plan.ts';
import { withoutVanishing } from './refresh.ts';
import type { Resource, StoredRow, World } from './resource.ts';
import { beforeWrite, type Run, resourceOf, searchOf, together } from './run.ts';
import { sameValue, type Value } from './values.ts';

/** Removes rows, dependents first. One that is already gone counts as removed. @throws CliError if one has changed */
export async function removeAll<W extends World>(changes: readonly Change[], run: Run<W>): Promise<void> {
  for (;;) {
    const left = changes.filter(({ resource }) => run.state[resource]);
    if (left.length === 0) return;
    const isNeeded = ({ resource }: Change) =>
      left.some((other) => resourceOf(run, other.resource).dependsOn.some((key) => key === resource));
    await together(
      left.filter((change) => !isNeeded(change)),
      run,
      (change) => remove(change, run),
    );
  }
}

/** Removes a row if it is still the one that the plan was made for. */
async function remove<W extends World>(change: Change, run: Run<W>) {
  const { request, resource: key } = change;
  const resource = resourceOf(run, key);
  const row = run.state[key];
  const readNow = async () => row && (await withoutVanishing(() => resource.read(row, searchOf(run))));
  const isRemoved = async () => (await readNow()) === undefined;
  const now = await beforeWrite(run, readNow());
  if (!row || !now) return { row: undefined, wrote: true };
  assertSame(resource, change, row, now);
  const send = async () => {
    try {
      if (request) await run.accounts.write(request);
    } catch (error) {
      // It is unknown how the removal of a row that is already gone is refused (fact `halo-deletions`).
      if (!isRefusal(error) || !(await isRemoved().catch(asUnknown))) throw error;
    }
    return true;
  };
  await confirmWrite(change, send, async () => ((await isRemoved()) ? true : undefined), run.options);
  return { row: undefined, wrote: true };
}

function asUnknown(cause: unknown): never {
  throw new UnknownOutcome(cause);
}

/** Checks that nobody has turned the row into something else since the plan was shown. @throws CliError, exit 1 */
function assertSame<W extends World>(resource: Resource<W>, change: Change, row: StoredRow, now: StoredRow) {
  const { identity = [] } = resource;
  const before = new Map<string, Value>(Object.entries(row));
  const after = new Map<string, Value>(Object.entries(now));
  const fields = ['name', ...identity]
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
    .filter((each) => each.before !== undefined && each.after !== undefined && !sameValue(each.before, each.after));
  const isSame = fields.length === 0 && (resource.doesSame?.(row, now) ?? true);
  const changed = fields.map(({ field }) => field);
  if (!isSame) throw rowChangedSinceApproval(change, labelsOfFields(resource, changed));
}
