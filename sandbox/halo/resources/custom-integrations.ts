import * as z from 'zod';
import { checked } from '../../http/schema-check.ts';
import { badRequest, type Route } from '../../http/service.ts';
import { type Json, postedElement, refuseFilled } from '../entities/entity-schema.ts';
import type { IntegrationRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { findRow, removeRow } from './find-row.ts';
import { listRoute } from './lists.ts';
import { showMethod } from './methods.ts';

/** What is checked beyond the types: the URL, and what may be chosen. */
const rules = z.looseObject({
  name: z.string().trim().min(1).optional(),
  resourcebaseurl: z.url({ protocol: /^https?$/ }).optional(),
  authorizationtype: z.int().min(0).max(8).optional(),
});

/** Custom integrations: list (an array), read, create or update (answers the object), delete. */
export function customIntegrationRoutes(state: HaloState, methodBodies: boolean): Route[] {
  const name = 'CustomIntegration';
  const path = `/api/${name}`;
  const find = (id: unknown) => findRow(state.integrations, id, 'custom integration');
  return [
    listRoute(state, { name, rows: () => state.integrations.map(publicFields) }),
    {
      name,
      method: 'GET',
      path: `${path}/:id`,
      query: { includedetails: { type: 'bool' }, includemethods: { type: 'bool' } },
      handle: ({ params, query }) => {
        const integration = find(params.id);
        const methods = query.bool('includemethods') ? { methods: methodsOf(state, integration, methodBodies) } : {};
        return { status: 200, body: { ...publicFields(integration), ...methods } };
      },
    },
    {
      name,
      method: 'POST',
      path,
      body: 'json',
      handle: ({ body }) => ({
        status: 200,
        body: publicFields(saveIntegration(state, postedElement('OutboundIntegration', body))),
      }),
    },
    {
      name,
      method: 'DELETE',
      path: `${path}/:id`,
      handle: ({ params }) => {
        const integration = find(params.id);
        // Children first; that Halo refuses rather than deletes them too is inferred.
        const child = state.methods.find(({ integration_id }) => integration_id === integration.id);
        if (child) throw badRequest(`The custom integration still has the method "${child.name}".`);
        removeRow(state.integrations, integration);
        return { status: 200, body: publicFields(integration) };
      },
    },
  ];
}

/** Creates or updates, from an element whose types are checked. @throws Refusal 400, 404 */
export function saveIntegration(state: HaloState, element: Json): IntegrationRow {
  checked(rules, element);
  refuseFilled(element, ['methods']);
  const { id, guid, methods, ...fields } = element;
  if (id !== undefined) return Object.assign(findRow(state.integrations, id, 'custom integration'), fields);
  if (guid !== undefined && guid !== null) throw badRequest('A new custom integration gets its guid from Halo.');
  if (typeof fields.name !== 'string') throw badRequest('Please enter a name.');
  return state.addIntegration(fields.name, fields);
}

/** Secrets go in and never come out. */
function publicFields({ new_client_secret, new_password, ...shown }: IntegrationRow): Json {
  return shown;
}

function methodsOf(state: HaloState, { id }: IntegrationRow, bodies: boolean): Json[] {
  const methods = state.methods.filter(({ integration_id }) => integration_id === id);
  return methods.map((method) => showMethod(state, method, bodies));
}
