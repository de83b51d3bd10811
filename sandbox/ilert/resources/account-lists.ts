import type { Route } from '../../http/service.ts';
import type { IlertState } from '../state.ts';
import { byId, showSchedule, showService, showSupportHours, showTeam } from '../views.ts';
import { resourceRoutes } from './resource.ts';

/** Lists that an alert source and its policy refer to: teams, users, schedules, support hours, services. */
export function accountListRoutes(state: IlertState): Route[] {
  return [
    ...resourceRoutes(state, {
      name: 'teams',
      noun: 'team',
      rows: state.teams,
      list: {
        largestPage: 100,
        query: { members: { type: 'int' } },
        isListed: ({ members }, query) =>
          !query.has('members') || members.some(({ userId }) => userId === query.int('members')),
        show: (team) => showTeam(state, team),
      },
    }),
    ...resourceRoutes(state, {
      name: 'users',
      noun: 'user',
      rows: state.users,
      list: { largestPage: 100, show: (user) => ({ ...user }) },
    }),
    {
      name: 'users/current',
      method: 'GET',
      path: '/api/users/current',
      handle: () => ({ status: 200, body: byId(state.users, state.currentUserId) }),
    },
    ...resourceRoutes(state, {
      name: 'schedules',
      noun: 'schedule',
      rows: state.schedules,
      list: { largestPage: 20, usualPage: 20, show: (schedule) => showSchedule(state, schedule) },
    }),
    ...resourceRoutes(state, {
      name: 'support-hours',
      noun: 'support hours',
      rows: state.supportHours,
      list: {
        largestPage: 50,
        // According to the API document, the list omits the exceptions.
        show(row) {
          const { exceptions, ...listed } = showSupportHours(state, row);
          return listed;
        },
      },
    }),
    ...resourceRoutes(state, {
      name: 'services',
      noun: 'service',
      rows: state.services,
      list: { largestPage: 100, usualPage: 10, show: (service) => showService(state, service) },
    }),
  ];
}
