import type { Route } from '../service.ts';
import { EVENT_LOOKUP } from './event-catalogue.ts';
import { cut } from './list-answer.ts';
import type { HaloState } from './state.ts';

/**
 * The lookup lists (an array). `lookupid` picks one of them, whole; without it the rows of all, the first 50
 * unless `count` says otherwise (the 50 is inferred).
 *
 * @param filterWorks false: the event list comes back empty when asked for by `lookupid`
 */
export function lookupRoutes(state: HaloState, filterWorks: boolean): Route[] {
  return [
    {
      name: 'Lookup',
      method: 'GET',
      path: '/api/Lookup',
      query: { lookupid: { type: 'int' }, count: { type: 'int', min: 0 } },
      handle: ({ query }) => {
        const wanted = query.int('lookupid');
        if (wanted === undefined) return { status: 200, body: state.lookups.slice(0, query.int('count') ?? 50) };
        if (wanted === EVENT_LOOKUP && !filterWorks) return { status: 200, body: [] };
        const rows = state.lookups.filter(({ lookupid }) => lookupid === wanted);
        return { status: 200, body: cut(rows, query) };
      },
    },
  ];
}
