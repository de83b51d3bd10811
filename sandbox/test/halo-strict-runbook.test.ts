import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { haloClient } from './clients.ts';
import { edge, guideSteps } from './connected.ts';
import { expectRefused, refusePost } from './halo-refusals.ts';

type Json = Record<string, unknown>;

let sandbox: Sandbox;
let halo: Awaited<ReturnType<typeof haloClient>>;
/** Rows that exist from the start. */
let ids: { method: number; runbook: string };

beforeAll(async () => {
  sandbox = await startSandbox();
  halo = await haloClient(sandbox);
  const { methods, webhooks } = sandbox.halo.state;
  ids = { method: methods[0]?.id ?? 0, runbook: webhooks[0]?.id ?? '' };
});
afterAll(() => sandbox.close());

const refuse = (route: string, element: Json, message: string) => refusePost(sandbox, halo, route, element, message);

describe('a webhook or runbook is refused', () => {
  it('of type 0 without a URL', async () => {
    await refuse('Webhook', { name: 'x' }, 'Please enter a valid URL');
    await refuse('Webhook', { name: 'x', type: 0, url: 'nowhere' }, 'Please enter a valid URL');
  });

  it.each<[string, Json, string]>([
    ['without a name', { name: undefined }, 'name'],
    ['of a type off the list', { type: 2 }, 'type'],
    ['with a kind of start off the list', { runbook_start_type: 2 }, 'runbook_start_type'],
    ['with null for its steps', { steps: null }, 'steps'],
    ['with integrations inside', { integrations: [{ name: 'x' }] }, '"integrations"'],
  ])('%s', (_, fields, message) => refuse('Webhook', { name: 'r', type: 1, ...fields }, message));

  it('when its type changes', () => refuse('Webhook', { id: ids.runbook, type: 0, url: 'https://x.example' }, 'type'));

  const changed = (index: number, fields: Json) =>
    guideSteps(ids.method).map((step, at) => (at === index ? { ...step, ...fields } : step));

  it.each<[string, () => Json[], string]>([
    ['two steps of the same number', () => changed(2, { step_id: 2 }), 'step_id of its own'],
    ['no start', () => changed(0, { isstart: false }), 'exactly one start'],
    ['two starts', () => changed(1, { isstart: true }), 'exactly one start'],
    ['a step without number', () => changed(0, { step_id: undefined }), 'step_id'],
    ['a step without name', () => changed(0, { name: undefined }), 'name'],
    ['a step of a kind off the list', () => changed(0, { steptype: 4 }), 'steptype'],
    ['an end with a result off the list', () => changed(2, { auto_action: 3 }), 'result 3'],
    ['an action without method', () => changed(0, { auto_action_type: undefined }), 'integration method'],
    ['an action with a method that is not there', () => changed(0, { auto_action_type: 1 }), 'integration method'],
    ['a step with the fdid of none', () => changed(0, { fdid: 1 }), 'fdid 1'],
    ['a step with an unknown field', () => changed(0, { colour: 'red' }), '"steps.0.colour"'],
    ['an edge to a step there is not', () => changed(0, { actions: [edge(1, 9, 1)] }), 'ends at a step'],
    ['an edge of another step', () => changed(0, { actions: [edge(2, 3, 1)] }), 'starts at another step'],
    ['an edge with the id of none', () => changed(0, { actions: [{ ...edge(1, 2, 1), id: 1 }] }), 'id 1'],
    ['an edge without seq', () => changed(0, { actions: [{ ...edge(1, 2, 1), seq: undefined }] }), 'seq'],
    ['an edge without result', () => changed(0, { actions: [edge(1, 2, 2)] }), 'approval_result'],
    [
      'an edge with an odd field',
      () => changed(0, { actions: [{ ...edge(1, 2, 1), label: 'x' }] }),
      '.actions.0.label"',
    ],
  ])('with %s', (_, steps, message) => refuse('Webhook', { name: 'r', type: 1, steps: steps() }, message));

  it('deletion while it has events', async () => {
    expectRefused(await halo('DELETE', `/Webhook/${ids.runbook}`), 400, 'New Ticket Logged');
  });
});

describe('an event of a runbook is refused', () => {
  const condition = { fieldname: 'requesttypenew', type: 0, value_int: 1, value_type: 'int', tablename: 'faults' };
  const filter = (fields: Json) => ({ filter_type: 2, condition_count: 1, conditions: [{ ...condition, ...fields }] });
  const event = { guid: null, eventno: 3, name: 'New Ticket Logged', type: -2, delivery_method: 6, agent_id: 0 };

  it.each<[string, Json, string]>([
    ['without a name', { name: undefined }, 'name'],
    ['without a runbook', { webhook_id: undefined }, 'webhook_id'],
    ['with a runbook that is not there', { webhook_id: randomUUID() }, 'webhook_id'],
    ['with a number that no event has', { eventno: 206 }, 'no event 206'],
    ['of another type', { type: 0 }, 'type'],
    ['with another way of delivery', { delivery_method: 1 }, 'delivery_method'],
    ['with an agent who is not there', { agent_id: 99 }, 'no agent 99'],
    ['with a guid that is no row’s', { guid: randomUUID() }, 'guid'],
    ['with conditions that would not be looked at', { condition_count: 1, conditions: [condition] }, 'filter_type 2'],
    ['with a filter and no conditions', { filter_type: 2 }, 'needs conditions'],
    ['with a wrong count of conditions', { ...filter({}), condition_count: 2 }, 'must be 1'],
    ['with a comparison off the list', filter({ type: 4 }), 'type'],
    ['with a condition without value', filter({ value_int: null }), 'value_string or value_int'],
    ['with a condition on another table', filter({ tablename: 'users' }), 'tablename'],
  ])('%s', (_, fields, message) => refuse('Notification', { ...event, webhook_id: ids.runbook, ...fields }, message));
});

describe('a ticket is refused', () => {
  it.each<[string, Json, string]>([
    ['without a summary', { details: 'x' }, 'summary'],
    ['with an empty summary', { summary: '' }, 'summary'],
    ['with a status that is not there', { status_id: 77 }, 'status_id'],
    ['with a type that is not there', { tickettype_id: 77 }, 'tickettype_id'],
    ['with a client that is not there', { client_id: 77 }, 'client_id'],
    ['with an agent who is not there', { agent_id: 77 }, 'agent_id'],
    ['with a team that is not there', { team: 'x' }, 'team'],
    ['with a date that is none', { dateoccurred: 'yesterday' }, 'dateoccurred'],
    ['with a nested row', { status: { id: 1 } }, '"status"'],
  ])('%s', (_, fields, message) =>
    refuse('Tickets', 'details' in fields ? fields : { summary: 'x', ...fields }, message),
  );

  it('without a field that the tenant requires', async () => {
    sandbox.halo.state.requiredTicketFields = ['category_1'];
    await refuse('Tickets', { summary: 'x' }, '"category_1"');
    expect((await halo('POST', '/Tickets', [{ summary: 'x', category_1: 'Mail' }])).status).toBe(200);
  });
});
