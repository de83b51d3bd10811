import type { Route } from '../../http/service.ts';
import type { SupportHoursRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { byId, showSchedule, showService, showSupportHours, showTeam } from '../views.ts';
import { page, pagingQuery, withOthers } from './paging.ts';

/** The lists an alert source and its policy choose from: teams, users, schedules, support hours, services. */
export function directoryRoutes(state: IlertState): Route[] {
  return [
    {
      name: 'teams',
      method: 'GET',
      path: '/api/teams',
      query: { ...pagingQuery(100), members: { type: 'int' } },
      handle: ({ query }) => {
        const member = query.int('members');
        const teams = state.teams.filter(
          ({ members }) => member === undefined || members.some(({ userId }) => userId === member),
        );
        return {
          status: 200,
          body: page(
            withOthers(
              state,
              'teams',
              teams.map((team) => showTeam(state, team)),
            ),
            query,
            50,
          ),
        };
      },
    },
    {
      name: 'users',
      method: 'GET',
      path: '/api/users',
      query: pagingQuery(100),
      handle: ({ query }) => ({
        status: 200,
        body: page(
          withOthers(
            state,
            'users',
            state.users.map((user) => ({ ...user })),
          ),
          query,
          50,
        ),
      }),
    },
    {
      name: 'users/current',
      method: 'GET',
      path: '/api/users/current',
      handle: () => ({ status: 200, body: byId(state.users, state.currentUserId) }),
    },
    {
      name: 'schedules',
      method: 'GET',
      path: '/api/schedules',
      query: pagingQuery(20),
      handle: ({ query }) => ({
        status: 200,
        body: page(
          withOthers(
            state,
            'schedules',
            state.schedules.map((schedule) => showSchedule(state, schedule)),
          ),
          query,
          20,
        ),
      }),
    },
    {
      // The list leaves the exceptions out, says the document.
      name: 'support-hours',
      method: 'GET',
      path: '/api/support-hours',
      query: pagingQuery(50),
      handle: ({ query }) => ({
        status: 200,
        body: page(
          withOthers(
            state,
            'support-hours',
            state.supportHours.map((row) => listedSupportHours(state, row)),
          ),
          query,
          50,
        ),
      }),
    },
    {
      name: 'services',
      method: 'GET',
      path: '/api/services',
      query: pagingQuery(100),
      handle: ({ query }) => ({
        status: 200,
        body: page(
          withOthers(
            state,
            'services',
            state.services.map((service) => showService(state, service)),
          ),
          query,
          10,
        ),
      }),
    },
  ];
}

function listedSupportHours(state: IlertState, row: SupportHoursRow): Record<string, unknown> {
  const { exceptions, ...listed } = showSupportHours(state, row);
  return listed;
}
