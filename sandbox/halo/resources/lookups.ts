import type { Route } from '../../http/service.ts';
import { EVENT_LOOKUP } from '../runbooks/event-catalogue.ts';
import type { HaloState } from '../state.ts';
import { listRoute } from './lists.ts';

/**
 * The lookup lists (an array). `lookupid` picks one of them, whole; without it the rows of all, the first 50
 * unless `count` says otherwise (the 50 is inferred).
 *
 * @param filterWorks false: the event list comes back empty when asked for by `lookupid`
 */
export function lookupRoutes(state: HaloState, filterWorks: boolean): Route[] {
  return [
    listRoute(state, {
      name: 'Lookup',
      query: { lookupid: { type: 'int' } },
      rows(query) {
        const wanted = query.int('lookupid');
        if (wanted === undefined) return state.lookups.slice(0, query.int('count') ?? 50).map((row) => ({ ...row }));
        if (wanted === EVENT_LOOKUP && !filterWorks) return [];
        return state.lookups.filter(({ lookupid }) => lookupid === wanted).map((row) => ({ ...row }));
      },
      isAsked: ({ lookupid }, query) =>
        !query.has('lookupid') || (filterWorks && String(lookupid) === query.string('lookupid')),
    }),
  ];
}
