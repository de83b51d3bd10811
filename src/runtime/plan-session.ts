import type { Settings } from '../config/settings.ts';
import { conflictsIn } from '../engine/plan.ts';
import { inOneLine, usageErrors } from '../errors/cli-error.ts';
import type { IntegrationPlan, Service } from '../providers/integration.ts';
import { planApply } from '../providers/plan.ts';
import { referencesOffline } from '../providers/resolve-references.ts';
import type { Context } from './context.ts';
import type { IntegrationSession } from './refresh.ts';

/** Plans for empty accounts, without any request to the services. */
export function planOffline(settings: Settings, only?: Service): IntegrationPlan {
  return planApply({ settings, references: referencesOffline(settings), only }, {});
}

/** Returns the plan, and which of its changes would break what belongs to others. */
export function planWithConflicts({ desired, refreshed, resources }: IntegrationSession) {
  const plan = planApply(desired, refreshed.state, refreshed.duplicates);
  return { plan, conflicts: conflictsIn(plan, resources, desired, refreshed) };
}

/** Returns the plan. @throws CliError, exit 2, if it would break what belongs to others */
export function planOf(session: IntegrationSession): IntegrationPlan {
  const { plan, conflicts } = planWithConflicts(session);
  if (conflicts.length > 0) throw usageErrors(conflicts, 'conflict');
  return plan;
}

/** Does the same for a run that changes nothing: conflicts become notes, and don't end it. */
export function planToShow(session: IntegrationSession, { streams }: Context): IntegrationPlan {
  const { plan, conflicts } = planWithConflicts(session);
  for (const each of conflicts) streams.note(`apply can't repair this yet. ${inOneLine(each)}`);
  return plan;
}
