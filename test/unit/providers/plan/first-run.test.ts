import { describe, expect, it, test } from 'vitest';
import { isPending } from '../../../../src/engine/plan.ts';
import { hasUnknown, onTheWire, type Value } from '../../../../src/engine/values.ts';
import { planApply } from '../../../../src/providers/plan.ts';
import { resources } from '../../../../src/providers/resources.ts';
import {
  applied,
  changeOf,
  desiredOf,
  elementOf,
  IDS,
  INTEGRATION_URL,
  recommended,
  shown,
} from './tenants-in-memory.ts';

const desired = desiredOf();
const LATER = '(known after apply)';

const requestsOf = (live = {}) =>
  planApply(desired, live).changes.map(({ action, service, request }) => [
    action,
    service,
    request?.method,
    request?.path,
  ]);

test('on empty tenants there are six things to create, in the order of their needs', () => {
  expect(requestsOf()).toEqual([
    ['create', 'ilert', 'POST', '/alert-sources'],
    ['create', 'halo', 'POST', '/CustomIntegration'],
    ['create', 'halo', 'POST', '/CustomIntegrationMethod'],
    ['create', 'halo', 'POST', '/Webhook'],
    ['create', 'halo', 'POST', '/Notification'],
    ['create', 'halo', 'POST', '/Notification'],
  ]);
});

test('no resource comes before one that it depends on', () => {
  const keys = resources.map(({ key }) => key);
  for (const [index, { dependsOn }] of resources.entries())
    for (const needed of dependsOn) expect(keys.indexOf(needed)).toBeLessThan(index);
});

describe('what is sent, with what is known only later', () => {
  it('the alert source', () => {
    expect(shown(changeOf(desired, {}, 'alert-source').request?.body)).toEqual({
      name: 'HaloITSM',
      integrationType: 'HALOITSM',
      escalationPolicy: { id: 11 },
      setupStatus: 'FINISHED',
    });
  });

  it('the custom integration: no authorisation, base URL without a slash', () => {
    expect(shown(elementOf(changeOf(desired, {}, 'custom-integration')))).toEqual({
      name: 'ilert integration',
      authorizationtype: 0,
      resourcebaseurl: 'https://api.ilert.com',
    });
  });

  it('the method: POST is 1, JSON is 1, authorisation as the integration', () => {
    expect(shown(elementOf(changeOf(desired, {}, 'method')))).toEqual({
      integration_id: LATER,
      name: 'send ticket to ilert',
      resource: LATER,
      path: LATER,
      method: 1,
      requesttype: 1,
      responsetype: 0,
      authorizationtype: -1,
      requestbody: recommended.trimEnd(),
    });
  });

  it('the runbook: the three steps of the guide, with an edge for each kind of answer', () => {
    const edge = { action_type: 17, action_id: -17, use_work_hours: true, chat_selection_order: 1 };
    const end = { isstart: false, isend: true, steptype: 3, allow_all_statuses: true, actions: [] };
    const { steps, ...rest } = shown(elementOf(changeOf(desired, {}, 'runbook'))) as { steps: unknown[] };
    expect(rest).toEqual({ name: 'ilert runbook', type: 1, active: true, runbook_start_type: 0 });
    expect(steps).toEqual([
      {
        step_id: 1,
        name: 'Send webhook',
        isstart: true,
        isend: false,
        islaststep: false,
        allow_all_statuses: true,
        steptype: 2,
        auto_action: 6,
        auto_action_type: LATER,
        message: 'ilert integration: send ticket to ilert',
        actions: [
          {
            ...edge,
            seq: 1,
            start_step: 1,
            end_step: 2,
            approval_result: 1,
            action_name: 'Successful Response (200 - 299)',
          },
          { ...edge, seq: 2, start_step: 1, end_step: 3, approval_result: 0, action_name: 'Unsuccessful Response' },
        ],
      },
      { ...end, step_id: 2, name: 'Success', auto_action: 0, islaststep: expect.any(Boolean) },
      { ...end, step_id: 3, name: 'Error', auto_action: 2, islaststep: expect.any(Boolean) },
    ]);
  });

  it.each([
    ['new-ticket-event', 3, 'New Ticket Logged'],
    ['status-changed-event', 76, 'Ticket Status Changed'],
  ] as const)('the event of the %s', (key, eventno, name) => {
    expect(shown(elementOf(changeOf(desired, {}, key)))).toEqual({
      guid: null,
      eventno,
      name,
      type: -2,
      delivery_method: 6,
      agent_id: 0,
      webhook_id: LATER,
    });
  });
});

describe('once all is made', () => {
  const live = applied(desired);

  it('a second run has nothing to do', () => {
    const plan = planApply(desired, live);
    expect(plan.changes.map(({ action }) => action)).toEqual(Array(6).fill('keep'));
    expect(plan.changes.every(({ request, fields }) => request === undefined && fields.length === 0)).toBe(true);
    expect(isPending(plan)).toBe(false);
  });

  it('each row points to the others by their ids', () => {
    expect(onTheWire(live.method as Value)).toMatchObject({
      integration_id: IDS['custom-integration'],
      resource: 'https://api.ilert.com',
      path: new URL(INTEGRATION_URL).pathname,
    });
    expect(live.runbook).toMatchObject({ steps: [{ auto_action_type: IDS.method }, {}, {}] });
    expect(live['new-ticket-event']).toMatchObject({ webhook_id: IDS.runbook });
    expect(live['status-changed-event']).toMatchObject({ webhook_id: IDS.runbook });
  });

  it('what the plan shows of the integration key is its beginning', () => {
    const change = changeOf(desired, { ...live, method: { ...live.method, id: 21, path: '/other' } }, 'method');
    expect(JSON.stringify(change)).toContain('/api/v1/events/haloitsm/il1hitab…');
    expect(JSON.stringify(change)).not.toContain('il1hitabcdef');
  });
});

test('a request with something that is not known yet can not be sent', () => {
  for (const { request } of planApply(desired, {}).changes) {
    if (hasUnknown(request?.body)) expect(() => onTheWire(request?.body)).toThrow(/can't be sent/);
    else expect(() => onTheWire(request?.body)).not.toThrow();
  }
});
