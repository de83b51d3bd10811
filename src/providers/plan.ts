import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { planApply as planOfAny, planDestroy as removalOfAny } from '../engine/plan.ts';
import type { Dependent, Duplicate } from '../engine/resource.ts';
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

/** What has to be done so that nothing of the integration is left. Pure. */
export function planDestroy(settings: Settings, state: IntegrationState): IntegrationPlan {
  return { ...removalOfAny(resources, settings, state), product: productOf(settings).name, duplicates: [] };
}

/** What others have added to our rows. Pure. */
export function addedByOthers(state: IntegrationState): Dependent[] {
  return resources.flatMap((resource) => {
    const row = state[resource.key];
    return row && resource.service === 'halo' ? (resource.dependents?.(row, state) ?? []) : [];
  });
}
