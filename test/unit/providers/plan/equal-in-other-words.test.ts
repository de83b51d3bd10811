import { describe, expect, it, test } from 'vitest';
import type { FieldKey } from '../../../../src/config/settings.ts';
import type { Fields } from '../../../../src/engine/values.ts';
import { keyedPath, type Secret } from '../../../../src/secret/secret.ts';
import {
  applied,
  changeOf,
  desiredOf,
  drifted,
  INTEGRATION_URL,
  pendingIn,
  recommended,
  shown,
} from './tenants-in-memory.ts';

describe('the same in other words is no drift', () => {
  const hour = desiredOf({
    'alertSource.autoResolve': '60m',
    'alertSource.grouping': 'window',
    'alertSource.groupingWindow': '1h',
  });
  const teams = desiredOf({}, { teams: [2, 1], services: [4, 3] });
  it.each([
    ['PT1H for PT60M', hour, 'alert-source', { autoResolutionTimeout: 'PT1H' }],
    ['PT60M for PT1H', hour, 'alert-source', { alertGroupingWindow: 'PT60M' }],
    [
      'teams in another order, with their names',
      teams,
      'alert-source',
      {
        teams: [
          { id: 1, name: 'a' },
          { id: 2, name: 'b' },
        ],
      },
    ],
    [
      'services in another order',
      teams,
      'alert-source',
      {
        services: [
          { id: 3, name: 'c' },
          { id: 4, name: 'd' },
        ],
      },
    ],
    ['the policy whole', hour, 'alert-source', { escalationPolicy: { id: 11, name: 'Default', escalationRules: [] } }],
    ['a body with the line ends of Windows', hour, 'method', { requestbody: recommended.replaceAll('\n', '\r\n') }],
    ['a body with a line more at its end', hour, 'method', { requestbody: `${recommended}\r\n\r\n` }],
    ['a method that does not show its base URL', hour, 'method', { resource: '' }],
    [
      'an event with a name, an agent and a guid of its own',
      hour,
      'new-ticket-event',
      { name: 'x', agent_id: 3, guid: 'g' },
    ],
    ['a runbook that may also be started from outside', hour, 'runbook', { runbook_start_type: 1 }],
  ] as const)('%s', (_, desired, key, fields) => {
    expect(pendingIn(desired, drifted(applied(desired), key, fields as Fields))).toEqual({});
  });
});

describe('base URL and path meet in exactly one slash', () => {
  const desired = desiredOf();
  const made = applied(desired);
  const { pathname } = new URL(INTEGRATION_URL);
  const withBase = (base: string, path: string) =>
    drifted(drifted(made, 'custom-integration', { resourcebaseurl: base }), 'method', {
      resource: base,
      path: keyedPath(path),
    });

  it.each([
    ['https://api.ilert.com', pathname],
    ['https://api.ilert.com/', pathname.slice(1)],
  ])('a base URL %s stays as it is', (base, path) => {
    expect(pendingIn(desired, withBase(base, path))).toEqual({});
    expect(`${base}${path}`).toBe(INTEGRATION_URL);
  });

  it.each([
    ['https://api.ilert.com', pathname.slice(1), pathname],
    ['https://api.ilert.com/', pathname, pathname.slice(1)],
  ])('after a base URL %s the path %s is mended', (base, wrong, right) => {
    const live = withBase(base, wrong);
    expect(pendingIn(desired, live)).toEqual({ method: ['path'] });
    const after = changeOf(desired, live, 'method').fields[0]?.after;
    expect(shown(after)).toBe(String(keyedPath(right)));
  });

  it('both come from the alert source, whatever origin it names', () => {
    const elsewhere = drifted(made, 'alert-source', {
      integrationUrl: keyedPath('https://eu.ilert.com/in/haloitsm/il1hitkey?v=2'),
    });
    expect(pendingIn(desired, elsewhere)).toEqual({
      'custom-integration': ['resourcebaseurl'],
      method: ['resource', 'path'],
    });
    const live = applied(desired, elsewhere);
    expect(live['custom-integration']?.resourcebaseurl).toBe('https://eu.ilert.com');
    expect(shown(live.method?.path)).toBe('/in/haloitsm/il1hitke…');
    expect(live.method?.resource).toBe('https://eu.ilert.com');
  });

  it('a URL of the alert source that is none is an error that names the source', () => {
    const odd = drifted(made, 'alert-source', { integrationUrl: keyedPath('desk@acme.ilert.eu') });
    expect(() => pendingIn(desired, odd)).toThrow(
      /integrationUrl of the alert source "HaloITSM" .* is not a valid URL/,
    );
  });

  it.each([
    ['https://proxy.example.com/ilert/api/v1/events/haloitsm/il1hitkey', 'https://proxy.example.com'],
    ['https://api.ilert.com/api/v1/events/haloitsm/il1hitkey?v=2', 'https://api.ilert.com'],
  ])('base URL and path are together %s', (url, base) => {
    for (const resourcebaseurl of [base, `${base}/`]) {
      const start = drifted(drifted(made, 'alert-source', { integrationUrl: keyedPath(url) }), 'custom-integration', {
        resourcebaseurl,
      });
      const { resource, path } = applied(desired, start).method as Fields;
      expect(`${resource}${(path as Secret).reveal()}`).toBe(url);
    }
  });

  it('the plan of a method tells the base URL that its integration will have', () => {
    const live = withBase('https://old.example/', pathname.slice(1));
    const { fields } = changeOf(desired, live, 'method');
    expect(fields.map(({ field, after }) => [field, shown(after)])).toEqual([
      ['resource', 'https://api.ilert.com'],
      ['path', String(keyedPath(pathname))],
    ]);
  });
});

describe('grouping', () => {
  const mended = (settings: Partial<Record<FieldKey, unknown>>, row: Fields) => {
    const desired = desiredOf(settings);
    const live = drifted(applied(desired), 'alert-source', row);
    const { fields, request } = changeOf(desired, live, 'alert-source');
    const { alertCreation, alertGroupingWindow, scoreThreshold } = (request?.body ?? {}) as Fields;
    return {
      changed: fields.map(({ field }) => field),
      sent: shown({ alertCreation, alertGroupingWindow, scoreThreshold }),
    };
  };
  const similar = { alertCreation: 'INTELLIGENT_GROUPING', alertGroupingWindow: 'PT5M', scoreThreshold: 0.8 };

  it('that nobody asked for stays as it is', () => {
    expect(mended({}, similar).changed).toEqual([]);
  });

  it('that is asked to be none is taken away, with its window and threshold', () => {
    expect(mended({ 'alertSource.grouping': 'none' }, similar)).toEqual({ changed: ['alertCreation'], sent: {} });
  });

  it.each([undefined, null, 'ONE_ALERT_PER_EMAIL', 'OPEN_RESOLVE_ON_EXTRACTION'])(
    'that is asked to be none is so where ilert answers %s',
    (alertCreation) => {
      expect(mended({ 'alertSource.grouping': 'none' }, { alertCreation }).changed).toEqual([]);
    },
  );

  it.each([
    ['until-accepted', 'ONE_PENDING_ALERT_ALLOWED'],
    ['until-resolved', 'ONE_OPEN_ALERT_ALLOWED'],
  ])('%s takes neither window nor threshold along', (grouping, alertCreation) => {
    expect(mended({ 'alertSource.grouping': grouping }, similar)).toEqual({
      changed: ['alertCreation'],
      sent: { alertCreation },
    });
  });

  it.each(['ONE_ALERT_GROUPED_PER_WINDOW', 'INTELLIGENT_GROUPING'])(
    'of kind %s that nobody asked to change is sent back without what ilert would refuse',
    (alertCreation) => {
      const row = { ...similar, alertCreation, severity: 1 };
      const threshold = alertCreation === 'INTELLIGENT_GROUPING' ? { scoreThreshold: 0.8 } : {};
      expect(mended({ 'alertSource.severity': 2 }, row)).toEqual({
        changed: ['severity'],
        sent: { alertCreation, alertGroupingWindow: 'PT5M', ...threshold },
      });
    },
  );

  it('by window leaves the threshold behind', () => {
    const settings = { 'alertSource.grouping': 'window', 'alertSource.groupingWindow': '5m' };
    expect(mended(settings, similar)).toEqual({
      changed: ['alertCreation'],
      sent: { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT5M' },
    });
  });
});

test('a priority that needs no support hours leaves those there were behind', () => {
  const desired = desiredOf({ 'alertSource.priority': 'high' });
  const live = drifted(applied(desired), 'alert-source', {
    alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS',
    supportHours: { id: 8, name: 'Day' },
  });
  const body = shown(changeOf(desired, live, 'alert-source').request?.body);
  expect(body).toMatchObject({ alertPriorityRule: 'HIGH' });
  expect(body).not.toHaveProperty('supportHours');
});

test.each([
  ['HIGH', undefined],
  ['LOW', undefined],
  ['HIGH_DURING_SUPPORT_HOURS', { id: 8 }],
  ['A_RULE_ADDED_LATER', { id: 8 }],
])('an update for another reason, under the rule %s, sends the support hours %j', (alertPriorityRule, supportHours) => {
  const desired = desiredOf({ 'alertSource.severity': 2 });
  const live = drifted(applied(desired), 'alert-source', {
    severity: 1,
    alertPriorityRule,
    supportHours: { id: 8, name: 'Day' },
  });
  const body = shown(changeOf(desired, live, 'alert-source').request?.body);
  expect(body).toMatchObject({ alertPriorityRule });
  expect((body as Fields).supportHours).toEqual(supportHours);
});

test('an update for another reason leaves the teams as they are, also where the account does not show their ids', () => {
  const desired = desiredOf({ 'alertSource.severity': 2 });
  const sent = (teams: Fields['teams']) => {
    const live = drifted(applied(desired), 'alert-source', { severity: 1, teams });
    return shown(changeOf(desired, live, 'alert-source').request?.body) as Fields;
  };
  expect(sent([{ id: 3, name: 'Ops' }]).teams).toEqual([{ id: 3 }]);
  expect(sent(undefined)).not.toHaveProperty('teams');
  expect(sent([{ id: 3 }, { name: 'Hidden' }])).not.toHaveProperty('teams');
});
