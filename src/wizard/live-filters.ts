import { FILTER_ATTRIBUTES, FILTER_SETTINGS } from '../config/ticket-filters.ts';
import { bindingsIn } from '../providers/halo/event-bindings.ts';
import { COLUMNS, isOnColumnOf } from '../providers/halo/ticket-condition.ts';
import { conditionsIn } from '../providers/halo/ticket-filter.ts';
import type { IntegrationSession } from '../runtime/refresh.ts';
import type { Values } from './answers.ts';

/**
 * Filters that HaloITSM has and no setting names, each to be removed: the person has chosen that all tickets become
 * alerts. Undefined where there is none. Pure.
 */
export function liveFiltersToRemove({ desired, refreshed }: IntegrationSession): Values | undefined {
  if (desired.references.filters) return undefined;
  const conditions = bindingsIn(refreshed.state).flatMap(({ row }) => conditionsIn(row));
  const filtered = FILTER_ATTRIBUTES.filter((attribute) =>
    conditions.some((condition) => isOnColumnOf(condition, { fieldname: COLUMNS[attribute] })),
  );
  if (filtered.length === 0) return undefined;
  return Object.fromEntries(filtered.map((attribute) => [FILTER_SETTINGS[attribute], []]));
}
