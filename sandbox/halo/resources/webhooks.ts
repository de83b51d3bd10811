import * as z from 'zod';
import type { QueryValues } from '../../http/query.ts';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { Route } from '../../http/service.ts';
import { type Json, refuseFilled } from '../entities/entity-schema.ts';
import type { WebhookRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { showBinding } from './notifications.ts';
import { findRow, resourceRoutes } from './resource.ts';
import { isSet, savedSteps } from './runbook-steps.ts';

/** `type` of a webhook that is a runbook. */
const RUNBOOK = 1;

/** Used instead of an agent if nobody is notified of a failed run. */
const NOBODY = -1;

/** Rules beyond the types. */
const rules = z.looseObject({
  name: z.string().trim().min(1).optional(),
  type: z.int().min(0).max(1).optional(),
  active: z.boolean().optional(),
  runbook_start_type: z.int().min(0).max(1).optional(),
  steps: z.array(z.unknown()).optional(),
});

/** Webhooks and runbooks. */
export function webhookRoutes(state: HaloState): Route[] {
  return resourceRoutes<WebhookRow>(state, {
    name: 'Webhook',
    noun: 'webhook',
    rows: state.webhooks,
    listed: withoutDetails,
    detailed: (webhook, query) =>
      query && !query.bool('includedetails') ? withoutDetails(webhook) : withDetails(state, webhook),
    list: {
      filters: { type: { type: 'int', others: 'unless-missing' } },
      query: { showall: { type: 'bool' } },
      // It is inferred that a list without `showall` omits inactive rows.
      isListed: ({ active, type }, query) =>
        (active !== false || query.bool('showall')) && isListedWithoutType(state, type, query),
    },
    read: { query: { includedetails: { type: 'bool' } }, others: true },
    post: {
      entity: 'Webhook',
      save: (element) => saveWebhook(state, element),
      answer: 'row',
    },
    delete: {
      children({ id }) {
        const child = state.bindings.find(({ webhook_id }) => webhook_id === id);
        return child && `The runbook still has the event "${child.name}".`;
      },
    },
  });
}

/** Creates or updates from an element with valid types. @throws Refusal 400, 404 */
export function saveWebhook(state: HaloState, element: Json): WebhookRow {
  checked(rules, element);
  refuseFilled(element, ['mappings', 'input_variables', 'standalone_methods', 'integrations']);
  // `events` is a view of /Notification: Halo ignores it silently.
  const { id, events, steps, ...given } = element;
  checkRecipient(state, given);
  const fields = state.contradicts('failure-notification') ? withoutNotification(given) : given;
  const known = isSet(id) ? findRow(state.webhooks, id, 'webhook') : undefined;
  checkKind(known, fields);
  checkName(state, known, fields);
  const saved = steps ? { steps: savedSteps(state, steps, known) } : {};
  if (known) return Object.assign(known, fields, saved);
  return state.addRunbook(String(fields.name), { type: 0, active: false, ...fields, ...saved });
}

/** It is inferred that the agent must exist and be active. */
function checkRecipient({ agents }: HaloState, { notify_on_failure_tech: recipient }: Json): void {
  if (!isSet(recipient) || recipient === NOBODY) return;
  const agent = agents.find(({ id }) => id === recipient);
  if (!agent || agent.isdisabled) throw badRequest('Please select a valid agent to notify.');
}

function withoutNotification({ notify_on_failure, notify_on_failure_tech, ...others }: Json): Json {
  return others;
}

function checkKind(known: WebhookRow | undefined, fields: Json): void {
  const type = fields.type ?? known?.type ?? 0;
  if (known && type !== known.type) throw badRequest('The type of a webhook cannot be changed.');
  const url = fields.url ?? known?.url;
  if (type !== RUNBOOK && !(typeof url === 'string' && URL.canParse(url))) throw badRequest('Please enter a valid URL');
  if (!known && typeof fields.name !== 'string') throw badRequest('Please enter a name.');
}

/** Names are unique across webhooks of all types, regardless of case. */
function checkName(state: HaloState, known: WebhookRow | undefined, { name, type = known?.type ?? 0 }: Json): void {
  const rivals = state.contradicts('webhooks-of-any-type')
    ? state.webhooks.filter((row) => row.type === type)
    : state.webhooks;
  const isTaken = (row: WebhookRow) =>
    row !== known && row.name.trim().toLowerCase() === String(name).trim().toLowerCase();
  if (name !== undefined && rivals.some(isTaken)) throw badRequest('Name must be unique');
}

function isListedWithoutType(state: HaloState, type: unknown, query: QueryValues): boolean {
  return query.has('type') || type !== RUNBOOK || !state.contradicts('webhooks-of-any-type');
}

function withoutDetails({ steps, ...listed }: WebhookRow): Json {
  return listed;
}

function withDetails(state: HaloState, webhook: WebhookRow): Json {
  const bindings = state.bindings.filter(({ webhook_id }) => webhook_id === webhook.id);
  return { ...webhook, events: bindings.map((binding) => showBinding(state, binding)) };
}
