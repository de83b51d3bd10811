import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { DeliveryRow, RunRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { resourceRoutes } from './resource.ts';

/** Rows in a list of runs if the client gives no count; inferred from "a small count hides new ones". */
const USUAL_COUNT = 50;

/** The results of runbooks: `/Automation` (runs) and `/WebhookEvent` (their calls). */
export function runRoutes(state: HaloState): Route[] {
  const list: Route = {
    name: 'Automation',
    method: 'GET',
    path: '/api/Automation',
    query: { count: { type: 'int', min: 0 } },
    // Oldest first, for all runbooks: a small count hides the newest.
    handle({ query }) {
      const all = [...(state.others.Automation ?? []), ...state.runs.map(listedRun)];
      const automations = all.slice(0, query.int('count') ?? USUAL_COUNT);
      return { status: 200, body: { record_count: all.length, automations } };
    },
  };
  return [
    list,
    ...resourceRoutes<RunRow>(state, {
      name: 'Automation',
      noun: 'run',
      rows: state.runs,
      listed: listedRun,
      detailed: (run) => ({ ...listedRun(run), trace: run.trace }),
      delete: {},
    }),
    ...resourceRoutes<DeliveryRow>(state, {
      name: 'WebhookEvent',
      noun: 'webhook event',
      rows: state.deliveries,
      listed: (delivery) => ({
        ...delivery,
        // Halo's document spells it like this.
        integation_method_name: state.methods.find(({ id }) => id === delivery.integration_method_id)?.name ?? null,
      }),
      list: {
        field: 'events',
        filters: {
          webhook_id: { type: 'string' },
          integrationmethod_id: { type: 'int', field: 'integration_method_id', others: 'all' },
          automation_id: { type: 'int', others: 'all' },
        },
      },
      read: { query: { includedetails: { type: 'bool' } } },
    }),
  ];
}

function listedRun({ trace, notification_id, ...listed }: RunRow): Json {
  return listed;
}
