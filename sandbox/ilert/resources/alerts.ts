import type { QueryValues } from '../../http/query.ts';
import { badRequest } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import { acceptAlert, autoResolve, resolveAlert } from '../alerting/alerting.ts';
import type { AlertRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { showAlert } from '../views.ts';
import { findRow, resourceRoutes } from './resource.ts';

const STATES = ['PENDING', 'ACCEPTED', 'RESOLVED'];

/** Alerts: list (newest first), read, accept, resolve. */
export function alertRoutes(state: IlertState): Route[] {
  return [
    ...resourceRoutes<AlertRow>(state, {
      name: 'alerts',
      noun: 'alert',
      rows: state.alerts,
      refresh: () => autoResolve(state),
      list: {
        largestPage: 100,
        newestFirst: true,
        query: {
          states: { type: 'list', of: STATES },
          sources: { type: 'list', of: 'int' },
          from: { type: 'date' },
        },
        isListed: (alert, query) => state.contradicts('ilert-alerts') || matches(alert, query),
        show: (alert) => showAlert(state, alert),
      },
      read: {
        query: { include: { type: 'list', of: ['escalationRules', 'customDetails'] } },
        show: (alert, query) => showAlert(state, alert, query.list('include')),
      },
    }),
    // The excerpt of ilert's document at hand lacks this one.
    changeRoute(state, 'accept', (alert) => acceptAlert(state, alert, 'Accepted through the API')),
    changeRoute(state, 'resolve', (alert) => resolveAlert(state, alert, 'Resolved through the API')),
  ];
}

/** A route that changes an alert. That a resolved one is refused is inferred. */
function changeRoute(state: IlertState, action: string, change: (alert: AlertRow) => void): Route {
  return {
    name: 'alerts',
    method: 'PUT',
    path: `/api/alerts/:id/${action}`,
    handle({ params }) {
      const alert = findRow(state.alerts, params.id, 'alert');
      if (alert.status === 'RESOLVED') throw badRequest('The alert is resolved already.');
      change(alert);
      return { status: 200, body: showAlert(state, alert) };
    },
  };
}

function matches({ status, alertSourceId, reportTime }: AlertRow, query: QueryValues): boolean {
  const isAsked = (name: string, value: string) => !query.has(name) || query.list(name).includes(value);
  const from = Date.parse(query.string('from') ?? '1970-01-01');
  return isAsked('states', status) && isAsked('sources', String(alertSourceId)) && from <= Date.parse(reportTime);
}
