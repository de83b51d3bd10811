import { describe, expect, it, test } from 'vitest';
import { isPending } from '../../../../src/engine/plan.ts';
import type { IntegrationState as Live, ResourceKey } from '../../../../src/providers/integration.ts';
import { planDestroy } from '../../../../src/providers/plan.ts';
import { applied, conflictsOf, desiredOf, drifted, IDS } from './tenants-in-memory.ts';

const desired = desiredOf();
const made = applied(desired);

const becomes = (live: Live) =>
  Object.fromEntries(planDestroy(desired.settings, live).changes.map(({ resource, action }) => [resource, action]));

describe('all that was set up is removed', () => {
  const paths = {
    'status-changed-event': `/Notification/${IDS['status-changed-event']}`,
    'new-ticket-event': `/Notification/${IDS['new-ticket-event']}`,
    runbook: `/Webhook/${IDS.runbook}`,
    method: `/CustomIntegrationMethod/${IDS.method}`,
    'custom-integration': `/CustomIntegration/${IDS['custom-integration']}`,
    'alert-source': `/alert-sources/${IDS['alert-source']}`,
  };

  it('children first', () => {
    const { changes } = planDestroy(desired.settings, made);
    expect(changes.map(({ resource, request }) => [resource, request])).toEqual(
      Object.entries(paths).map(([key, path]) => [
        key,
        { service: key === 'alert-source' ? 'ilert' : 'halo', method: 'DELETE', path },
      ]),
    );
  });

  it.each(Object.keys(paths) as ResourceKey[])('also where the %s is gone already', (key) => {
    const { [key]: _, ...rest } = made;
    const { changes } = planDestroy(desired.settings, rest);
    expect(changes.map(({ resource }) => resource)).toEqual(Object.keys(paths).filter((each) => each !== key));
  });

  it('and where nothing is, there is nothing to do', () => {
    expect(planDestroy(desired.settings, {}).changes).toEqual([]);
  });
});

const ours = { id: IDS.method, name: 'send ticket to ilert' };
const ourEvents = [
  { id: IDS['new-ticket-event'], name: 'New Ticket Logged' },
  { id: IDS['status-changed-event'], name: 'Ticket Status Changed' },
];

describe('what others hung on it is kept', () => {
  it('a custom integration with a method of others, and nothing else', () => {
    const live = drifted(made, 'custom-integration', { methods: [ours, { id: 99, name: 'call Slack' }] });
    expect(becomes(live)).toEqual({
      'status-changed-event': 'delete',
      'new-ticket-event': 'delete',
      runbook: 'delete',
      method: 'delete',
      'custom-integration': 'keep',
      'alert-source': 'delete',
    });
    const kept = planDestroy(desired.settings, live).changes.find(({ action }) => action === 'keep');
    expect(kept).toMatchObject({ because: expect.stringContaining('"call Slack" (ID 99)') });
    expect(kept).not.toHaveProperty('request');
  });

  it('a runbook with an event of others, and all that it needs', () => {
    const live = drifted(made, 'runbook', { events: [...ourEvents, { id: 400, name: 'Closed' }] });
    expect(becomes(live)).toEqual({
      'status-changed-event': 'delete',
      'new-ticket-event': 'delete',
      runbook: 'keep',
      method: 'keep',
      'custom-integration': 'keep',
      'alert-source': 'keep',
    });
    const because = planDestroy(desired.settings, live).changes.map((change) => change.because);
    expect(because.slice(2)).toEqual([
      expect.stringContaining('"Closed" (ID 400)'),
      'required by the runbook',
      'required by the method',
      'required by the method',
    ]);
  });

  it('but our own methods and events keep nothing', () => {
    const live = drifted(drifted(made, 'custom-integration', { methods: [ours] }), 'runbook', { events: ourEvents });
    expect(new Set(Object.values(becomes(live)))).toEqual(new Set(['delete']));
  });

  it('and where all that is left is kept, nothing is pending', () => {
    const {
      runbook: _,
      method: _method,
      'new-ticket-event': _new,
      'status-changed-event': _status,
      'alert-source': _source,
      ...rest
    } = made;
    const plan = planDestroy(
      desired.settings,
      drifted(rest, 'custom-integration', { methods: [{ id: 99, name: 'call Slack' }] }),
    );
    expect(plan.changes).toHaveLength(1);
    expect(isPending(plan)).toBe(false);
  });
});

describe('a change that would break methods of others is a conflict', () => {
  const conflicts = (live: Live) => conflictsOf(desired, live);
  const withMethods = (fields: object) =>
    drifted(made, 'custom-integration', { methods: [ours, { id: 99, name: 'call Slack' }], ...fields });

  it('another address', () => {
    const found = conflicts(withMethods({ resourcebaseurl: 'https://slack.com' }));
    expect(found).toEqual([
      {
        message: expect.stringMatching(
          /"ilert integration" \(ID 7\) .* contains other methods .*: "call Slack" \(ID 99\)\.$/,
        ),
        hint: 'Choose another name with --integration-name.',
      },
    ]);
  });

  it('another authorisation', () => {
    expect(conflicts(withMethods({ authorizationtype: 2 }))).toHaveLength(1);
  });

  it.each([
    ['another name', withMethods({ name: 'Renamed' })],
    ['no change', withMethods({})],
    [
      'another address that only our own method calls',
      drifted(made, 'custom-integration', { methods: [ours], resourcebaseurl: 'https://slack.com' }),
    ],
    ['no integration yet', {}],
  ])('but not %s', (_, live) => {
    expect(conflicts(live)).toEqual([]);
  });
});

test('an escalation policy goes only where this program made it, and nobody else uses it', () => {
  const policy = { id: IDS['escalation-policy'], name: 'Default' };
  expect(becomes({ ...made, 'escalation-policy': policy })).not.toHaveProperty('escalation-policy');
  expect(becomes({ ...made, 'escalation-policy': { ...policy, made: true } })).toHaveProperty(
    'escalation-policy',
    'delete',
  );
  const usedBy = [
    { id: IDS['alert-source'], name: 'HaloITSM' },
    { id: 900, name: 'Theirs' },
  ];
  expect(becomes({ ...made, 'escalation-policy': { ...policy, made: true, usedBy } })).toHaveProperty(
    'escalation-policy',
    'keep',
  );
});
