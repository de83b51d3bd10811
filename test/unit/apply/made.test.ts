import { describe, expect, it } from 'vitest';
import { givenUp, type Made } from '../../../src/engine/made.ts';
import type { Id, Live, ResourceKey } from '../../../src/engine/resource.ts';
import type { Fields } from '../../../src/engine/values.ts';

function made(resource: ResourceKey, id: Id, fields: Fields = {}): Made {
  const change = { resource, title: resource, service: 'halo', name: resource, action: 'create', fields: [] } as const;
  return { change, row: { ...fields, id } };
}

/** All that a run makes on a fresh tenant. */
const ALL: readonly Made[] = [
  made('escalation-policy', 1),
  made('alert-source', 2),
  made('custom-integration', 3),
  made('method', 4, { integration_id: 3 }),
  made('runbook', 'r'),
  made('new-ticket-binding', 5, { webhook_id: 'r' }),
  made('status-changed-binding', 6, { webhook_id: 'r' }),
];
const LIVE: Live = Object.fromEntries(ALL.map(({ change, row }) => [change.resource, row]));

const idsOf = (rows: readonly Made[]) => rows.map(({ row }) => row.id);
const without = (...keys: ResourceKey[]): Live =>
  Object.fromEntries(Object.entries(LIVE).filter(([key]) => !keys.includes(key as ResourceKey)));

describe('a run gives up, children first', () => {
  it.each<[string, Live, Id[]]>([
    ['nothing, where its own rows stay', LIVE, []],
    ['its alert source for another', { ...LIVE, 'alert-source': { id: 1 } }, [2]],
    ['its policy for another', { ...LIVE, 'escalation-policy': { id: 0 } }, [1]],
    ['its method for another in the same integration', { ...LIVE, method: { id: 3, integration_id: 3 } }, [4]],
    [
      'integration and method, where that of another run has no method yet',
      { ...without('method'), 'custom-integration': { id: 2 } },
      [4, 3],
    ],
    [
      'events with the runbook, though the other has none yet',
      { ...without('new-ticket-binding', 'status-changed-binding'), runbook: { id: 'q' } },
      [6, 5, 'r'],
    ],
    ['one event of two', { ...LIVE, 'new-ticket-binding': { id: 1, webhook_id: 'r' } }, [5]],
    ['nothing for a row that is gone without another in its place', without('alert-source', 'method', 'runbook'), []],
    [
      'everything',
      Object.fromEntries(Object.keys(LIVE).map((key) => [key, { id: 0, integration_id: 0, webhook_id: 0 }])),
      [6, 5, 'r', 4, 3, 2, 1],
    ],
  ])('%s', (_, live, ids) => {
    expect(idsOf(givenUp(ALL, live))).toEqual(ids);
  });

  it('only what it has made itself', () => {
    const live: Live = { ...LIVE, runbook: { id: 'q' }, 'alert-source': { id: 1 } };
    expect(idsOf(givenUp([made('new-ticket-binding', 5, { webhook_id: 'r' })], live))).toEqual([5]);
    expect(givenUp([], live)).toEqual([]);
  });

  it('of two methods that it made one after another, the one it does not use', () => {
    const second = made('method', 9, { integration_id: 7 });
    const live: Live = { ...LIVE, 'custom-integration': { id: 7 }, method: second.row };
    expect(idsOf(givenUp([...ALL, second], live))).toEqual([4, 3]);
  });
});
