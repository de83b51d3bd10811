import * as z from 'zod';
import type { QueryValues } from '../../http/query.ts';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { BindingRow } from '../rows.ts';
import { EVENT_LOOKUP } from '../runbooks/event-catalogue.ts';
import type { HaloState } from '../state.ts';
import { checkConditions, showCondition, storedConditions } from './conditions.ts';
import { findRow, resourceRoutes } from './resource.ts';

/** `delivery_method` of a notification that starts a runbook. Others are not simulated. */
const STARTS_RUNBOOK = 6;

/** Rules beyond the types. Rows with a runbook have `type` -2. */
const rules = z.looseObject({
  name: z.string().trim().min(1),
  eventno: z.int(),
  webhook_id: z.guid(),
  type: z.literal(-2),
  delivery_method: z.literal(STARTS_RUNBOOK),
  agent_id: z.int(),
  filter_type: z.int().min(0).max(2),
  condition_count: z.int().nullable(),
  conditions: z.array(z.looseObject({ fieldname: z.string(), type: z.int() })),
});

const NEW_BINDING = { agent_id: 0, filter_type: 0, condition_count: 0, conditions: [] };

/** Notifications that bind a runbook to an event. */
export function notificationRoutes(state: HaloState): Route[] {
  return resourceRoutes<BindingRow>(state, {
    name: 'Notification',
    noun: 'notification',
    rows: state.bindings,
    listed: (binding) => showBinding(state, binding),
    list: {
      filters: { webhook_id: { type: 'string' }, type: { type: 'int', others: 'all' } },
      query: { showall: { type: 'bool' } },
      isListed: (row, query) => isListed(state, row, query),
    },
    read: { query: { includedetails: { type: 'bool' } }, others: true },
    post: {
      entity: 'UnameNotification',
      save: (element) => saveBinding(state, element),
      answer: 'array',
    },
    delete: {},
  });
}

/** Whether an event of a runbook is listed; other notifications always are. */
function isListed(state: HaloState, { webhook_id }: Json, query: QueryValues): boolean {
  const fact = query.has('webhook_id') ? 'binding-list' : 'every-event';
  return !webhook_id || !state.contradicts(fact);
}

/** A binding as Halo returns it. */
export function showBinding(state: HaloState, binding: BindingRow): Json {
  const agent = state.agents.find(({ id }) => id === binding.agent_id);
  const conditions = binding.conditions.map((condition) => showCondition(state, condition));
  return { ...binding, conditions, agent_name: agent?.name ?? null };
}

function saveBinding(state: HaloState, element: Json): BindingRow {
  const { id, guid: _, ...fields } = element;
  const known = id === undefined ? replacedRow(state, element) : findRow(state.bindings, id, 'notification');
  const row = checked(rules, { ...NEW_BINDING, ...known, ...fields });
  checkReferences(state, row);
  checkConditions(row, known);
  const isPosted = (id: unknown) => row.conditions.some((condition) => condition.id === id);
  const kept = state.contradicts('conditions-cleared')
    ? (known?.conditions ?? []).filter(({ id }) => !isPosted(id))
    : [];
  const conditions = [...kept, ...state.withIds(storedConditions(state, row.conditions))];
  const runbook = findRow(state.webhooks, row.webhook_id, 'webhook');
  const saved = { ...fields, webhook_id: runbook.id, condition_count: conditions.length, conditions };
  return known ? Object.assign(known, saved) : state.addBinding(runbook, row.eventno, row.name, saved);
}

/** The row that an element without an ID overwrites, if any. */
function replacedRow(state: HaloState, { guid, webhook_id, eventno }: Json): BindingRow | undefined {
  const owner = ownerOf(state, guid);
  if (owner || !state.contradicts('events-several')) return owner;
  return state.bindings.find((binding) => binding.webhook_id === webhook_id && binding.eventno === eventno);
}

/** As on a live tenant, an element without an ID but with another row's `guid` overwrites that row. */
function ownerOf(state: HaloState, guid: unknown): BindingRow | undefined {
  if (guid === undefined || guid === null) return undefined;
  const owner = state.bindings.find((binding) => binding.guid === guid);
  if (!owner) throw badRequest('A new notification gets its guid from Halo: send null.');
  return owner;
}

function checkReferences(state: HaloState, { webhook_id, eventno, agent_id }: Json): void {
  const runbook = state.webhooks.find(({ id }) => id === String(webhook_id).toLowerCase());
  if (runbook?.type !== 1) throw badRequest('webhook_id must be the id of a runbook.');
  if (!state.lookups.some((row) => row.lookupid === EVENT_LOOKUP && row.id === eventno)) {
    throw badRequest(`There is no event ${eventno}.`);
  }
  if (agent_id !== 0 && !state.agents.some(({ id }) => id === agent_id))
    throw badRequest(`There is no agent ${agent_id}.`);
}
