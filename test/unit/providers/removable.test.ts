import { describe, expect, it } from 'vitest';
import type { Hints } from '../../../src/engine/match.ts';
import type { Refreshed } from '../../../src/engine/refresh.ts';
import type { Integration, IntegrationState, ResourceKey } from '../../../src/providers/integration.ts';
import { removableIn } from '../../../src/providers/removable.ts';
import { applied, desiredOf, drifted, IDS } from './plan/tenants-in-memory.ts';

const desired = desiredOf();
const made = applied(desired);
const ALL = Object.keys(made).toSorted();
const EVENTS = ['new-ticket-event', 'status-changed-event'] as const;

/** Returns the same rows, some of them with other names. */
const renamed = (...keys: ResourceKey[]) =>
  keys.reduce<IntegrationState>((live, key) => drifted(live, key, { name: 'Renamed' }), made);

const removed = (
  state: IntegrationState,
  { adopt = [], remembered = {} }: Partial<Hints> = {},
  more: Partial<Refreshed<Integration>> = {},
  settings = desired.settings,
) => {
  const found = { state, ambiguities: [], duplicates: [], unreadable: [], taken: {}, ...more };
  const { refreshed, doubtful, foreign, others } = removableIn(found, settings, { adopt, remembered });
  return { ours: Object.keys(refreshed.state).toSorted(), refreshed, doubtful, foreign, others };
};
const without = (...keys: readonly ResourceKey[]) => ALL.filter((key) => !keys.some((each) => each === key));

describe('what destroy may remove', () => {
  it.each(['alert-source', 'custom-integration', 'method', 'runbook'] as const)(
    'is the whole integration where one row was renamed: the %s',
    (key) => {
      expect(removed(renamed(key))).toMatchObject({ ours: ALL, doubtful: [], others: [] });
    },
  );

  it('is no chain that is linked to our alert source under other names', () => {
    const { ours, doubtful } = removed(renamed('custom-integration', 'method', 'runbook'));
    expect(ours).toEqual(['alert-source']);
    expect(doubtful.map(({ resource }) => resource)).toEqual(['custom-integration', 'method', 'runbook']);
  });

  it("is nothing of a set that has only the usual method's and runbook's names", () => {
    expect(removed(renamed('alert-source', 'custom-integration')).ours).toEqual([]);
  });

  it('is no method of another name in our integration whose runbook is gone', () => {
    const { runbook: _, 'new-ticket-event': _new, 'status-changed-event': _changed, ...rest } = renamed('method');
    const { ours, others } = removed(rest);
    expect(ours).toEqual(without('method', 'runbook', ...EVENTS));
    expect(others).toMatchObject([{ resource: 'method', row: { id: IDS.method } }]);
  });

  it.each([
    ['--adopt', { adopt: [`method:${IDS.method}`] }],
    ['an earlier run', { remembered: { method: { id: IDS.method, name: 'send ticket to ilert' } } }],
  ] as const)('is all of it where %s names the method', (_, hints) => {
    const all = renamed('alert-source', 'custom-integration', 'method', 'runbook');
    expect(removed(all, hints).ours).toEqual(ALL);
  });

  it.each([
    ['the API', 'https://api.ilert.com', true],
    ['another host of ilert, by a path', 'https://eu.ilert.com/api/v1/events', true],
    ["the settings' own address of ilert", 'http://127.0.0.1:8080', true],
    ['another service', 'https://other.example.com', false],
    ['another port', 'http://127.0.0.1:8081', false],
    ['nothing', '', false],
  ])('is an integration without our method only if it leads to ilert: %s', (_, resourcebaseurl, isOurs) => {
    const { method: _method, ...rest } = drifted(made, 'custom-integration', { resourcebaseurl });
    const at = desiredOf({ 'ilert.endpoint': 'http://127.0.0.1:8080' }).settings;
    const { ours, foreign } = removed(rest, {}, {}, at);
    expect(ours).toEqual(isOurs ? without('method') : without('method', 'custom-integration'));
    expect(foreign?.id).toBe(isOurs ? undefined : IDS['custom-integration']);
  });

  it.each([
    ['--adopt', { adopt: [`custom-integration:${IDS['custom-integration']}`] }],
    [
      'an earlier run',
      { remembered: { 'custom-integration': { id: IDS['custom-integration'], name: 'ilert integration' } } },
    ],
  ] as const)('is an integration that leads elsewhere where %s names it', (_, hints) => {
    const { method: _method, ...rest } = drifted(made, 'custom-integration', {
      resourcebaseurl: 'https://other.example.com',
    });
    expect(removed(rest, hints)).toMatchObject({ ours: without('method'), foreign: undefined });
  });

  it('is what is left of a set where others are gone', () => {
    const { method: _, 'custom-integration': _integration, ...rest } = made;
    expect(removed(rest).ours).toEqual(without('method', 'custom-integration'));
  });
});

it('rows that a person would have to choose from count as those of others where none has our name', () => {
  const rows = [
    { id: 1, name: 'One' },
    { id: 2, name: 'Two' },
  ];
  const ambiguity = { resource: 'runbook', rows, message: 'There are 2.', hint: 'Choose.' };
  expect(removed(made, {}, { ambiguities: [ambiguity] })).toMatchObject({
    refreshed: { ambiguities: [] },
    others: rows.map((row) => ({ resource: 'runbook', row })),
  });
  const named = { ...ambiguity, rows: [{ id: 1, name: 'ilert runbook' }, ...rows.slice(1)] };
  expect(removed(made, {}, { ambiguities: [named] }).refreshed.ambiguities).toEqual([named]);
});
