import * as z from 'zod';
import { checked } from '../../http/schema-check.ts';
import { badRequest, type Route } from '../../http/service.ts';
import { type Json, postedElement } from '../entities/entity-schema.ts';
import type { BindingRow, ConditionRow } from '../rows.ts';
import { EVENT_LOOKUP } from '../runbooks/event-catalogue.ts';
import type { HaloState } from '../state.ts';
import { checkConditions, showCondition } from './conditions.ts';
import { findRow, removeRow } from './find-row.ts';
import { listRoute, otherRow } from './lists.ts';

/** `delivery_method` of a notification that starts a runbook; the others are not simulated. */
const STARTS_RUNBOOK = 6;

/** What is checked beyond the types; `type` -2 is the one that rows with a runbook have. */
const rules = z.looseObject({
  name: z.string().trim().min(1),
  eventno: z.int(),
  webhook_id: z.guid(),
  type: z.literal(-2),
  delivery_method: z.literal(STARTS_RUNBOOK),
  agent_id: z.int(),
  filter_type: z.int().min(0).max(2),
});

/** Events that start runbooks: list (an array), read, create or update (answers an array), delete. */
export function notificationRoutes(state: HaloState): Route[] {
  const name = 'Notification';
  const path = `/api/${name}`;
  return [
    listRoute(state, {
      name,
      query: { webhook_id: { type: 'string' }, type: { type: 'int' }, showall: { type: 'bool' } },
      rows(query) {
        const webhook = query.string('webhook_id')?.toLowerCase();
        const type = query.int('type');
        const rows = state.bindings.filter(
          (row) => (webhook === undefined || row.webhook_id === webhook) && (type === undefined || row.type === type),
        );
        return rows.map((row) => showBinding(state, row));
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
        body:
          otherRow(state, name, params.id) ?? showBinding(state, findRow(state.bindings, params.id, 'notification')),
      }),
    },
    {
      name,
      method: 'POST',
      path,
      body: 'json',
      handle: ({ body }) => {
        const binding = save(state, postedElement('UnameNotification', body));
        return { status: 200, body: [showBinding(state, binding)] };
      },
    },
    {
      name,
      method: 'DELETE',
      path: `${path}/:id`,
      handle: ({ params }) => {
        const binding = findRow(state.bindings, params.id, 'notification');
        removeRow(state.bindings, binding);
        return { status: 200, body: showBinding(state, binding) };
      },
    },
  ];
}

/** A binding as Halo shows it. */
export function showBinding(state: HaloState, binding: BindingRow): Json {
  const agent = state.agents.find(({ id }) => id === binding.agent_id);
  const namesOf = { requesttypenew: state.ticketTypes, seriousness: state.priorities };
  const conditions = binding.conditions.map((condition) => showCondition(condition, namesOf));
  return { ...binding, conditions, agent_name: agent?.name ?? null };
}

function save(state: HaloState, element: Json): BindingRow {
  const { id, guid, ...fields } = element;
  const known = id === undefined ? ownerOf(state, guid) : findRow(state.bindings, id, 'notification');
  const row = { agent_id: 0, filter_type: 0, condition_count: 0, conditions: [], ...known, ...fields };
  checked(rules, row);
  checkReferences(state, row);
  checkConditions(row, known);
  const conditions = (row.conditions as ConditionRow[]).map((condition) => ({
    ...condition,
    id: condition.id || state.nextId('condition'),
  }));
  const runbook = findRow(state.webhooks, row.webhook_id, 'webhook');
  if (known) return Object.assign(known, fields, { webhook_id: runbook.id, conditions });
  const { eventno, name } = row as unknown as BindingRow;
  return state.addBinding(runbook, eventno, name, { ...fields, webhook_id: runbook.id, conditions });
}

/** Without an id, the `guid` of another row takes that row over, as it does on a live tenant. */
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
