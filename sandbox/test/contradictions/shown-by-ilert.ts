import type { SandboxOptions } from '../../sandbox.ts';
import { ilertClient, sandboxOfTest, send } from '../clients.ts';
import { shows } from './shown.ts';

type Json = Record<string, unknown>;

const CLOSED = { id: 9, name: 'Closed', shortname: 'Closed' };

async function account(options: SandboxOptions) {
  const sandbox = await sandboxOfTest(options);
  return { sandbox, ilert: ilertClient(sandbox) };
}

/** An account with an alert source, and functions that post tickets to its URL and list its alerts. */
async function withSource(options: SandboxOptions, fields: Json = {}) {
  const { sandbox, ilert } = await account(options);
  const escalationPolicy = { id: sandbox.ilert.state.policies[0]?.id };
  const usual = { name: 'S', integrationType: 'HALOITSM', escalationPolicy };
  const { body: source } = await ilert('POST', '/alert-sources', { ...usual, ...fields });
  const post = (id: number | string, ticket: Json = {}) =>
    send(source.integrationUrl, 'POST', { ticket: { id, summary: 'a', ...ticket } });
  const alerts = async (): Promise<Json[]> => (await ilert('GET', `/alerts?sources=${source.id}`)).body;
  return { sandbox, ilert, source, post, alerts };
}

/** A field of the alerts that tickets make. */
const alertsOf =
  (field: string, tickets: Json[], fields: Json = {}) =>
  async (options: SandboxOptions) => {
    const { post, alerts } = await withSource(options, fields);
    for (const ticket of tickets) await post(7, ticket);
    return (await alerts()).map((alert) => alert[field]);
  };

const mapped = {
  severity: 3,
  severityTemplate: {
    valueTemplate: { textTemplate: '{{ ticket.summary }}' },
    mappings: [{ value: 'a', severity: 1 }],
  },
};
const linked = { linkTemplates: [{ text: 'Ticket', hrefTemplate: { textTemplate: 'https://a/{{ ticket.id }}' } }] };

/** ilert's answer to an alert source, or to a policy. */
const statusOf = (path: string, body: (policy: number) => Json) => async (options: SandboxOptions) => {
  const { sandbox, ilert } = await account(options);
  return (await ilert('POST', path, body(sandbox.ilert.state.policies[0]?.id ?? 0))).status;
};

const sourceWith = (fields: Json) => (policy: number) => ({
  name: 'S',
  integrationType: 'HALOITSM',
  escalationPolicy: { id: policy },
  ...fields,
});

const elevenLinks = Array.from({ length: 11 }, () => ({ text: 'x', hrefTemplate: { textTemplate: 'https://a' } }));

/** An alert with its details, of a ticket with the id 7. */
async function alertWithDetails(options: SandboxOptions) {
  const { ilert, post, alerts } = await withSource(options);
  await post(7);
  return (await ilert('GET', `/alerts/${(await alerts())[0]?.id}?include=customDetails`)).body;
}

export const shownByIlert = {
  'ilert-source': shows(true, false, async (options) => {
    const { source } = await withSource(options);
    return source.integrationUrl.endsWith(`/${source.integrationKey}`);
  }),
  'ilert-source-by-key': shows(200, 404, async (options) => {
    const { ilert, source } = await withSource(options);
    return (await ilert('GET', `/alert-sources/${source.integrationKey}`)).status;
  }),
  'ilert-types': shows('HALOITSM', 'HALO', async (options) => (await withSource(options)).source.integrationType),
  'ilert-own-grouping': shows(
    'ONE_ALERT_PER_EMAIL',
    'ONE_OPEN_ALERT_ALLOWED',
    async (options) => (await withSource(options)).source.alertCreation,
  ),
  'ilert-setup-status': shows('CREATED', 'FINISHED', async (options) => {
    const { source } = await withSource(options);
    return source.setupStatus;
  }),
  'ilert-include': shows([false, false], [true, true], async (options) => {
    const { ilert, source } = await withSource(options, { eventFilter: 'event.summary == nil' });
    const { body: read } = await ilert('GET', `/alert-sources/${source.id}`);
    const listed = (await ilert('GET', '/alert-sources')).body.at(-1);
    return ['eventFilter' in read, 'eventFilter' in listed];
  }),
  'ilert-put': shows(undefined, 3, async (options) => {
    const { ilert, source } = await withSource(options, { severity: 3 });
    const { body } = await ilert('PUT', `/alert-sources/${source.id}`, sourceWith({})(source.escalationPolicy.id));
    return body.severity;
  }),
  'ilert-link-text': shows(false, true, async (options) => {
    const [link] = linked.linkTemplates;
    const named = { ...link, linkTextTemplate: { textTemplate: 'Ticket' } };
    const { source } = await withSource(options, { linkTemplates: [named] });
    return 'text' in source.linkTemplates[0];
  }),
  'ilert-template-elements': shows(
    { elements: [{ type: 'VAR', val: 'ticket.id' }] },
    { textTemplate: '{{ ticket.id }}' },
    async (options) => {
      const { ilert, source } = await withSource(options, { summaryTemplate: { textTemplate: '{{ ticket.id }}' } });
      return (await ilert('GET', `/alert-sources/${source.id}?include=summaryTemplate`)).body.summaryTemplate;
    },
  ),
  'ilert-support-hours': shows(400, 201, statusOf('/alert-sources', sourceWith({ alertGroupingWindow: 'PT5M' }))),
  'ilert-at-most': shows(400, 201, statusOf('/alert-sources', sourceWith({ linkTemplates: elevenLinks }))),
  'ilert-policy': shows(
    400,
    201,
    statusOf('/escalation-policies', () => ({ name: 'P', escalationRules: [] })),
  ),
  'ilert-lists': shows(1, 3, async (options) => {
    const { ilert } = await account(options);
    return (await ilert('GET', '/users?max-results=1&start-index=1')).body.length;
  }),
  'ilert-limits': shows([429, false], [429, true], async (options) => {
    const { ilert } = await account({ ...options, ilertRequestsPerMinute: 1 });
    await ilert('GET', '/users');
    const { status, headers } = await ilert('GET', '/users');
    return [status, headers.has('retry-after')];
  }),
  'ilert-requests-left': shows('119', null, async (options) => {
    const { ilert } = await account(options);
    return (await ilert('GET', '/users')).headers.get('x-ratelimit-remaining');
  }),
  'ilert-refusals': shows(['status', 'message', 'code'], ['error'], async (options) => {
    const { ilert } = await account(options);
    return Object.keys((await ilert('GET', '/alerts/1')).body);
  }),
  'ilert-key-forms': shows([true, true], [false, false], async (options) => {
    const { sandbox, source } = await withSource(options);
    return [sandbox.ilert.token.startsWith('il1api'), source.integrationKey.startsWith('il1h')];
  }),
  'ilert-ids-ascend': shows(true, false, async (options) => {
    const { ilert, source } = await withSource(options);
    const { body } = await ilert('POST', '/alert-sources', sourceWith({})(source.escalationPolicy.id));
    return body.id > source.id;
  }),
  'ilert-alert-key': shows(['7'], ['a'], alertsOf('alertKey', [{}])),
  'ilert-alert-key-case': shows(1, 2, async (options) => {
    const { post, alerts } = await withSource(options);
    for (const id of ['a', 'A']) await post(id);
    return (await alerts()).length;
  }),
  'ilert-grouping': shows(2, 1, async (options) => {
    const { ilert, post, alerts } = await withSource(options, { alertCreation: 'ONE_OPEN_ALERT_ALLOWED' });
    await post(1);
    await ilert('PUT', `/alerts/${(await alerts())[0]?.id}/resolve`);
    await post(2);
    return (await alerts()).length;
  }),
  'ilert-resolves': shows(['RESOLVED'], ['PENDING'], alertsOf('status', [{}, { status: CLOSED }])),
  'ilert-closed-without-alert': shows([], ['PENDING'], alertsOf('status', [{ status: CLOSED }])),
  'ilert-over': shows(
    ['RESOLVED'],
    ['PENDING'],
    alertsOf('status', [{}, { status: { id: 42, name: 'Closed', shortname: 'Closed' } }]),
  ),
  'ilert-filtered': shows(202, 400, async (options) => {
    const { post } = await withSource(options, { eventFilter: 'event.summary == "b"' });
    return (await post(7)).status;
  }),
  'ilert-event-type-filters': shows(
    [],
    ['PENDING'],
    alertsOf('status', [{}], { eventTypeFilterCreate: 'event.summary == "b"' }),
  ),
  'ilert-links': shows([[{ text: 'Ticket', href: 'https://a/7' }]], [[]], alertsOf('links', [{}], linked)),
  'ilert-mappings': shows([1], [3], alertsOf('severity', [{}], mapped)),
  'ilert-alerts': shows(0, 1, async (options) => {
    const { ilert, post } = await withSource(options);
    await post(7);
    return (await ilert('GET', '/alerts?states=RESOLVED')).body.length;
  }),
  'ilert-custom-details': shows(
    { ticket: { id: 7, summary: 'a' } },
    { id: 7, summary: 'a' },
    async (options) => (await alertWithDetails(options)).customDetails,
  ),
};
