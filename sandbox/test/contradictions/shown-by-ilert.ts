import type { SandboxOptions } from '../../sandbox.ts';
import { ilertClient, sandboxOfTest, send } from '../clients.ts';
import { shows } from './shown.ts';

type Json = Record<string, unknown>;

const CLOSED = { id: 9, name: 'Closed', shortname: 'Closed' };

/** An account with an alert source, and functions that post tickets to its URL and list its alerts. */
async function withSource(options: SandboxOptions, fields: Json = {}) {
  const sandbox = await sandboxOfTest(options);
  const ilert = ilertClient(sandbox);
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

export const shownByIlert = {
  'ilert-alert-key': shows(['7'], ['a'], alertsOf('alertKey', [{}])),
  'ilert-resolves': shows(['RESOLVED'], ['PENDING'], alertsOf('status', [{}, { status: CLOSED }])),
  'ilert-closed-without-alert': shows([], ['PENDING'], alertsOf('status', [{ status: CLOSED }])),
  'ilert-over': shows(
    ['RESOLVED'],
    ['PENDING'],
    alertsOf('status', [{}, { status: { id: 42, name: 'Closed', shortname: 'Closed' } }]),
  ),
  'ilert-links': shows([[{ text: 'Ticket', href: 'https://a/7' }]], [[]], alertsOf('links', [{}], linked)),
  'ilert-mappings': shows([1], [3], alertsOf('severity', [{}], mapped)),
};
