import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { driftFindings } from '../../../src/diagnostics/drift-findings.ts';
import { extraFindings } from '../../../src/diagnostics/extra-findings.ts';
import type { Finding, FindingCode } from '../../../src/diagnostics/finding.ts';
import { healthOf } from '../../../src/diagnostics/health.ts';
import { deliveryFinding, runFinding } from '../../../src/diagnostics/run-findings.ts';
import { unreadableFindings } from '../../../src/diagnostics/unreadable.ts';
import { assertAlertContent } from '../../../src/diagnostics/verify/alert-content.ts';
import { assertAlertExtras } from '../../../src/diagnostics/verify/alert-extras.ts';
import { noAlertFinding, notResolvedFinding } from '../../../src/diagnostics/verify/alert-findings.ts';
import { verifyExcludedTicket } from '../../../src/diagnostics/verify/excluded-ticket.ts';
import { assertLetThrough } from '../../../src/diagnostics/verify/filtered-ticket.ts';
import { checkOpensOwnAlert } from '../../../src/diagnostics/verify/open-alerts.ts';
import { createStepRecorder, VerificationFailed } from '../../../src/diagnostics/verify/steps.ts';
import { verifyThroughHalo } from '../../../src/diagnostics/verify/through-halo.ts';
import { whyNoAlert, whyNotResolved } from '../../../src/diagnostics/verify/ticket-runs.ts';
import type { Verification } from '../../../src/diagnostics/verify/verification.ts';
import { verifyWithoutPaging } from '../../../src/diagnostics/verify/without-paging.ts';
import { ApiError } from '../../../src/errors/api-error.ts';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import type { Run } from '../../../src/providers/halo/run-history.ts';
import type { IntegrationChange, IntegrationState as Live, ResourceKey } from '../../../src/providers/integration.ts';
import { planApply } from '../../../src/providers/plan.ts';
import { notLookedUp } from '../../../src/providers/unresolved-extra.ts';
import { packageRoot } from '../../support/cli.ts';
import { desiredOf, IDS } from '../providers/plan/tenants-in-memory.ts';
import { desired, POLICY, withFields, without, withStep } from './changed-tenants.ts';

type Found = Finding | undefined | readonly Finding[] | Promise<Finding | undefined>;

const inTenant = (live: Live, wanted = desired) => driftFindings(planApply(wanted, live), live, wanted.settings);
const changed = (key: ResourceKey, fields: object) => () => inTenant(withFields(key, fields));
const twice = (resource: ResourceKey) => () => {
  const duplicate = { resource, title: resource, row: { id: 99, name: 'copy' }, does: 'does the same' };
  return driftFindings(planApply(desired, withFields(), [duplicate]), withFields(), desired.settings);
};
const missing = (key: ResourceKey) => () => inTenant(without(key));
const step = (name: string, fields: object) => () => inTenant(withStep(name, fields));

const NOTIFICATION = {
  component: 'runbook',
  setting: 'halo.notifyOnFailure',
  origin: '--notify-on-failure',
} as const;
const run: Run = { id: 1, ticketId: 7, state: 'failed', done: false, error: 'Timed out', at: undefined };
const stopped = (error: string) => () => runFinding({ ...run, error }, undefined);
const answered = (status: number) => () => deliveryFinding({ ticketId: 7, status, answer: '', at: undefined });
const recently = (last: Run, status: number) => {
  const live = withFields();
  const deliveries = [{ ticketId: 7, runId: 1, status, answer: '', at: undefined }];
  return healthOf(planApply(desired, live), live, desired.settings, { runs: [last], deliveries }).findings;
};
const retry = { at: '2026-01-02T03:04:05.000Z', attemptsLeft: 2 };

const refused = (status: number) => Promise.reject(new ApiError({ message: 'No.' }, ExitCode.failed, { status }));
const SENT = { id: 7, summary: 'Mail is down', details: '', closed: false };

/** A verification whose time is up at once. @param halo @param ilert what the clients answer */
function verification(live: Live, { halo = {}, ilert = {} }: { halo?: object; ilert?: object } = {}): Verification {
  const clients = {
    halo: { runs: async () => [], deliveriesOf: async () => [], deleteTicket: async () => undefined, ...halo },
    ilert: { alertsOf: async () => [], resolveAlert: async () => undefined, ...ilert },
  };
  return {
    clients,
    live,
    plan: planApply(desired, live),
    settings: desired.settings,
    payload: String(live.method?.requestbody),
    product: 'HaloITSM',
    filter: undefined,
    choices: { priority: [], team: [], ticketType: [] },
    wait: 0,
    recorder: createStepRecorder(() => 0),
    removed: () => undefined,
    cleanupClients: () => clients,
    now: () => 0,
    pause: async () => undefined,
    info: () => undefined,
    show: () => undefined,
    stillWaiting: () => undefined,
  } as unknown as Verification;
}

const finding = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof VerificationFailed ? error.finding : Promise.reject(error)),
  );
const whyNone = (halo: object = {}, live = withFields()) => whyNoAlert(verification(live, { halo }), 7);
const arrived = (alert: object) =>
  finding(
    assertAlertContent(
      verification(withFields(), { ilert: { alert: async () => ({ customDetails: {}, ...alert }) } }),
      { id: 1, customDetails: {}, summary: '', status: 'PENDING', alertKey: undefined },
      SENT,
    ),
  );
const throughHalo = (halo: object) => {
  let alert = { id: 1, alertKey: '7', summary: '', customDetails: {} };
  const ilert = { alertsOf: async () => [alert], alert: async () => alert };
  const createTicket = async ({ summary }: { summary: string }) => {
    alert = { ...alert, summary };
    return { id: 7 };
  };
  return finding(
    verifyThroughHalo(verification(withFields(), { halo: { createTicket, ...halo }, ilert }), { attributes: {} }),
  );
};
/** A ticket that a filter on priority 1 excludes. @param has whether it has an alert, by whether it is closed */
const excluded = (has: (isClosed: boolean) => boolean) => {
  let isClosed = false;
  const halo = {
    createTicket: async () => ({ id: 7 }),
    statuses: async () => [{ id: 9, name: 'Closed' }],
    updateTicket: async () => {
      isClosed = true;
    },
  };
  const ilert = { alertsOf: async () => (has(isClosed) ? [{ id: 1, alertKey: '7', summary: '' }] : []) };
  const choices = { priority: [{ value: 4, name: 'Low' }], team: [], ticketType: [] };
  const letThrough = { attributes: { priority: 1 }, alertTook: 0 };
  const all = { ...verification(withFields(), { halo, ilert }), choices };
  return finding(verifyExcludedTicket(all, [{ priority: 1 }], { attributes: {} }, letThrough));
};
const automation = (more: object) => ({
  runs: async () => [{ id: 1, runbook_id: IDS.runbook, ticket_id: 7, status: 1, ...more }],
});

const SOURCE = 'alert-source';
const INTEGRATION = 'custom-integration';
const NEW_TICKET = 'new-ticket-event';
const FILTER = { filter_type: 2, conditions: [{ fieldname: 'team', value_int: 1 }] };

const withPolicy = desiredOf({ 'alertSource.policyResponders': ['Ada Admin'] });
const withClosed = desiredOf({ 'alertSource.escalationPolicy': 'Default', 'halo.closedEvent': true });
const withFilter = desiredOf(
  { 'alertSource.escalationPolicy': 'Default' },
  { filters: { ticketType: [], priority: [1], team: [] } },
);

/** What causes each code. The type ensures that none is missing. */
const causes: Readonly<Record<FindingCode, () => Found>> = {
  'alert-source-missing': missing(SOURCE),
  'alert-source-drifted': changed(SOURCE, { escalationPolicy: { ...POLICY, id: 12 } }),
  'alert-source-setup-unfinished': changed(SOURCE, { setupStatus: 'CREATED' }),
  'alert-source-inactive': changed(SOURCE, { active: false }),
  'alert-source-in-maintenance': changed(SOURCE, { status: 'IN_MAINTENANCE' }),
  'escalation-policy-missing': () => inTenant({}, withPolicy),
  // An existing policy is never compared, so only another version's plan could report this.
  'escalation-policy-drifted': () => {
    const [policy, ...changes] = planApply(withPolicy, {}).changes;
    const drifted = {
      ...policy,
      action: 'update',
      labelledFields: [{ field: 'name', label: 'Name', before: 'a', after: 'b', beforeText: 'a', afterText: 'b' }],
    } as IntegrationChange;
    return driftFindings({ ...planApply(withPolicy, {}), changes: [drifted, ...changes] }, {}, withPolicy.settings);
  },
  'escalation-policy-without-responder': changed(SOURCE, { escalationPolicy: { ...POLICY, escalationRules: [] } }),
  'custom-integration-missing': missing(INTEGRATION),
  'custom-integration-drifted': changed(INTEGRATION, { name: 'Other' }),
  'integration-url-mismatch': changed(INTEGRATION, { resourcebaseurl: 'https://example.com' }),
  'authorization-not-none': changed(INTEGRATION, { authorizationtype: 2 }),
  'method-missing': missing('method'),
  'method-drifted': changed('method', { responsetype: 1 }),
  'method-url-mismatch': changed('method', { resource: 'https://example.com' }),
  'method-not-post': changed('method', { method: 2 }),
  'method-not-json': changed('method', { requesttype: 3 }),
  'method-of-other-integration': changed('method', { integration_id: 99 }),
  'payload-invalid': changed('method', { requestbody: '{' }),
  'payload-without-ticket-id': changed('method', { requestbody: '{"x": 1}' }),
  'runbook-missing': missing('runbook'),
  'runbook-drifted': changed('runbook', { name: 'Other' }),
  'runbook-inactive': changed('runbook', { active: false }),
  'runbook-disabled': changed('runbook', { disabled: true }),
  'on-call-option-invalid': () => extraFindings([{ ...NOTIFICATION, problem: { message: 'Gone.' } }]),
  'on-call-option-unchecked': () =>
    extraFindings([{ ...NOTIFICATION, ...notLookedUp(new ApiError({ message: 'No.' }, ExitCode.failed, {})) }]),
  'runbook-logs-tickets': changed('runbook', { log_ticket_attempts: 3 }),
  'flow-chart-drifted': changed('runbook', { steps: [] }),
  'error-step-not-retried': step('Error', { auto_action: 1 }),
  'step-label-drifted': step('Send webhook', { message: '' }),
  'event-missing': missing(NEW_TICKET),
  'event-drifted': () => inTenant(withFields(), withFilter),
  'event-number-mismatch': changed(NEW_TICKET, { eventno: 1 }),
  'event-type-mismatch': changed(NEW_TICKET, { type: 0 }),
  'event-not-starting-runbook': changed(NEW_TICKET, { delivery_method: 1 }),
  'event-of-other-runbook': changed(NEW_TICKET, { webhook_id: 'other' }),
  'closed-event-missing': () => inTenant(withFields(), withClosed),
  'closed-event-filtered': () => inTenant({ ...withFields(), 'closed-event': { id: 303, ...FILTER } }, withClosed),
  'second-method': twice('method'),
  'second-runbook': twice('runbook'),
  'runbook-unreadable': () => {
    const reason = new ApiError({ message: 'No.' }, ExitCode.denied, { status: 403 });
    const row = { resource: 'runbook', title: 'runbook', row: { id: 'b7' }, reason, isStarted: true };
    return unreadableFindings([row], 'HaloITSM');
  },
  'payload-variable-missing': stopped('Variable <<ticket^shelf>> could not be resolved'),
  'payload-rejected': answered(400),
  'flow-chart-dead-end': stopped('Next step not found'),
  'method-not-found': stopped('Integration method not found'),
  'run-failed': stopped('Timed out'),
  'run-failed-after-delivery': () =>
    runFinding({ ...run, error: 'Failed result' }, { ticketId: 7, status: 202, answer: '', at: undefined }),
  'ilert-unreachable': answered(0),
  'ilert-failed': answered(503),
  'integration-key-rejected': answered(404),
  'event-rate-limited': answered(429),
  'retry-pending': () => recently({ ...run, state: 'waiting-to-retry', retry }, 503),
  'fix-unproven': () => recently(run, 404),
  'payload-not-escaped': () => {
    const live = withFields('method', { requestbody: '{"ticket": {"summary": "<<ticket^summary!>>"}}' });
    return finding(verifyWithoutPaging(verification(live), { ...SENT, summary: '"' }));
  },
  'integration-key-unknown': () =>
    finding(verifyWithoutPaging(verification(withFields(), { ilert: { alertSource: () => refused(404) } }), SENT)),
  'ticket-rejected': () => throughHalo({ createTicket: () => refused(400) }),
  'ticket-not-closable': () => throughHalo({ statuses: async () => [] }),
  'ticket-stored-differently': () =>
    finding(
      (async () => assertLetThrough(verification(withFields()), [{ priority: 1 }], { priority: 1 }, { priority: 4 }))(),
    ),
  'closing-not-announced': () => whyNotResolved(verification(withFields()), 7, 'Closed'),
  'filter-not-effective': () => excluded(() => true),
  'alert-opened-by-closing': () => excluded((isClosed) => isClosed),
  'run-not-started': () => whyNone(),
  'run-not-started-filtered': () => whyNone({}, withFields(NEW_TICKET, FILTER)),
  'run-not-finished': () => whyNone(automation({})),
  'run-without-delivery': () => whyNone(automation({ status: 2 })),
  'alert-would-be-grouped': () =>
    finding(
      checkOpensOwnAlert(
        verification(withFields(SOURCE, { alertCreation: 'ONE_OPEN_ALERT_ALLOWED' }), {
          ilert: { openAlertsOf: async () => [{ id: 1, status: 'PENDING', summary: 'Mail is down' }] },
        }),
      ),
    ),
  'alert-not-created': () => noAlertFinding(verification(withFields())),
  'alert-not-created-filtered': () => noAlertFinding(verification(withFields(SOURCE, { eventFilter: 'x' }))),
  'alert-not-created-grouped': () =>
    noAlertFinding(verification(withFields(SOURCE, { alertCreation: 'ONE_OPEN_ALERT_ALLOWED' }))),
  'alert-key-mismatch': () => arrived({ alertKey: '8' }),
  'alert-without-summary': () => arrived({ alertKey: '7', summary: '' }),
  'alert-content-mismatch': () => arrived({ alertKey: '7', summary: 'Other' }),
  'alert-extras-missing': () => {
    const hrefTemplate = { textTemplate: 'https://acme.example/ticket?id={{ ticket.id }}' };
    const linkTemplates = [{ text: 'Open ticket in HaloITSM', hrefTemplate }];
    const alert = { id: 1, customDetails: {}, summary: '', status: 'PENDING', alertKey: '7', links: [] };
    const ilert = { alert: async () => alert };
    return finding(assertAlertExtras(verification(withFields(SOURCE, { linkTemplates }), { ilert }), alert, SENT));
  },
  'alert-not-resolved': () => notResolvedFinding(verification(withFields())),
  'alert-not-resolved-filtered': () =>
    notResolvedFinding(verification(withFields(SOURCE, { eventTypeFilterResolve: 'x' }))),
};

/** The "Findings" table of docs/codes.md: code, severity, components. */
const documented = [
  ...readFileSync(join(packageRoot, 'docs/codes.md'), 'utf8').matchAll(
    /^\| `([a-z-]+)` \| (broken|drifted|pending|unknown) \| ([a-z, -]+) \| .+\. \|$/gm,
  ),
].map(([, code, severity, component]) => ({ code, severity, components: component?.split(', ') }));

describe('a finding carries the code of its cause', () => {
  it.each(Object.entries(causes))('%s', async (code, cause) => {
    const findings = [await cause()].flat().filter((each) => each !== undefined);
    expect(findings.map((each) => each.code)).toContain(code);
    const row = documented.find((each) => each.code === code);
    const found = findings.find((each) => each.code === code);
    expect([row?.severity, row?.components]).toEqual([found?.severity, expect.arrayContaining([found?.component])]);
  });
});

it('docs/codes.md lists every code once', () => {
  expect(documented.map(({ code }) => code).sort()).toEqual(Object.keys(causes).sort());
});
