import * as z from 'zod';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { Route } from '../../http/service.ts';
import { type Json, refuseFilled } from '../entities/entity-schema.ts';
import type { IntegrationRow, MethodRow, StepRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { findRow, resourceRoutes } from './resource.ts';
import { EXECUTE_METHOD } from './runbook-steps.ts';

/** Rules beyond the types. */
const rules = z.looseObject({
  name: z.string().trim().min(1).optional(),
  method: z.int().min(0).max(4).optional(),
  requesttype: z.int().min(0).max(4).optional(),
  authorizationtype: z.int().min(-1).max(8).optional(),
  path: z.string().optional(),
  requestbody: z.string().optional(),
});

/** Fields that follow from the integration, whatever a client sends. */
const DERIVED = ['integration_guid', 'integration_name', 'integration_baseurl', 'full_name'];

export function methodRoutes(state: HaloState): Route[] {
  return resourceRoutes<MethodRow>(state, {
    name: 'CustomIntegrationMethod',
    noun: 'method',
    rows: state.methods,
    listed: (method) => showMethod(state, method, false),
    detailed: (method) => showMethod(state, method, true),
    list: { field: 'methods', filters: { integration_id: { type: 'int' } } },
    read: { query: { includedetails: { type: 'bool' } } },
    post: {
      entity: 'OutboundIntegrationMethod',
      save: (element) => saveMethod(state, element),
      answer: 'array',
    },
    delete: {
      children(method) {
        const runbook = state.webhooks.find(({ steps }) => steps.some((step) => executes(step, method)));
        return runbook && `The runbook "${runbook.name}" still executes the method.`;
      },
    },
  });
}

function executes({ auto_action, auto_action_type }: StepRow, { id }: MethodRow): boolean {
  return auto_action === EXECUTE_METHOD && auto_action_type === id;
}

/** A method as Halo returns it. Only its details include the body. */
export function showMethod(state: HaloState, method: MethodRow, withBody: boolean): Json {
  const { requestbody, ...listed } = method;
  const integration = state.integrations.find(({ id }) => id === method.integration_id);
  return {
    ...listed,
    integration_guid: integration?.guid,
    integration_name: integration?.name,
    integration_baseurl: integration?.resourcebaseurl,
    full_name: `${integration?.name}: ${method.name}`,
    ...(withBody && { requestbody }),
  };
}

/** Creates or updates from an element with valid types. @throws Refusal 400, 404 */
export function saveMethod(state: HaloState, element: Json): MethodRow {
  checked(rules, element);
  refuseFilled(element, ['uri_params', 'headers', 'body_mappings', 'output_variables']);
  const { id, guid, ...posted } = element;
  const fields = Object.fromEntries(Object.entries(posted).filter(([field]) => !DERIVED.includes(field)));
  const known = id === undefined ? undefined : findRow(state.methods, id, 'method');
  const integration = integrationOf(state, fields.integration_id ?? known?.integration_id);
  // A missing or empty base URL becomes the integration's at the time of saving.
  if (fields.resource === '' || fields.resource === null) fields.resource = integration.resourcebaseurl ?? '';
  if (known) return Object.assign(known, fields);
  if (guid !== undefined && guid !== null) throw badRequest('A new method gets its guid from Halo.');
  if (typeof fields.name !== 'string') throw badRequest('Please enter a name.');
  return state.addMethod(integration, fields.name, fields);
}

function integrationOf(state: HaloState, id: unknown): IntegrationRow {
  const integration = state.integrations.find((candidate) => candidate.id === id);
  if (!integration) throw badRequest('integration_id must be the id of a custom integration.');
  return integration;
}
