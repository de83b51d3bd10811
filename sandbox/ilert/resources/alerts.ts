import type { QueryValues } from '../../http/query.ts';
import { badRequest } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import { autoResolve, resolveAlert } from '../alerting/alerting.ts';
import type { AlertRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { byId, showAlert } from '../views.ts';
import { findRow, resourceRoutes } from './resource.ts';

const STATES = ['PENDING', 'ACCEPTED', 'RESOLVED'];

/** Alerts: list (newest first), read, resolve. */
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
          policies: { type: 'list', of: 'int' },
          responders: { type: 'list', of: 'string' },
          from: { type: 'date' },
          until: { type: 'date' },
        },
        isListed: (alert, query) => matches(state, alert, query),
        show: (alert) => showAlert(state, alert),
      },
      read: {
        query: { include: { type: 'list', of: ['escalationRules', 'customDetails'] } },
        show: (alert, query) => showAlert(state, alert, query.list('include')),
      },
    }),
    {
      name: 'alerts',
      method: 'PUT',
      path: '/api/alerts/:id/resolve',
      handle({ params }) {
        const alert = findRow(state.alerts, params.id, 'alert');
        if (alert.status === 'RESOLVED') throw badRequest('The alert is resolved already.');
        resolveAlert(state, alert, 'Resolved through the API');
        return { status: 200, body: showAlert(state, alert) };
      },
    },
  ];
}

function matches(state: IlertState, alert: AlertRow, query: QueryValues): boolean {
  const chosen = (name: string, value: string) => !query.has(name) || query.list(name).includes(value);
  const reported = Date.parse(alert.reportTime);
  const from = Date.parse(query.string('from') ?? '1970-01-01');
  const until = Date.parse(query.string('until') ?? '9999-12-31');
  return (
    chosen('states', alert.status) &&
    chosen('sources', String(alert.alertSourceId)) &&
    chosen('policies', String(alert.policyId)) &&
    (!query.has('responders') || responders(state, alert).some((name) => query.list('responders').includes(name))) &&
    from <= reported &&
    reported <= until
  );
}

/** Ids and e-mail addresses of the users an alert is with: those of its policy's first rule. */
function responders(state: IlertState, { policyId }: AlertRow): string[] {
  const ids = byId(state.policies, policyId)?.rules[0]?.userIds ?? [];
  return state.users.filter(({ id }) => ids.includes(id)).flatMap(({ id, email }) => [String(id), email]);
}
