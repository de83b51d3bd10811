import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { type Plan, planApply as planOfAny, planDestroy as removalOfAny } from '../engine/plan.ts';
import type { Dependent, Duplicate, OtherRow } from '../engine/resource.ts';
import type { Desired, IntegrationChange, IntegrationPlan, IntegrationState, Service } from './integration.ts';
import { resources, resourcesIn } from './resources.ts';

/** Plans the changes that make the integration as desired. Pure. @throws CliError if a row makes that impossible */
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
 * Plans the complete removal of the integration. Pure.
 *
 * @param others rows besides ours that do the same work
 * @param only set if only this service is managed
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

/** What others added to our rows. Pure. */
export function addedByOthers(state: IntegrationState): Dependent[] {
  const added = resources.flatMap((resource) => {
    const row = state[resource.key];
    return row && resource.service === 'halo' ? (resource.dependents?.(row, state) ?? []) : [];
  });
  // A step depends on each event that starts it.
  return [...new Map(added.map((each) => [`${each.title} ${each.row.id}`, each])).values()];
}
