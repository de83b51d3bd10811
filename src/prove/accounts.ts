import type { Resolved } from '../config/resolve.ts';
import { usageError } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import { type ProveRun, unfinishedRuns } from '../state/prove-ledger.ts';

/** The URLs of both accounts. */
export type Accounts = Pick<ProveRun, 'halo' | 'ilert'>;

export function accountsOf({ settings }: Resolved): Accounts {
  return { halo: settings['halo.url'] ?? '', ilert: settings['ilert.endpoint'] };
}

/** Returns where runs are remembered. @throws CliError, exit 2, if nothing can be saved */
export function stateFolder({ system }: Context): string {
  if (system.configDir !== undefined) return system.configDir;
  const hint = 'Set HOME (or XDG_CONFIG_HOME) to a folder that can be written to.';
  throw usageError('There is no folder to remember what is created, so nothing was.', hint, 'file-unwritable');
}

/**
 * Returns the runs in two accounts that were interrupted or have left something, as far as this machine knows.
 *
 * @throws CliError, exit 2, while one of them is still going on
 */
export async function interruptedRuns(context: Context, { halo, ilert }: Accounts): Promise<ProveRun[]> {
  const { processId: own, isRunning } = context.system;
  const runs = (await unfinishedRuns(stateFolder(context))).filter((run) => run.halo === halo && run.ilert === ilert);
  const current = runs.find(({ processId }) => processId !== own && isRunning(processId));
  if (!current) return runs;
  throw usageError(
    `Another run of prove is going on in these accounts (process ${current.processId}).`,
    'Wait for its end, or stop it with Ctrl-C.',
  );
}
