import { describe, expect, it, test } from 'vitest';
import { isPending } from '../../../../src/engine/plan.ts';
import type { Fields } from '../../../../src/engine/values.ts';
import type { ResourceKey } from '../../../../src/providers/integration.ts';
import { planApply } from '../../../../src/providers/plan.ts';
import { keyedPath } from '../../../../src/secret/secret.ts';
import { fc } from '../../../support/property.ts';
import { applied, changeOf, desiredOf, drifted, elementOf, IDS, pendingIn, shown } from './tenants-in-memory.ts';

/** Every setting that determines a field of its own. */
const desired = desiredOf(
  {
    'alertSource.grouping': 'similarity',
    'alertSource.groupingWindow': '5m',
    'alertSource.similarityThreshold': 0.8,
    'alertSource.priority': 'high-during-support-hours',
    'alertSource.supportHours': 'Day',
    'alertSource.autoResolve': '60m',
    'alertSource.severity': 2,
    'alertSource.summaryTemplate': '{{ticket.summary}}',
    'alertSource.detailsTemplate': '{{ticket.details}}',
    'alertSource.linkTemplates': [{ text: 'Ticket', href: 'https://acme.haloitsm.com/{{ticket.id}}' }],
    'alertSource.priorityTemplate': { value: '{{ticket.priority.name}}', mappings: { P1: 'high', P4: 'low' } },
    'alertSource.severityTemplate': { value: '{{ticket.priority.id}}', mappings: { 1: 5 } },
    'alertSource.eventFilter': '(event.a in ["b"])',
    'alertSource.createFilter': '(event.c in ["d"])',
    'alertSource.acceptFilter': '(event.e in ["f"])',
    'alertSource.resolveFilter': '(event.g in ["h"])',
  },
  { teams: [1, 2], supportHours: 31, services: [41, 42] },
);
const live = applied(desired);

/** One changed field of ours: the resource, the field, and its new value. */
const drifts: readonly (readonly [ResourceKey, string, Fields[string]])[] = [
  ['alert-source', 'name', 'Renamed'],
  ['alert-source', 'escalationPolicy', { id: 99, name: 'Other' }],
  ['alert-source', 'teams', [{ id: 1, name: 'One' }]],
  ['alert-source', 'supportHours', { id: 32, name: 'Night' }],
  ['alert-source', 'services', []],
  ['alert-source', 'alertCreation', 'ONE_ALERT_GROUPED_PER_WINDOW'],
  ['alert-source', 'alertGroupingWindow', 'PT1H'],
  ['alert-source', 'scoreThreshold', 0.5],
  ['alert-source', 'alertPriorityRule', 'LOW_DURING_SUPPORT_HOURS'],
  ['alert-source', 'autoResolutionTimeout', 'PT2H'],
  ['alert-source', 'severity', 5],
  ['alert-source', 'summaryTemplate', { textTemplate: 'x', elements: [] }],
  ['alert-source', 'detailsTemplate', undefined],
  ['alert-source', 'linkTemplates', []],
  ['alert-source', 'priorityTemplate', { valueTemplate: { textTemplate: 'x' }, mappings: [] }],
  ['alert-source', 'severityTemplate', undefined],
  ['alert-source', 'eventFilter', '(event.a in ["z"])'],
  ['alert-source', 'eventTypeFilterCreate', undefined],
  ['alert-source', 'eventTypeFilterAccept', null],
  ['alert-source', 'eventTypeFilterResolve', 'x'],
  ['custom-integration', 'name', 'Renamed'],
  ['custom-integration', 'authorizationtype', 2],
  ['custom-integration', 'resourcebaseurl', 'https://api.example.com'],
  ['custom-integration', 'resourcebaseurl', 'https://api.example.com/'],
  ['custom-integration', 'resourcebaseurl', null],
  ['method', 'integration_id', 8],
  ['method', 'name', 'Renamed'],
  ['method', 'resource', 'https://api.example.com'],
  ['method', 'path', keyedPath('/api/v1/events/haloitsm/il1hitother')],
  ['method', 'method', 0],
  ['method', 'requesttype', 0],
  ['method', 'responsetype', 1],
  ['method', 'authorizationtype', 2],
  ['method', 'requestbody', '{}'],
  ['runbook', 'name', 'Renamed'],
  ['runbook', 'active', false],
  ['new-ticket-event', 'eventno', 1],
  ['new-ticket-event', 'type', -1],
  ['status-changed-event', 'delivery_method', 0],
  ['status-changed-event', 'webhook_id', 'another-guid'],
];

describe('what somebody changed by hand is one update, and nothing else', () => {
  it.each(drifts)('%s: %s', (key, field, value) => {
    const changed = drifted(live, key, { [field]: value });
    expect(pendingIn(desired, changed)).toEqual({ [key]: [field] });
    const change = changeOf(desired, changed, key);
    expect(change).toMatchObject({ action: 'update', id: IDS[key] });
    if (key !== 'alert-source') expect(Object.keys(elementOf(change)).sort()).toEqual([field, 'id'].sort());
    expect(isPending(planApply(desired, applied(desired, changed)))).toBe(false);
  });
});

describe('an update of Halo holds the id and what changed', () => {
  it.each([
    ['custom-integration', '/CustomIntegration', { authorizationtype: 2 }, { authorizationtype: 0 }],
    ['method', '/CustomIntegrationMethod', { method: 0, requesttype: 3 }, { method: 1, requesttype: 1 }],
    ['runbook', '/Webhook', { active: false }, { active: true }],
    ['new-ticket-event', '/Notification', { eventno: 1 }, { eventno: 3 }],
  ] as const)('%s', (key, path, wrong, right) => {
    const { request } = changeOf(desired, drifted(live, key, wrong), key);
    expect(request).toEqual({ service: 'halo', method: 'POST', path, body: [{ id: IDS[key], ...right }] });
  });
});

describe('an update of the alert source, which replaces it whole,', () => {
  const others: Fields = {
    active: false,
    autoRaiseAlerts: true,
    autoCreateServices: true,
    routingTemplate: { textTemplate: '{{ticket.team}}' },
    alertKeyTemplate: { textTemplate: '{{ticket.id}}' },
    servicesTemplate: [{ textTemplate: 'x' }],
  };

  it('carries the fix and all that is set', () => {
    const { request } = changeOf(desired, drifted(live, 'alert-source', { severity: 5 }), 'alert-source');
    const { integrationUrl: _, status: _status, ...written } = live['alert-source'] ?? { id: 0 };
    expect(request).toMatchObject({ method: 'PUT', path: '/alert-sources/101' });
    expect(shown(request?.body)).toEqual(shown({ ...written, severity: 2 }));
  });

  it('keeps what others set, in the form that a write takes', () => {
    const plain = desiredOf();
    const row = {
      ...others,
      teams: [{ id: 5, name: 'Theirs' }],
      services: [{ id: 6, name: 'Shop', status: 'OPERATIONAL' }],
      supportHours: { id: 8, name: 'Day', timezone: 'Europe/Berlin' },
      alertPriorityRule: 'LOW_DURING_SUPPORT_HOURS',
      alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW',
      alertGroupingWindow: 'PT5M',
      summaryTemplate: { textTemplate: 'Theirs' },
      escalationPolicy: { id: 99, name: 'Other', escalationRules: [] },
    };
    const { request, fields } = changeOf(plain, drifted(applied(plain), 'alert-source', row), 'alert-source');
    expect(fields.map(({ field }) => field)).toEqual(['escalationPolicy']);
    expect(shown(request?.body)).toEqual({
      ...row,
      setupStatus: 'FINISHED',
      id: 101,
      name: 'HaloITSM',
      integrationType: 'HALOITSM',
      escalationPolicy: { id: 11 },
      teams: [{ id: 5 }],
      services: [{ id: 6 }],
      supportHours: { id: 8 },
    });
  });

  it('is not needed for what nobody asked for', () => {
    const plain = desiredOf();
    expect(pendingIn(plain, drifted(applied(plain), 'alert-source', others))).toEqual({});
  });
});

test('any of these at once are fixed in one go, and then there is nothing to do', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...drifts]), (subset) => {
      const changed = subset.reduce((state, [key, field, value]) => drifted(state, key, { [field]: value }), live);
      const fixed = applied(desired, changed);
      expect(isPending(planApply(desired, fixed))).toBe(false);
      expect(Object.keys(pendingIn(desired, changed)).sort()).toEqual([...new Set(subset.map(([key]) => key))].sort());
    }),
  );
});
