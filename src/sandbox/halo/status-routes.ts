import type { Route } from '../service.ts';
import type { HaloState } from './state.ts';
import { StatusId } from './tenant.ts';

/** The tenant's ticket statuses (an array). */
export function statusRoutes(state: HaloState): Route[] {
  return [
    {
      name: 'Status',
      method: 'GET',
      path: '/api/Status',
      query: { showall: { type: 'bool' }, excludeclosed: { type: 'bool' } },
      handle: ({ query }) => ({
        status: 200,
        body: state.statuses.filter(({ id }) => !(query.bool('excludeclosed') && id === StatusId.closed)),
      }),
    },
  ];
}
