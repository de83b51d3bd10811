import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../../sandbox/sandbox.ts';
import { TO_APPLY } from '../../../src/config/required-settings.ts';
import { CliError } from '../../../src/errors/cli-error.ts';
import type { Report } from '../../../src/facts/report-schema.ts';
import { openReport } from '../../../src/facts/write-report.ts';
import { connect } from '../../../src/runtime/connect.ts';
import { createContext } from '../../../src/runtime/context.ts';
import { loadSettings } from '../../../src/runtime/load-settings.ts';
import { refreshOrRefuse } from '../../../src/runtime/refresh.ts';
import type { System } from '../../../src/runtime/system.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { packageRoot, pointedAt, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied } from '../../support/tenants.ts';
import { haloAt } from '../../support/wire.ts';

const FILE = 'tenant.json';

/** Runs `status --report` on both tenants. */
async function lookWithReport(sandbox: Sandbox, { cwd = temporaryFolder(), env = {} } = {}) {
  const said: string[] = [];
  const silence = { write: () => true };
  const host: System = {
    cwd,
    env: { ...pointedAt(sandbox), ...env },
    configDir: join(cwd, '.saved'),
    packageRoot,
    platform: 'linux',
    nodeVersion: process.version,
    processId: process.pid,
    isRunning: () => false,
    now: Date.now,
    timeScale: 0.001,
    stdin: nothing(),
    stdout: silence,
    stderr: { write: (text: string) => said.push(text) },
    keychain: async () => undefined,
    holdKeyboard: () => () => undefined,
    openPrompter: () => Promise.reject(new Error('nothing is asked here')),
    onInterrupt: () => () => undefined,
  };
  const options = { document: false, yes: false, quiet: false, verbose: false, color: false, profile: 'default' };
  const run = { ...options, timeout: 5_000, noConfig: false, secretsStdin: false, adopt: [] };
  const context = createContext(host, run, new AbortController().signal);
  const resolved = await loadSettings(context, {}, TO_APPLY);
  const report = await openReport(context, resolved, FILE);
  const clients = connect(context, resolved, { record: report.listen });
  const live = await refreshOrRefuse(context, resolved, clients).then(
    ({ refreshed }) => refreshed.state,
    () => undefined,
  );
  const { runs, deliveries } = sandbox.halo.state;
  await clients.halo.runs().catch(() => undefined);
  const alerts = live?.['alert-source']
    ? await clients.ilert.alertsOf((live['alert-source'] as { id: number }).id)
    : [];
  await report.write({
    live,
    runs: runs.map(({ ticket_id, status, error }) => ({
      ticketId: ticket_id,
      done: status === 2,
      error: error ?? undefined,
    })),
    deliveries: deliveries.map(({ responsestatus }) => ({ status: responsestatus })),
    alerts,
  });
  const text = readFileSync(join(cwd, FILE), 'utf8');
  const written = JSON.parse(text) as Report;
  return {
    text,
    said: said.join(''),
    ...written,
    answers: Object.fromEntries(written.facts.map(({ fact, answer }) => [fact, answer])),
  };
}

/** Creates a tenant with the integration, in which a ticket has become an alert. */
async function usedTenant(options: SandboxOptions = {}, ...flags: string[]): Promise<Sandbox> {
  const sandbox = await sandboxOfTest(options);
  await applied(sandbox, ...flags);
  const { url, clientId, clientSecret, state } = sandbox.halo;
  const halo = haloAt(url, { clientId, clientSecret: new Secret(clientSecret) });
  await halo.createTicket({ summary: 'Mail is down at Example GmbH', details: 'Erika can not send' });
  await state.idle();
  return sandbox;
}

describe('the report of a tenant', () => {
  it('of a tenant that behaves as known confirms the facts', async () => {
    const { answers, resources, events, deliveries, runs } = await lookWithReport(await usedTenant());
    const confirmed = [
      'halo-auth-info',
      'halo-token',
      'halo-scope',
      'halo-lists',
      'halo-lists-filtered',
      'method-codes',
      'method-address',
      'method-bodies-in-integration',
      'template-values',
      'runbook-type',
      'step-codes',
      'edge-codes',
      'edge-names',
      'runs',
      'events-by-name',
      'event-numbers',
      'events-count',
      'lookup-filter',
      'binding',
      'ilert-source',
      'ilert-own-grouping',
      'ilert-include',
      'ilert-alert-key',
    ];
    for (const fact of confirmed) expect([fact, answers[fact]]).toEqual([fact, 'confirmed']);
    expect(Object.entries(answers).filter(([, answer]) => answer === 'contradicted')).toEqual([]);
    expect(resources).toMatchObject({ 'alert-source': 'exists', runbook: 'exists' });
    expect(events).toEqual([
      { event: 'new-ticket-event', filter: [] },
      { event: 'status-changed-event', filter: [] },
    ]);
    expect([deliveries, runs]).toEqual([{ 202: 1 }, { done: 1, failed: 0 }]);
  });

  it.each<[string, SandboxOptions, string]>([
    ['does not answer the list of events by its number', { lookupFilterWorks: false }, 'lookup-filter'],
    [
      'shows no bodies of methods in the integration',
      { contradict: ['method-bodies-in-integration'] },
      'method-bodies-in-integration',
    ],
  ])('of a tenant that %s says so', async (_, options, fact) => {
    const { answers } = await lookWithReport(await usedTenant(options));
    expect(answers[fact]).toBe('contradicted');
    expect(Object.values(answers).filter((answer) => answer === 'contradicted')).toHaveLength(1);
  });

  it('shows whether the filter of the settings has been stored', async () => {
    const sandbox = await usedTenant({}, '--only-priority', 'Critical', '--only-priority', 'High');
    const { answers, events, text } = await lookWithReport(sandbox, { env: { HALO_ONLY_PRIORITY: 'Critical,High' } });
    expect(answers).toMatchObject({
      'condition-seriousness': 'confirmed',
      'condition-sectio_': 'not observed',
      'events-several': 'confirmed',
    });
    expect(events).toHaveLength(5);
    expect(events).toContainEqual({ event: 'new-ticket-event', filter: [{ column: 'priority', operator: 0 }] });
    expect(events).toContainEqual({ event: 'closed-event', filter: [] });
    expect(text).not.toContain('Critical');
  });

  it('lists every route with its statuses and the shape of its answer', async () => {
    const { routes } = await lookWithReport(await usedTenant());
    expect(routes.map(({ route }) => route)).toEqual(
      expect.arrayContaining([
        'GET /api/AuthInfo',
        'POST /auth/token?tenant',
        'GET /api/Lookup?lookupid',
        'GET /api/Notification?webhook_id',
        'GET /api/Webhook/{id}?includedetails',
        'GET /api/CustomIntegration/{id}?includedetails&includemethods',
        'GET /api/alert-sources?start-index&max-results',
        'GET /api/alert-sources/{id}?include',
      ]),
    );
    for (const { route, statuses } of routes) {
      expect(route).not.toMatch(/^\w+ \/\{id\}|\/api\/\{id\}|\{name\}/);
      expect(statuses).toEqual({ 200: expect.any(Number) });
    }
    const runbook = routes.find(({ route }) => route === 'GET /api/Webhook/{id}?includedetails')?.answer;
    expect(runbook).toMatchObject({ id: 'guid', name: 'text', type: 'integer: 1', active: 'boolean' });
  });

  it('holds no address, id, key, name or text of either service', async () => {
    const sandbox = await usedTenant();
    const { text } = await lookWithReport(sandbox);
    const { ilert, halo } = sandbox;
    const rows = [
      halo.state.snapshot(),
      ilert.state.snapshot(),
      halo.state.tickets,
      halo.state.runs,
      halo.state.deliveries,
    ];
    const values = [
      ...new Set([...textsIn(rows), ilert.token, halo.clientId, halo.clientSecret, ...halo.state.tokens.keys()]),
    ];
    expect(values.length).toBeGreaterThan(300);
    // The report's own words: the events, the runbook's results, and values that the facts name.
    const ours = [
      'New Ticket Logged',
      'Ticket Status Changed',
      'Closed',
      'HALOITSM',
      'HALOPSA',
      'ONE_ALERT_PER_EMAIL',
      'Success',
      'Unsuccessful Response',
      'FINISHED',
    ];
    expect(values.filter((value) => value.length > 5 && !ours.includes(value) && text.includes(value))).toEqual([]);
    for (const secret of [ilert.url, halo.url, '127.0.0.1', 'Erika', 'Ada', 'GmbH']) expect(text).not.toContain(secret);
    const ids = [halo.state.methods, halo.state.bindings, halo.state.tickets].flat().map(({ id }) => String(id));
    // Some of them are also HTTP status codes.
    const statuses = ['401', '402', '403', '404', '429'];
    expect(ids.filter((id) => !statuses.includes(id) && text.split(/\D+/).includes(id))).toEqual([]);
  });

  it('is written even if a tenant refuses to be read, and shows where it stopped', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add('Webhook');
    const { answers, routes, resources } = await lookWithReport(sandbox);
    expect(answers['halo-scope']).toBe('contradicted');
    expect(routes.find(({ route }) => route.startsWith('GET /api/Webhook'))).toMatchObject({
      statuses: { 403: 1 },
      refusal: 'text',
    });
    expect(resources.runbook).toBe('not read');
  });
});

describe('the file of a report', () => {
  it('is named, with what to do with it, and an earlier report is replaced', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    expect((await lookWithReport(sandbox, { cwd })).said).toContain(
      `The report is in ${FILE}. It was not sent to anybody`,
    );
    expect((await lookWithReport(sandbox, { cwd })).formatVersion).toBe(1);
  });

  it('that is something else is left alone, and no request is made', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'halo: {}\n');
    await expect(lookWithReport(sandbox, { cwd })).rejects.toThrow(CliError);
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe('halo: {}\n');
    expect(sandbox.requests).toEqual([]);
  });
});

async function* nothing(): AsyncGenerator<string> {}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
