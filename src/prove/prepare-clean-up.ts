import type { Resolved } from '../config/resolve.ts';
import type { CliError } from '../errors/cli-error.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { reopenLedger } from '../state/prove-ledger.ts';
import { accountsOf, interruptedRuns, stateFolder } from './accounts.ts';
import { failureOf, findRemaining, ofAnyRun, type Remaining, removeRemaining } from './clean-up.ts';

/** What earlier runs have left, before any of it is removed. */
export interface PreparedCleanUp {
  readonly remaining: readonly Remaining[];
  /** Removes it. */
  run(): Promise<CleanedUp>;
}

interface CleanedUp {
  readonly removed: readonly Remaining[];
  readonly left: readonly Remaining[];
  /** Summaries of tickets that may exist, though no search finds them. */
  readonly unknown: readonly string[];
  /** Says what may still be there. */
  readonly failure?: CliError;
}

/**
 * Looks for what earlier runs of `prove` have left in two accounts, whichever machine they ran on: whatever has a name
 * with the mark of a run.
 *
 * @throws CliError, exit 2, while a run is going on; ApiError
 */
export async function prepareCleanUp(context: Context, resolved: Resolved): Promise<PreparedCleanUp> {
  const folder = stateFolder(context);
  const runs = await interruptedRuns(context, accountsOf(resolved));
  const clients = connect(context, resolved);
  const search = ofAnyRun(runs.flatMap(({ entries }) => entries));
  const found = await findRemaining(clients, search);
  return {
    remaining: found.remaining,
    async run() {
      const left = found.remaining.length === 0 ? found : await removeRemaining(clients, search, found.remaining);
      const { remaining, unknown, failure: unread } = left;
      if (remaining.length === 0 && !unread) for (const run of runs) await reopenLedger(folder, run).discard();
      const isLeft = ({ kind, id }: Remaining) => remaining.some((each) => each.kind === kind && each.id === id);
      const removed = found.remaining.filter((each) => !isLeft(each));
      const failure = failureOf({ ...left, unknown: [] });
      return { removed, left: remaining, unknown, ...(failure && { failure }) };
    },
  };
}
