import { applyRun } from '../apply/run.ts';
import type { Context } from '../context.ts';
import { usageFaults } from '../errors.ts';
import { conflictsIn } from '../plan/conflicts.ts';
import { type Plan, planApply } from '../plan/plan.ts';
import type { Profile } from '../settings/store.ts';
import { createProgress } from '../terminal/progress.ts';
import { hideKeys, type Observed } from './observe.ts';
import { remember, reportApply } from './report.ts';
import type { Result } from './result.ts';

/** What has to be done. @throws Fault, exit 2, where it would break what belongs to others */
export function planOf({ desired, live, namesakes }: Observed): Plan {
  const plan = planApply(desired, live);
  const conflicts = conflictsIn(plan, live, namesakes);
  if (conflicts.length > 0) throw usageFaults(conflicts);
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
  await context.lastRuns.begin(desired.settings);
  const progress = await createProgress(context.streams);
  const outcome = await applyRun(desired, live, tenant, { ...context, listen: progress.listen }).finally(progress.end);
  hideKeys(context, outcome.live);
  await remember(context, desired.settings, outcome, more);
  if (outcome.failure === undefined) await context.lastRuns.ended('apply', desired.settings);
  return reportApply(context, desired, plan, outcome);
}
