import * as z from 'zod';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { Route } from '../../http/service.ts';
import { type Json, refuseFilled } from '../entities/entity-schema.ts';
import type { IntegrationRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { showMethod } from './methods.ts';
import { findRow, resourceRoutes } from './resource.ts';

/** Rules beyond the types: for the URL, and for codes. */
const rules = z.looseObject({
  name: z.string().trim().min(1).optional(),
  resourcebaseurl: z.url({ protocol: /^https?$/ }).optional(),
  authorizationtype: z.int().min(0).max(8).optional(),
});

/** Access control of what the API's agent has created. That an integration carries it is inferred. */
const FOR_ITS_CREATOR = [{ id: 1, agent_id: 3, level: 3 }];

/** @param importRow creates an integration with its methods, as "Import from JSON" does */
export function customIntegrationRoutes(state: HaloState, importRow: (document: unknown) => IntegrationRow): Route[] {
  return resourceRoutes<IntegrationRow>(state, {
    name: 'CustomIntegration',
    noun: 'custom integration',
    rows: state.integrations,
    listed: publicFields,
    detailed: (integration, query) => ({
      ...publicFields(integration),
      ...(query?.bool('includemethods') && { methods: methodsOf(state, integration) }),
    }),
    list: {},
    read: { query: { includedetails: { type: 'bool' }, includemethods: { type: 'bool' } } },
    post: {
      entity: 'OutboundIntegration',
      save: (element) => saveIntegration(state, element),
      answer: 'row',
      importRow,
    },
    delete: {
      children({ id }) {
        const child = state.methods.find(({ integration_id }) => integration_id === id);
        return child && `The custom integration still has the method "${child.name}".`;
      },
    },
  });
}

/** Creates or updates from an element with valid types. @throws Refusal 400, 404 */
export function saveIntegration(state: HaloState, element: Json): IntegrationRow {
  checked(rules, element);
  refuseFilled(element, ['methods']);
  const { id, guid, methods, ...fields } = element;
  if (id !== undefined) {
    const kept = state.contradicts('halo-access-control') ? { access_control: [] } : {};
    return Object.assign(findRow(state.integrations, id, 'custom integration'), kept, fields);
  }
  if (guid !== undefined && guid !== null) throw badRequest('A new custom integration gets its guid from Halo.');
  if (typeof fields.name !== 'string') throw badRequest('Please enter a name.');
  return state.addIntegration(fields.name, { access_control: [...FOR_ITS_CREATOR], ...fields });
}

/** Secrets are never returned. */
function publicFields({ new_client_secret, new_password, ...shown }: IntegrationRow): Json {
  return shown;
}

function methodsOf(state: HaloState, { id }: IntegrationRow): Json[] {
  const methods = state.methods.filter(({ integration_id }) => integration_id === id);
  return methods.map((method) => showMethod(state, method, !state.contradicts('method-bodies-in-integration')));
}
