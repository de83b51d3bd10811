import type { Resolved } from '../config/resolve.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { reopenLedger } from '../state/prove-ledger.ts';
import { accountsOf, interruptedRuns, stateFolder } from './accounts.ts';
import { findRemaining, ofAnyRun, type Remaining, removeRemaining } from './clean-up.ts';

/** What earlier runs have left, before any of it is removed. */
export interface PreparedCleanUp {
  readonly remaining: readonly Remaining[];
  /** Removes it. */
  run(): Promise<{ readonly removed: readonly Remaining[]; readonly left: readonly Remaining[] }>;
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
  const remaining = await findRemaining(clients, search);
  return {
    remaining,
    async run() {
      const left = remaining.length === 0 ? [] : await removeRemaining(clients, search, remaining);
      if (left.length === 0) for (const run of runs) await reopenLedger(folder, run).discard();
      const isLeft = ({ kind, id }: Remaining) => left.some((each) => each.kind === kind && each.id === id);
      return { removed: remaining.filter((each) => !isLeft(each)), left };
    },
  };
}
