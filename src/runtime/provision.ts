import { applyRun } from '../engine/apply.ts';
import { type Plan, planApply } from '../engine/plan.ts';
import { usageErrors } from '../errors/cli-error.ts';
import { conflictsIn } from '../providers/conflicts.ts';
import { remember, reportApply } from '../reporters/outcome.ts';
import { createProgress } from '../reporters/progress.ts';
import type { Profile } from '../state/profiles.ts';
import type { Context } from './context.ts';
import { hideKeys, type Observed } from './refresh.ts';
import type { Result } from './result.ts';

/** What has to be done. @throws Fault, exit 2, where it would break what belongs to others */
export function planOf({ desired, live, namesakes }: Observed): Plan {
  const plan = planApply(desired, live);
  const conflicts = conflictsIn(plan, live, namesakes);
  if (conflicts.length > 0) throw usageErrors(conflicts);
  return plan;
}

/**
 * Carries a plan out, shows how it goes, remembers what is there and reports.
 *
 * @param more what the wizard has saved with it
 */
export async function provision(
  context: Context,
  { desired, live, tenant }: Observed,
  plan: Plan,
  more: Pick<Profile, 'answers' | 'keychain'> = {},
): Promise<Result> {
  await context.runJournal.recordStart(desired.settings);
  const progress = await createProgress(context.streams);
  const outcome = await applyRun(desired, live, tenant, { ...context, listen: progress.listen }).finally(progress.end);
  hideKeys(context, outcome.live);
  await remember(context, desired.settings, outcome, more);
  if (outcome.failure === undefined) await context.runJournal.recordSuccess('apply', desired.settings);
  return reportApply(context, desired, plan, outcome);
}
