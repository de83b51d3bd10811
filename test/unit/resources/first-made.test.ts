import { describe, expect, it, test } from 'vitest';
import { type Bound, firstBound, firstMade } from '../../../src/engine/first-made.ts';
import type { Id } from '../../../src/engine/resource.ts';

const rows = (...ids: Id[]) => ids.map((id) => ({ id, name: 'HaloITSM' }));

describe('of several rows of a name, all runs keep', () => {
  it.each<[string, Id[], Id | undefined]>([
    ['the one with the lowest id', [12, 9, 100], 9],
    ['the same, in whatever order they are listed', [100, 12, 9], 9],
    ['the lowest number, where ids come as text', ['12', '9', '100'], '9'],
    ['the only one', [7], 7],
    ['none, where there is none', [], undefined],
    ['the first by its text, where ids are no numbers', ['b', 'a', 'c'], 'a'],
  ])('%s', (_, ids, first) => {
    expect(firstMade(rows(...ids))?.id).toBe(first);
  });
});

describe('of several runbooks of a name, all runs keep', () => {
  const bound = (id: string, ...events: Id[]): Bound => ({
    runbook: { id },
    events: events.map((each) => ({ id: each })),
  });
  it.each<[string, Bound[], string | undefined]>([
    ['the one that got an event first', [bound('a', 12, 13), bound('b', 9, 14)], 'b'],
    ['the same, whatever the order of its events', [bound('a', 13, 12), bound('b', 14, 9)], 'b'],
    ['one with events before one without', [bound('a'), bound('b', 20)], 'b'],
    ['the same, also by one event of two', [bound('a', 11), bound('b', 12, 13)], 'a'],
    ['any, but all the same one, while none has events', [bound('b'), bound('a')], 'a'],
    ['none, where there is none', [], undefined],
  ])('%s', (_, runbooks, first) => {
    expect(firstBound(runbooks)?.id).toBe(first);
    expect(firstBound(runbooks.toReversed())?.id).toBe(first);
  });
});

test('what is given up by others, in whatever order, never changes which runbook is kept', () => {
  const kept: Bound = { runbook: { id: 'kept' }, events: [{ id: 10 }, { id: 13 }] };
  for (const left of [[11, 12], [12], [11], []]) {
    expect(firstBound([{ runbook: { id: 'a' }, events: left.map((id) => ({ id })) }, kept])?.id).toBe('kept');
  }
});
