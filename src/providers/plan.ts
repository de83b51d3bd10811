import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { type Plan, planApply as planOfAny, planDestroy as removalOfAny } from '../engine/plan.ts';
import type { Dependent, Duplicate, OtherRow } from '../engine/resource.ts';
import type { Desired, IntegrationChange, IntegrationPlan, IntegrationState, Service } from './integration.ts';
import { resources, resourcesIn } from './resources.ts';

/** What has to be done so that the integration is as desired. Pure. @throws CliError where a row rules it out */
export function planApply(
  desired: Desired,
  state: IntegrationState,
  duplicates: readonly Duplicate[] = [],
): IntegrationPlan {
  const { settings, references, only } = desired;
  const plan = integrationPlan(planOfAny(resourcesIn(only), desired, state), settings, duplicates, only);
  return { ...plan, names: references.names };
}

/**
 * What has to be done so that nothing of the integration is left. Pure.
 *
 * @param others rows besides ours that do the same work
 * @param only the service that alone is worked on
 */
export function planDestroy(
  settings: Settings,
  state: IntegrationState,
  others: readonly OtherRow[] = [],
  only?: Service,
): IntegrationPlan {
  return integrationPlan(removalOfAny(resourcesIn(only), settings, state, others), settings, [], only);
}

function integrationPlan(
  plan: Plan<IntegrationChange>,
  settings: Settings,
  duplicates: readonly Duplicate[],
  only: Service | undefined,
): IntegrationPlan {
  return { ...plan, product: productOf(settings).name, duplicates, ...(only && { only }) };
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
