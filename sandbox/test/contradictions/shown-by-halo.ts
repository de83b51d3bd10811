import { expect } from 'vitest';
import type { SandboxOptions } from '../../sandbox.ts';
import { save, tenant } from '../clients.ts';
import { connected, ticket, type Variations } from '../connected.ts';
import { shows } from './shown.ts';

type Json = Record<string, unknown>;

/** Of an imported method. */
const guid = '10000000-0000-4000-8000-000000000000';

const UNSET_DATE = '1899-12-30T00:00:00';

/** The calls of the runbook for a new ticket. */
async function deliveriesOf(options: SandboxOptions, element: Json, variations: Variations = {}) {
  const both = await connected({ ...variations, options });
  const { id } = await ticket(both, element);
  const { events } = (await both.halo('GET', `/WebhookEvent?webhook_id=${both.runbook.id}`)).body;
  return { ...both, id, deliveries: events };
}

/** The body and headers that a method with other fields sends. */
async function requestOf(options: SandboxOptions, fields: Json) {
  const both = await connected({ options });
  await save(both.halo, 'CustomIntegrationMethod', { id: both.method.id, ...fields });
  await ticket(both, { summary: 'x' });
  const [delivery] = (await both.halo('GET', `/WebhookEvent?webhook_id=${both.runbook.id}`)).body.events;
  return [delivery.requestbody, delivery.requestheaders];
}

/** A body with more fields than ilert needs. */
const bodyWith = (fields: string) => `{"ticket": {"id": <<ticket^id>>, ${fields}}}`;

/** ilert's answer to a body that was rendered for a ticket. */
const answerTo = (fields: string, element: Json) => async (options: SandboxOptions) => {
  const { deliveries } = await deliveriesOf(options, element, { payload: bodyWith(fields) });
  return deliveries.map(({ responsestatus }: Json) => responsestatus);
};

/** How many runs a ticket starts when it is logged, and when it is closed. */
async function runsOf(options: SandboxOptions, variations: Variations, element: Json, changes: Json[] = []) {
  const both = await connected({ ...variations, options });
  const { id } = await ticket(both, element);
  for (const change of changes) await ticket(both, { id, ...change });
  return (await both.halo('GET', '/Automation')).body.automations.length;
}

const condition = (fieldname: string, type: number, value: Json) => ({
  fieldname,
  type,
  tablename: 'faults',
  ...value,
});

const filtered = (...conditions: Json[]) => ({
  filter_type: 2,
  condition_count: conditions.length,
  conditions,
});

/** The event of a runbook as saved with a filter. */
async function savedBinding(options: SandboxOptions, ...conditions: Json[]) {
  const { halo, runbook } = await connected({ options, events: [] });
  const row = { guid: null, eventno: 3, name: 'New', type: -2, delivery_method: 6, webhook_id: runbook.id };
  return { halo, saved: await save(halo, 'Notification', { ...row, ...filtered(...conditions) }) };
}

const conditionsSaved =
  (...conditions: Json[]) =>
  async (options: SandboxOptions) =>
    (await savedBinding(options, ...conditions)).saved.conditions.length;

const critical = condition('seriousness', 0, { value_int: 1 });
const incident = condition('requesttypenew', 0, { value_int: 1 });

/** The first run of a ticket that ilert could not take, and its retry. */
async function refusedRun(options: SandboxOptions, answer: 'reset' | 503 = 503) {
  const both = await connected({ options });
  both.sandbox.intercept = ({ service }) => {
    if (service !== 'ilert') return undefined;
    return answer === 'reset' ? { kind: 'reset' } : { kind: 'respond', status: answer };
  };
  await ticket(both, { summary: 'x' });
  const runs = async () => (await both.halo('GET', '/Automation')).body.automations;
  return { ...both, runs, run: (await runs())[0] };
}

const isRetried = async (options: SandboxOptions) => (await refusedRun(options)).run.next_retry_date !== UNSET_DATE;

export const shownByHalo = {
  'halo-lists-filtered': shows(0, 1, async (options) => {
    const { halo } = await tenant(options);
    return (await halo('GET', '/Webhook?showall=true&type=0')).body.length;
  }),
  'halo-pages': shows(100, 150, async (options) => {
    const { halo } = await tenant(options);
    return (await halo('GET', '/Lookup?lookupid=64&pageinate=true&page_size=150')).body.length;
  }),
  'halo-date-zone': shows(0, 2, async (options) => {
    const { halo } = await connected({ options });
    const { id } = await save(halo, 'Tickets', { summary: 'x' });
    const { dateoccurred, lastactiondate } = (await halo('GET', `/Tickets/${id}`)).body;
    return Math.round((Date.parse(`${lastactiondate}Z`) - Date.parse(dateoccurred)) / 3_600_000);
  }),
  'halo-ids-ascend': shows(1, -1, async (options) => {
    const { halo } = await tenant(options);
    const first = await save(halo, 'CustomIntegration', { name: 'first' });
    return (await save(halo, 'CustomIntegration', { name: 'second' })).id - first.id;
  }),
  'halo-access-control': shows(1, 0, async (options) => {
    const { halo } = await tenant(options);
    const { id } = await save(halo, 'CustomIntegration', { name: 'first' });
    return (await save(halo, 'CustomIntegration', { id, name: 'renamed' })).access_control.length;
  }),
  'method-other-request-types': shows(
    ['', ''],
    [expect.stringMatching(/^{/), 'Content-Type: application/json'],
    (options) => requestOf(options, { requesttype: 0 }),
  ),
  'method-address': shows([404], [202], async (options) => {
    const { deliveries } = await deliveriesOf(options, { summary: 'x' }, { path: (path) => `/${path}` });
    return deliveries.map(({ responsestatus }: Json) => responsestatus);
  }),
  'method-bodies-in-integration': shows(true, false, async (options) => {
    const { halo, integration } = await connected({ options });
    const { methods } = (await halo('GET', `/CustomIntegration/${integration.id}?includemethods=true`)).body;
    return 'requestbody' in methods[0];
  }),
  'template-values': shows([202], [400], answerTo('"summary": <<ticket^summary>>', { summary: 'a' })),
  'template-escaping': shows([202], [400], answerTo('"summary": <<ticket^summary>>', { summary: 'a "b"' })),
  'template-numbers': shows([202], [400], answerTo('"summary": "<<ticket^id>>"', { summary: 'a' })),
  'template-unresolved-method': shows([], [202], answerTo('"x": "<<ticket^nothing>>"', { summary: 'a' })),
  'template-unset': shows([202], [400], answerTo('"category": <<ticket^category_1>>', { summary: 'a' })),
  'template-fields': shows('New', null, async (options) => {
    const { deliveries } = await deliveriesOf(options, { summary: 'a' });
    return JSON.parse(deliveries[0].requestbody).ticket.status.name;
  }),
  'failure-notification': shows([true, 2], [undefined, undefined], async (options) => {
    const { halo, runbook } = await connected({ options });
    await save(halo, 'Webhook', { id: runbook.id, notify_on_failure: true, notify_on_failure_tech: 2 });
    const { body } = await halo('GET', `/Webhook/${runbook.id}`);
    return [body.notify_on_failure, body.notify_on_failure_tech];
  }),
  agents: shows(2, 3, async (options) => {
    const { halo } = await tenant(options);
    return (await halo('GET', '/Agent')).body.length;
  }),
  'import-integration': shows([guid], [expect.not.stringMatching(guid)], async (options) => {
    const { halo } = await tenant(options);
    const method = { id: null, guid, name: 'Send' };
    const document = { id: null, guid: guid.replace('1', '2'), name: 'Imported', methods: [method], _is_new: true };
    const { id } = await save(halo, 'CustomIntegration', document);
    const { methods } = (await halo('GET', `/CustomIntegrationMethod?integration_id=${id}`)).body;
    return methods.map((each: Json) => each.guid);
  }),
  'webhooks-of-any-type': shows([400, 2], [200, 1], async (options) => {
    const { halo } = await tenant(options);
    await save(halo, 'Webhook', { name: 'Hook', type: 0, active: true, url: 'https://example.com' });
    const listed = (await halo('GET', '/Webhook?showall=true')).body.length;
    return [(await halo('POST', '/Webhook', [{ name: 'hook', type: 1 }])).status, listed];
  }),
  'runbook-disabled': shows(true, undefined, async (options) => {
    const both = await connected({ options, runbook: { auto_disable_attempts: 2 }, path: () => '/none' });
    for (const summary of ['x', 'y']) await ticket(both, { summary });
    return (await both.halo('GET', `/Webhook/${both.runbook.id}`)).body.disabled;
  }),
  'runbook-disabled-start': shows(0, 1, (options) =>
    runsOf(options, { runbook: { disabled: true } }, { summary: 'x' }),
  ),
  'steps-replace': shows(2, 3, async (options) => {
    const { halo, runbook } = await connected({ options });
    const [first, success] = runbook.steps;
    const steps = [{ ...first, actions: first.actions.slice(0, 1) }, success];
    return (await save(halo, 'Webhook', { id: runbook.id, steps })).steps.length;
  }),
  'end-results': shows(true, false, isRetried),
  'event-on-close': shows(2, 1, (options) =>
    runsOf(options, { events: [3, 76] }, { summary: 'x' }, [{ status_id: 9 }]),
  ),
  'event-closed': shows(2, 1, (options) => runsOf(options, { events: [3, 39] }, { summary: 'x' }, [{ status_id: 9 }])),
  'every-event': shows(3, 0, async (options) => {
    const { halo } = await connected({ options });
    return (await halo('GET', '/Notification?showall=true')).body.length;
  }),
  'binding-list': shows(2, 0, async (options) => {
    const { halo, runbook } = await connected({ options });
    return (await halo('GET', `/Notification?webhook_id=${runbook.id}`)).body.length;
  }),
  'events-several': shows(2, 1, async (options) => {
    const { halo, runbook } = await connected({ options, events: [3, 3] });
    return (await halo('GET', `/Webhook/${runbook.id}?includedetails=true`)).body.events.length;
  }),
  'conditions-all': shows(0, 1, (options) =>
    runsOf(options, { events: [3], binding: filtered(critical, incident) }, { summary: 'x', tickettype_id: 1 }),
  ),
  'condition-operators': shows(1, 0, (options) => {
    const binding = filtered(condition('symptom', 1, { value_string: 'x' }));
    return runsOf(options, { events: [3], binding }, { summary: 'y' });
  }),
  'condition-returned': shows('Seriousness', null, async (options) => {
    const { saved } = await savedBinding(options, critical);
    return saved.conditions[0].fieldname;
  }),
  'conditions-cleared': shows(0, 1, async (options) => {
    const { halo, saved } = await savedBinding(options, critical);
    const cleared = { id: saved.id, filter_type: 0, condition_count: 0, conditions: [] };
    return (await save(halo, 'Notification', cleared)).conditions.length;
  }),
  'condition-requesttypenew': shows(1, 0, conditionsSaved(incident)),
  'condition-seriousness': shows(1, 0, conditionsSaved(critical)),
  'condition-sectio_': shows(1, 0, conditionsSaved(condition('sectio_', 0, { value_string: '1st Line Support' }))),
  'run-retry': shows(true, false, isRetried),
  'run-retry-row': shows(1, 2, async (options) => {
    const { sandbox, runs } = await refusedRun(options);
    sandbox.halo.retryNow();
    await sandbox.halo.state.idle();
    return (await runs()).length;
  }),
  'run-no-answer': shows([2, 'Failed result reached'], [1, 'fetch failed'], async (options) => {
    const { run } = await refusedRun(options, 'reset');
    return [run.steps_executed, run.error];
  }),
  'delivery-run': shows([true, true], [false, false], async (options) => {
    const { halo, id, deliveries } = await deliveriesOf(options, { summary: 'x' });
    const [run] = (await halo('GET', '/Automation')).body.automations;
    return [deliveries[0].entity_id === id, deliveries[0].automation_id === run.id];
  }),
};
