import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { planApply as planOfAny, planDestroy as removalOfAny } from '../engine/plan.ts';
import type { Dependent, Duplicate, OtherRow } from '../engine/resource.ts';
import type { Desired, IntegrationPlan, IntegrationState } from './integration.ts';
import { resources } from './resources.ts';

/** What has to be done so that the integration is as desired. Pure. @throws CliError where a row rules it out */
export function planApply(
  desired: Desired,
  state: IntegrationState,
  duplicates: readonly Duplicate[] = [],
): IntegrationPlan {
  return { ...planOfAny(resources, desired, state), product: productOf(desired.settings).name, duplicates };
}

/** What has to be done so that nothing of the integration is left. Pure. @param others rows besides ours that do the same work */
export function planDestroy(
  settings: Settings,
  state: IntegrationState,
  others: readonly OtherRow[] = [],
): IntegrationPlan {
  return { ...removalOfAny(resources, settings, state, others), product: productOf(settings).name, duplicates: [] };
}

/** What others have added to our rows. Pure. */
export function addedByOthers(state: IntegrationState): Dependent[] {
  const added = resources.flatMap((resource) => {
    const row = state[resource.key];
    return row && resource.service === 'halo' ? (resource.dependents?.(row, state) ?? []) : [];
  });
  // A step depends on each event that starts it.
  return [...new Map(added.map((each) => [`${each.title} ${each.row.id}`, each])).values()];
}
