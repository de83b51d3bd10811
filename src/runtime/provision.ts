import { applyRun, type Outcome, type RunEvent } from '../engine/apply.ts';
import { type Plan, planApply } from '../engine/plan.ts';
import { usageErrors } from '../errors/cli-error.ts';
import { conflictsIn } from '../providers/conflicts.ts';
import type { Profile } from '../state/profiles.ts';
import type { Context } from './context.ts';
import { hideKeys, type Observed } from './refresh.ts';
import { remember } from './remember.ts';

/** What has to be done. @throws CliError, exit 2, where it would break what belongs to others */
export function planOf({ desired, live, namesakes }: Observed): Plan {
  const plan = planApply(desired, live);
  const conflicts = conflictsIn(plan, live, namesakes);
  if (conflicts.length > 0) throw usageErrors(conflicts, 'conflict');
  return plan;
}

/**
 * Carries a plan out, and remembers what is there.
 *
 * @param listen receives what happens on the way
 * @param more what the wizard has saved with it
 */
export async function provision(
  context: Context,
  { desired, live, tenant }: Observed,
  listen: (event: RunEvent) => void,
  more: Pick<Profile, 'answers' | 'keychain'> = {},
): Promise<Outcome> {
  await context.runJournal.recordStart(desired.settings);
  const outcome = await applyRun(desired, live, tenant, { ...context, listen });
  hideKeys(context, outcome.live);
  await remember(context, desired.settings, outcome, more);
  if (outcome.failure === undefined) await context.runJournal.recordSuccess('apply', desired.settings);
  return outcome;
}
