import * as z from 'zod';
import { badRequest } from '../http/refusal.ts';
import { checked } from '../http/schema-check.ts';
import { type Json, postedElement } from './entities/entity-schema.ts';
import { saveIntegration } from './resources/custom-integrations.ts';
import { saveMethod } from './resources/methods.ts';
import { removeRow } from './resources/resource.ts';
import { EXECUTE_METHOD } from './resources/runbook-steps.ts';
import { saveWebhook } from './resources/webhooks.ts';
import type { IntegrationRow, WebhookRow } from './rows.ts';
import type { HaloState } from './state.ts';

/** What only an import may contain: an order, nested methods, and GUIDs, by which a runbook finds its method. */
const integrationRules = z.looseObject({
  id: z.int().nullish(),
  guid: z.guid(),
  _is_new: z.boolean().optional(),
  methods: z.array(z.looseObject({ id: z.int().nullish(), integration_id: z.int().nullish(), guid: z.guid() })),
});

/**
 * "Import from JSON" on the page of custom integrations: creates an integration with its methods and the document's
 * GUIDs. Inferred: that GUIDs are kept, and that an existing one is refused.
 *
 * @param document parsed JSON of the file
 * @throws Refusal 400 by the rules of POST; nothing is imported then
 */
export function importIntegration(state: HaloState, document: unknown): IntegrationRow {
  const { id, guid, _is_new, methods, ...fields } = checked(integrationRules, document);
  const taken = [...state.integrations, ...state.methods].map((row) => row.guid);
  for (const each of [guid, ...methods.map((method) => method.guid)]) {
    if (taken.includes(each)) throw badRequest(`A row with the guid ${each} already exists.`);
  }
  const integration = saveIntegration(state, postedElement('OutboundIntegration', [fields]));
  integration.guid = guid;
  const before = state.methods.length;
  try {
    for (const method of methods) importMethod(state, integration, method);
  } catch (error) {
    state.methods.splice(before);
    removeRow(state.integrations, integration);
    throw error;
  }
  return integration;
}

function importMethod(state: HaloState, integration: IntegrationRow, document: Json): void {
  const { id, guid, integration_id, ...fields } = document;
  const element = postedElement('OutboundIntegrationMethod', [{ ...fields, integration_id: integration.id }]);
  const method = saveMethod(state, element);
  if (!state.contradicts('import-integration')) method.guid = String(guid);
}

/**
 * "Import from JSON" on the page of runbooks: the page's own changes to the document, then the POST (fact
 * `import-from-json`). A runbook is new, so an ID in the document does not exist.
 *
 * @param document parsed JSON of the file
 * @throws Refusal 400 or 404 by the rules of POST
 */
export function importRunbook(state: HaloState, document: unknown): WebhookRow {
  const { steps, ...fields } = checked(z.looseObject({ steps: z.array(z.looseObject({})).optional() }), document);
  const posted = { ...fields, steps: (steps ?? []).map(importedStep), _is_new: true };
  return saveWebhook(state, postedElement('Webhook', [posted]));
}

function importedStep(step: Json): Json {
  const nulled = { ...step, id: null, fdid: null, chatprofile_id: null };
  const edges = Array.isArray(step.actions) ? { actions: step.actions.map(importedEdge) } : {};
  const isByGuid = step.auto_action === EXECUTE_METHOD && Boolean(step.auto_action_type_guid);
  return { ...nulled, ...edges, ...(isByGuid && { auto_action_type: null }) };
}

/** The page also empties the edge's `chatprofile_id`, as a published client does. */
function importedEdge(edge: Json): Json {
  return { ...edge, id: null, chatprofile_id: null };
}
