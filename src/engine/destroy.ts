import { confirmWrite, isRefusal, UnknownOutcome } from './confirm-write.ts';
import type { RunOptions } from './events.ts';
import type { Change, Plan } from './plan.ts';
import { withoutVanishing } from './refresh.ts';
import type { World } from './resource.ts';
import { type Outcome, outcomeOf, type Run, resourceOf, type Session, searchOf, together } from './run.ts';

/** Carries out a plan of removals, dependents first. A row that is already gone counts as removed. */
export function destroy<W extends World>(plan: Plan, session: Session<W>, options: RunOptions): Promise<Outcome<W>> {
  return outcomeOf(session, options, async (run) => {
    for (;;) {
      const left = plan.changes.filter(({ action, resource }) => action === 'delete' && run.state[resource]);
      if (left.length === 0) return;
      const isNeeded = ({ resource }: Change) =>
        left.some((other) => resourceOf(run, other.resource).dependsOn.some((key) => key === resource));
      await together(
        left.filter((change) => !isNeeded(change)),
        run,
        (change) => remove(change, run),
      );
    }
  });
}

function asUnknown(cause: unknown): never {
  throw new UnknownOutcome(cause);
}

async function remove<W extends World>(change: Change, run: Run<W>) {
  const { request, resource: key } = change;
  const row = run.state[key];
  const isRemoved = async () =>
    !row || (await withoutVanishing(() => resourceOf(run, key).read(row, searchOf(run)))) === undefined;
  const send = async () => {
    try {
      if (request) await run.accounts.write(request);
    } catch (error) {
      // How the removal of a row that is gone already is refused is not known (fact `halo-deletions`).
      if (!isRefusal(error) || !(await isRemoved().catch(asUnknown))) throw error;
    }
    return true;
  };
  await confirmWrite(change, send, async () => ((await isRemoved()) ? true : undefined), run.options);
  return { row: undefined, wrote: true };
}
