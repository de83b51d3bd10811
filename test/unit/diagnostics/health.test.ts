import { describe, expect, it, test } from 'vitest';
import { driftFindings } from '../../../src/diagnostics/drift-findings.ts';
import { type Health, healthOf } from '../../../src/diagnostics/health.ts';
import type { History, Run } from '../../../src/providers/halo/run-history.ts';
import type { IntegrationState as Live } from '../../../src/providers/integration.ts';
import { planApply } from '../../../src/providers/plan.ts';
import { renderHealth } from '../../../src/reporters/health.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { desiredOf, recommended } from '../providers/plan/tenants-in-memory.ts';
import { desired, POLICY, withFields, without, withStep } from './changed-tenants.ts';

const NOTHING: History = { runs: [], deliveries: [] };

function health(live: Live, history = NOTHING): Health {
  return healthOf(planApply(desired, live), live, desired.settings, history);
}

const ALERT_SOURCE = 'alert-source';
const INTEGRATION = 'custom-integration';
const NEW_TICKET = 'new-ticket-event';
const HEALTHY = 'healthy';
const DRIFTED = 'drifted';
const BROKEN = 'broken';

describe('the state of an integration', () => {
  it.each<[string, Live, Health['state']]>([
    ['everything as configured', withFields(), HEALTHY],
    ['nothing there', {}, BROKEN],
    ['no alert source', without(ALERT_SOURCE), BROKEN],
    ['no event', without(NEW_TICKET), BROKEN],
    ['the alert source is off', withFields(ALERT_SOURCE, { active: false }), BROKEN],
    ['the alert source is disabled', withFields(ALERT_SOURCE, { status: 'DISABLED' }), BROKEN],
    ['the alert source is in maintenance', withFields(ALERT_SOURCE, { status: 'IN_MAINTENANCE' }), BROKEN],
    ['the alert source has open alerts', withFields(ALERT_SOURCE, { status: 'PENDING' }), HEALTHY],
    [
      'a policy without rules',
      withFields(ALERT_SOURCE, { escalationPolicy: { ...POLICY, escalationRules: [] } }),
      BROKEN,
    ],
    ['a policy whose rules are not returned', withFields(ALERT_SOURCE, { escalationPolicy: { id: 11 } }), HEALTHY],
    ['another policy', withFields(ALERT_SOURCE, { escalationPolicy: { ...POLICY, id: 12 } }), DRIFTED],
    [
      'a template that is not in the settings',
      withFields(ALERT_SOURCE, { summaryTemplate: { textTemplate: 'x' } }),
      HEALTHY,
    ],
    ['another base URL', withFields(INTEGRATION, { resourcebaseurl: 'https://example.com' }), BROKEN],
    ['an integration that signs in', withFields(INTEGRATION, { authorizationtype: 2 }), BROKEN],
    ['a method that sends with PUT', withFields('method', { method: 2 }), BROKEN],
    ['a method that reads no answer', withFields('method', { responsetype: 1 }), DRIFTED],
    ['another body', withFields('method', { requestbody: '{"ticket": {"id": <<ticket^id>>}}' }), DRIFTED],
    ['a body that is no JSON', withFields('method', { requestbody: '{"ticket": <<ticket>>' }), BROKEN],
    [
      'the same body with other line ends',
      withFields('method', { requestbody: recommended.replaceAll('\n', '\r\n') }),
      HEALTHY,
    ],
    ['a runbook that is off', withFields('runbook', { active: false }), BROKEN],
    ['a runbook that Halo has disabled', withFields('runbook', { disabled: true }), BROKEN],
    ['an Error step that Halo does not retry', withStep('Error', { auto_action: 1 }), DRIFTED],
    ['an Error step that counts as success', withStep('Error', { auto_action: 0 }), DRIFTED],
    ['a send step without a label', withStep('Send webhook', { message: '' }), DRIFTED],
    ['a send step with a label of the admin', withStep('Send webhook', { message: 'Tell on-call' }), HEALTHY],
    ['an alert source whose setup is not finished', withFields(ALERT_SOURCE, { setupStatus: 'CREATED' }), DRIFTED],
    ['an alert source without a setup status', withFields(ALERT_SOURCE, { setupStatus: undefined }), HEALTHY],
    ['a runbook that may be started from elsewhere', withFields('runbook', { runbook_start_type: 1 }), HEALTHY],
    ['an event that starts nothing', withFields(NEW_TICKET, { delivery_method: 1 }), BROKEN],
    ['an event with a filter of its own', withFields(NEW_TICKET, { filter_type: 2, conditions: [{}] }), HEALTHY],
    ['an event of another name', withFields(NEW_TICKET, { name: 'Tickets to ilert' }), HEALTHY],
  ])('with %s', (_, live, state) => {
    expect(health(live).state).toBe(state);
  });
});

describe('each problem is reported once', () => {
  it('if base URL and path of the method both differ', () => {
    const live = withFields('method', { resource: 'https://example.com', path: '/elsewhere' });
    expect(health(live).findings.map(({ component }) => component)).toEqual(['method']);
  });

  it('if the body is not JSON, and so differs from the settings too', () => {
    expect(health(withFields('method', { requestbody: '{' })).findings.map(({ component }) => component)).toEqual([
      'payload',
    ]);
  });

  it('if several steps of the flow chart differ', () => {
    const { findings } = health(withFields('runbook', { steps: [] }));
    expect(findings.map(({ component }) => component)).toEqual(['steps']);
    expect(findings[0]?.message).toMatch(/Step "Send webhook".*Step "Success".*Step "Error"/);
  });
});

test('the filter of new tickets is one line, and one that differs is one finding', () => {
  const conditions = [
    { fieldname: 'seriousness', type: 0, value_int: 1 },
    { fieldname: 'symptom', type: 2, value_string: 'VIP' },
  ];
  const filtered = withFields(NEW_TICKET, { filter_type: 2, condition_count: 2, conditions });
  expect(health(filtered).tickets).toBe('priority is (ID 1) and summary contains VIP');
  const wanted = desiredOf(
    { 'alertSource.escalationPolicy': 'Default' },
    { filters: { ticketType: [], priority: [2], team: [] } },
  );
  const findings = driftFindings(planApply(wanted, filtered), filtered, wanted.settings);
  expect(findings.filter(({ component }) => component === 'new-ticket-event').map(({ message }) => message)).toEqual([
    'The event "New Ticket Logged" differs from the settings: Tickets.',
  ]);
});

describe('of runs, only the latest that has ended counts', () => {
  const failed: Run = { id: 2, ticketId: 2, state: 'failed', done: false, error: 'Timed out', at: '2' };
  const done: Run = { id: 1, ticketId: 1, state: 'done', done: true, error: undefined, at: '1' };
  const running: Run = { id: 3, ticketId: 3, state: 'running', done: false, error: undefined, at: '3' };
  const refused = { ticketId: 2, runId: 2, status: 404, answer: '', at: '2' };

  it.each<[string, History, Health['state']]>([
    ['it failed', { runs: [failed, done], deliveries: [] }, BROKEN],
    ['one before it failed', { runs: [{ ...done, id: 4 }, failed], deliveries: [] }, HEALTHY],
    ['one after it is under way', { runs: [running, failed], deliveries: [] }, BROKEN],
    [
      'its call was refused, and the cause is gone',
      { runs: [{ ...failed, error: 'x' }], deliveries: [refused] },
      DRIFTED,
    ],
    ['no run is listed, and the last call failed', { runs: [], deliveries: [{ ...refused, status: 500 }] }, BROKEN],
    ['a call of an earlier run was refused', { runs: [done], deliveries: [refused] }, HEALTHY],
    [
      'it stopped at a variable that is not in the body any more',
      { runs: [{ ...failed, error: 'Variable <<ticket^shelf>> could not be resolved' }], deliveries: [] },
      DRIFTED,
    ],
    [
      'it stopped at a variable that is still in the body',
      { runs: [{ ...failed, error: 'Variable <<ticket^summary>> could not be resolved' }], deliveries: [] },
      BROKEN,
    ],
  ])('%s', (_, history, state) => {
    const live = withFields('method', {
      requestbody: '{"ticket": {"id": <<ticket^id>>, "summary": <<ticket^summary>>}}',
    });
    const own = desiredOf({
      'alertSource.escalationPolicy': 'Default',
      'halo.payload': { name: 'own', text: String(live.method?.requestbody) },
    });
    expect(healthOf(planApply(own, live), live, own.settings, history).state).toBe(state);
  });
});

describe('what does the work of ours a second time', () => {
  const copy = {
    resource: 'runbook',
    title: 'runbook',
    row: { id: 'b7', name: 'copy' },
    does: 'calls the method "x" (ID 21)',
  };
  const withCopy = healthOf(planApply(desired, withFields(), [copy]), withFields(), desired.settings, NOTHING);

  it('is drift, with its name, its id and what to do', () => {
    expect(withCopy).toMatchObject({
      state: DRIFTED,
      duplicates: [{ resource: 'runbook', title: 'runbook', id: 'b7', name: 'copy', does: copy.does }],
      findings: [
        {
          code: 'second-runbook',
          message: 'The runbook "copy" (ID b7) also calls the method "x" (ID 21), so tickets may reach ilert twice.',
          hint: 'Remove it in HaloITSM, or, if it is the one to keep, use --adopt runbook:b7.',
        },
      ],
    });
  });

  it('is what the last line of status tells', () => {
    expect(renderHealth(withCopy, createStyle(false))).toMatch(
      /Drift: tickets still arrive, but something needs attention\.$/,
    );
  });
});
