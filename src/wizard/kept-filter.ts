import { bindingsIn } from '../providers/halo/event-bindings.ts';
import { filterInWords } from '../providers/halo/filter-in-words.ts';
import { isOnOurColumn } from '../providers/halo/ticket-condition.ts';
import { conditionsIn } from '../providers/halo/ticket-filter.ts';
import type { IntegrationSession } from '../runtime/refresh.ts';

/**
 * The filter that HaloITSM has and no setting names, in words: it is kept. Only what a setting could name; undefined where
 * there is none. Pure.
 */
export function keptFilter({
  desired,
  refreshed,
}: Pick<IntegrationSession, 'desired' | 'refreshed'>): string | undefined {
  if (desired.references.filters) return undefined;
  const filters = bindingsIn(refreshed.state).flatMap(({ row }) => {
    const filter = filterInWords(conditionsIn(row).filter(isOnOurColumn));
    return filter === undefined ? [] : [filter];
  });
  return filters.length === 0 ? undefined : [...new Set(filters)].join(', or ');
}
