import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { DeliveryRow, RunRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { findRow, removeRow } from './find-row.ts';
import { cut } from './list-answer.ts';
import { listRoute } from './lists.ts';

/** Rows of a list of runs where the client does not say; inferred from "a small count hides new ones". */
const USUAL_COUNT = 50;

/** What runbooks did: `/Automation` (runs) and `/WebhookEvent` (the calls they made). */
export function runRoutes(state: HaloState): Route[] {
  const name = 'Automation';
  const path = `/api/${name}`;
  return [
    {
      name,
      method: 'GET',
      path,
      query: { count: { type: 'int', min: 0 } },
      // Oldest first: a small count hides the newest.
      handle: ({ query }) => {
        // The oldest come first, whoever they belong to.
        const all = [...(state.others[name] ?? []), ...state.runs.map(listedRun)];
        return { status: 200, body: { record_count: all.length, automations: cut(all, query, USUAL_COUNT) } };
      },
    },
    {
      name,
      method: 'GET',
      path: `${path}/:id`,
      handle: ({ params }) => {
        const run = findRow(state.runs, params.id, 'run');
        return { status: 200, body: { ...listedRun(run), trace: run.trace } };
      },
    },
    {
      name,
      method: 'DELETE',
      path: `${path}/:id`,
      handle: ({ params }) => {
        const run = findRow(state.runs, params.id, 'run');
        removeRow(state.runs, run);
        return { status: 200, body: listedRun(run) };
      },
    },
    ...deliveryRoutes(state),
  ];
}

function listedRun({ trace, notification_id, ...listed }: RunRow): Json {
  return listed;
}

function deliveryRoutes(state: HaloState): Route[] {
  const name = 'WebhookEvent';
  const path = `/api/${name}`;
  const show = (row: DeliveryRow): Json => ({
    ...row,
    // Spelt so in Halo's document.
    integation_method_name: state.methods.find(({ id }) => id === row.integration_method_id)?.name ?? null,
  });
  return [
    listRoute(state, {
      name,
      field: 'events',
      query: { webhook_id: { type: 'string' }, integrationmethod_id: { type: 'int' }, automation_id: { type: 'int' } },
      rows(query) {
        const webhook = query.string('webhook_id')?.toLowerCase();
        const method = query.int('integrationmethod_id');
        const run = query.int('automation_id');
        const rows = state.deliveries.filter(
          (row) =>
            (webhook === undefined || row.webhook_id === webhook) &&
            (method === undefined || row.integration_method_id === method) &&
            (run === undefined || row.automation_id === run),
        );
        return rows.map(show);
      },
      isAsked: ({ webhook_id }, query) => !query.has('webhook_id') || webhook_id === query.string('webhook_id'),
    }),
    {
      name,
      method: 'GET',
      path: `${path}/:id`,
      query: { includedetails: { type: 'bool' } },
      handle: ({ params }) => ({
        status: 200,
        body: show(findRow(state.deliveries, params.id, 'webhook event')),
      }),
    },
  ];
}
