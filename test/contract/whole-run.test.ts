import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HALO_USER_AGENT } from '../../sandbox/http/journal.ts';
import type { RecordedRequest, Sandbox } from '../../sandbox/sandbox.ts';
import { createIlertClient } from '../../src/providers/ilert/api.ts';
import { Secret } from '../../src/secret/secret.ts';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runAt } from '../support/tenants.ts';
import { haloAt, httpOfTest } from '../support/wire.ts';
import { createChecker } from './checker.ts';

/** Every setting that is sent to one of the services. */
const everything = {
  alertSource: {
    teams: ['Operations'],
    services: ['Mail'],
    escalationPolicy: 'Made for this',
    policyTimeout: 5,
    policyResponders: ['Ada Admin', 'On-call'],
    grouping: 'similarity',
    groupingWindow: '15m',
    similarityThreshold: 0.7,
    autoResolve: '90m',
    severity: 2,
    priority: 'high-during-support-hours',
    supportHours: 'Office hours',
    summaryTemplate: '{{ ticket.summary }}',
    detailsTemplate: '{{ ticket.details }}',
    linkTemplates: [{ text: 'Ticket', href: 'https://halo.example.com/{{ ticket.id }}' }],
    priorityTemplate: { value: '{{ ticket.priority_id }}', mappings: { 1: 'high', 4: 'low' } },
    severityTemplate: { value: '{{ ticket.priority_id }}', mappings: { 1: 1, 4: 5 } },
    eventFilter: '(ticket.id > 0)',
    createFilter: '(ticket.id > 0)',
    acceptFilter: '(ticket.id > 0)',
    resolveFilter: '(ticket.status_id == 9)',
  },
  halo: { payload: 'full', onlyPriority: 1, onlyTeam: '1st Line Support' },
};

/** Fresh apply, an update of each resource, ticket and alert as in the demo, plan, apply again, destroy. */
async function wholeRun(): Promise<RecordedRequest[]> {
  const sandbox = await sandboxOfTest({ others: false });
  const cwd = temporaryFolder();
  const tool = async (settings: unknown, ...argv: string[]) => {
    writeFileSync(join(cwd, 'settings.json'), JSON.stringify(settings));
    const env = { ILERT_ESCALATION_POLICY: undefined };
    const ran = await runAt(sandbox, [...argv, '--config', 'settings.json'], { cwd, env });
    expect([argv, ran.exitCode, ran.stderr]).toEqual([argv, 0, expect.not.stringContaining('Error:')]);
  };
  await tool(everything, 'apply');
  await peopleUse(sandbox);
  drift(sandbox);
  await tool(everything, 'apply');
  await tool({ alertSource: { escalationPolicy: 'Default', grouping: 'none', priority: 'high' } }, 'apply');
  await tool(everything, 'destroy', '--yes');
  return sandbox.requests;
}

async function peopleUse(sandbox: Sandbox): Promise<void> {
  const { url, clientId, clientSecret, state } = sandbox.halo;
  const halo = haloAt(url, { clientId, clientSecret: new Secret(clientSecret) });
  const ticket = await halo.createTicket({ summary: 'x', details: 'y' });
  const closed = (await halo.statuses()).find(({ name }) => name === 'Closed');
  await halo.updateTicket(ticket.id, { status_id: closed?.id });
  await state.idle();
  await halo.deleteTicket(ticket.id);
  const token = new Secret(sandbox.ilert.token);
  const ilert = createIlertClient(httpOfTest().http, { endpoint: sandbox.ilert.url, token });
  await ilert.currentUser();
  await ilert.alertsOf(sandbox.ilert.state.alertSources.at(-1)?.id ?? 0);
}

/** Changes something in each resource, so that the next apply writes to all of them. */
function drift({ ilert, halo }: Sandbox): void {
  const { integrations, methods, webhooks, bindings } = halo.state;
  Object.assign(ilert.state.alertSources.at(-1) ?? {}, { severity: 5 });
  Object.assign(integrations.at(-1) ?? {}, { authorizationtype: 1 });
  Object.assign(methods.at(-1) ?? {}, { method: 0 });
  webhooks.at(-1)?.steps.pop();
  for (const binding of bindings.slice(-2)) Object.assign(binding, { type: 0 });
}

/** Proven on live tenants (facts `halo-token`, `halo-ticket-lists`), but missing from the document at hand. */
const NOT_IN_THE_EXCERPT = ['/auth/token', '/api/Team', '/api/Priority', '/api/Agent'];

describe('every request of a whole run', () => {
  it('conforms to the documents of both services, and so does every response of the simulated ilert', async () => {
    const check = createChecker();
    const requests = (await wholeRun()).filter(
      ({ path, headers }) => !NOT_IN_THE_EXCERPT.includes(path) && headers['user-agent'] !== HALO_USER_AGENT,
    );
    expect(requests.flatMap((request) => check.request(request))).toEqual([]);
    const answered = requests.filter(({ service }) => service === 'ilert');
    expect(answered.flatMap((request) => check.answer(request))).toEqual([]);

    const kinds = requests.map(({ method, path }) => `${method} ${path.split('/')[2]}`);
    for (const kind of ['CustomIntegration', 'CustomIntegrationMethod', 'Webhook', 'Notification', 'Tickets']) {
      expect(kinds).toContain(`POST ${kind}`);
      expect(kinds).toContain(`DELETE ${kind}`);
    }
    for (const kind of ['POST', 'PUT', 'DELETE', 'GET']) expect(kinds).toContain(`${kind} alert-sources`);
    expect(kinds).toContain('POST escalation-policies');
  });
});
