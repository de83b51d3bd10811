import type { Change } from './plan.ts';
import { type Live, type ResourceKey, type Row, resourceKeys } from './resource.ts';

/** A row that this run has created, and whose creation was answered. */
export interface Made {
  readonly change: Change;
  readonly row: Row;
}

/** Where a row says what it hangs on. */
const PARENTS: { readonly [K in ResourceKey]?: { readonly key: ResourceKey; readonly field: string } } = {
  method: { key: 'custom-integration', field: 'integration_id' },
  'new-ticket-binding': { key: 'runbook', field: 'webhook_id' },
  'status-changed-binding': { key: 'runbook', field: 'webhook_id' },
};

/**
 * Of the rows that this run made, those that another run's stand in for: either the row itself, or what it
 * hangs on. A row that is just not there any more is none of them. Children first, as they have to be removed. Pure.
 */
export function givenUp(made: readonly Made[], live: Live): Made[] {
  const isElse = (key: ResourceKey, id: unknown) => live[key] !== undefined && live[key].id !== id;
  return made
    .filter(({ change: { resource }, row }) => {
      const parent = PARENTS[resource];
      return isElse(resource, row.id) || (parent !== undefined && isElse(parent.key, row[parent.field]));
    })
    .toSorted((one, other) => rank(other) - rank(one));
}

function rank({ change }: Made): number {
  return resourceKeys.indexOf(change.resource);
}
