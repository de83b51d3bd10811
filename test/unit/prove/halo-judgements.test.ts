import { describe, expect, it } from 'vitest';
import { agentsIn, agentsInWords } from '../../../src/prove/experiments/halo/agents-to-notify.ts';
import { returnedInWords } from '../../../src/prove/experiments/halo/conditions-stored.ts';
import { bodiesInWords } from '../../../src/prove/experiments/halo/integration-details.ts';
import { importInWords } from '../../../src/prove/experiments/halo/integration-import.ts';
import { orderInWords } from '../../../src/prove/experiments/halo/order-of-ids.ts';
import { pagesInWords } from '../../../src/prove/experiments/halo/pages.ts';
import { contains, filtersInWords, isFiltered } from '../../../src/prove/experiments/halo/runbook-lists.ts';
import { stepsInWords, withoutStep } from '../../../src/prove/experiments/halo/steps-omitted.ts';

describe('a filtered list', () => {
  it.each([
    ['only the wanted row', [{ id: 1, webhook_id: 'A' }], true],
    ['a row without the field', [{ id: 1 }, { id: 7 }], true],
    ['the unwanted row, without the field', [{ id: 1 }, { id: 2 }], false],
    ['an odd row of somebody else', [{ id: 1 }, { id: 7, webhook_id: 'c' }], undefined],
    ['mostly rows of somebody else', [{ id: 7, webhook_id: 'c' }], false],
    ['nothing', [], undefined],
  ])('with %s', (_, rows, expected) => {
    expect(isFiltered(rows, 'webhook_id', 'a', { id: 1 }, { id: 2 })).toBe(expected);
  });

  it('shows nothing where one of several lacks the row that it should contain', () => {
    expect(filtersInWords({ type: true, webhook_id: undefined }).answer).toBe('not observed');
    expect(filtersInWords({ type: false, webhook_id: undefined }).sentence).toContain('`type`');
  });
});

it.each([
  ['contains its rows, though only part of it is shown', [{ id: 1 }, { id: '2' }], true, true],
  ['lacks a row', [{ id: 1 }], false, false],
  ['lacks a row that may be in the part that is not shown', [{ id: 1 }], true, undefined],
])('a list %s', (_, rows, isCut, expected) => {
  expect(contains({ rows, isCut }, [{ id: 1 }, { id: 2 }])).toBe(expected);
});

it('tries those agents first whose row says the most, and none that is disabled', () => {
  const rows = [
    { id: 4 },
    { id: '7', name: 'Ada', email: 'ada@example.com', isdisabled: 'False' },
    { id: 5, name: 'Bob', email: null, isdisabled: false },
    { id: 6, name: 'Eve', email: 'eve@example.com', isdisabled: 1 },
    { id: 1, name: 'Unassigned', isdisabled: false },
    { id: null },
  ];
  expect(agentsIn(rows)).toEqual([7, 5, 4]);
});

it.each([
  ['numbers that ascend', [[1, 2, 5]], 'confirmed'],
  ['numbers in texts', [['9', '10']], 'confirmed'],
  ['a number twice', [[3, 3]], 'contradicted'],
  [
    'one kind in another order',
    [
      [1, 2],
      [8, 7],
    ],
    'contradicted',
  ],
  ['GUIDs', [['a-1', 'a-0']], 'not observed'],
])('of IDs that are %s', (_, kinds, expected) => {
  expect(orderInWords(kinds).answer).toBe(expected);
});

it.each([
  ['its body', { methods: [{ ID: 4, requestbody: '{}' }] }, { requestbody: '{}' }, 'confirmed'],
  ['no body', { methods: [{ id: '4', requestbody: null }] }, { requestbody: '{}' }, 'contradicted'],
  ['no methods', {}, { requestbody: '{}' }, 'contradicted'],
  ['a method that hides its body itself', { methods: [{ id: 4 }] }, {}, 'not observed'],
])('of an integration that is read with %s', (_, integration, alone, expected) => {
  expect(bodiesInWords(integration, { id: 4 }, alone).answer).toBe(expected);
});

it.each([
  ['the same GUID in capitals', [{ guid: 'AB' }], 'confirmed'],
  ['another GUID', [{ guid: 'cd' }], 'contradicted'],
  ['no GUID', [{}], 'not observed'],
  ['no method', [], 'not observed'],
])('of an imported integration with %s', (_, rows, expected) => {
  expect(importInWords(rows, 'ab').answer).toBe(expected);
});

const agent = { name: 'Ada', email: 'ada@example.com', isdisabled: false };

it.each([
  ['nobody', [], [], 'not observed'],
  ['no disabled agent', [agent], [agent], 'not observed'],
  ['a disabled agent on request', [agent, { ...agent, isdisabled: 'True' }], [agent], 'confirmed'],
  ['a disabled agent in any case', [agent], [{ ...agent, isdisabled: 1 }], 'contradicted'],
  ['no e-mail addresses', [{ name: 'Ada', isdisabled: false }], [], 'not observed'],
  ['no names of agents', [{ email: '', isdisabled: false }], [], 'contradicted'],
])('of a list with %s', (_, every, usual, expected) => {
  expect(agentsInWords(every, usual).answer).toBe(expected);
});

it.each([
  ['another case', [{ fieldname: 'Symptom', fieldid: 5 }], 'confirmed'],
  ['only an ID', [{ fieldid: 5 }], 'contradicted'],
  ['another name', [{ fieldname: 'summary' }], 'contradicted'],
  ['nothing', [], 'not observed'],
])('of a condition that is returned with %s', (_, conditions, expected) => {
  expect(returnedInWords(conditions).answer).toBe(expected);
});

describe('a step that is omitted', () => {
  const before = [1, 2, 3].map((step_id) => ({ step_id, fdid: step_id + 10 }));

  it('is followed by the step after it', () => {
    const steps = [
      { step_id: 1, actions: [{ end_step: 2 }] },
      {
        step_id: 2,
        actions: [
          { seq: 2, end_step: 4 },
          { seq: 1, end_step: 3 },
        ],
      },
    ];
    expect(withoutStep(steps, 2)).toEqual([{ step_id: 1, actions: [{ end_step: 3 }] }]);
  });

  it.each([
    ['is gone', before.filter(({ step_id }) => step_id !== 2), 'confirmed'],
    ['is still there', before, 'contradicted'],
    [
      'is gone, and the others are new',
      before.slice(1).map(({ step_id }) => ({ step_id: 2 * step_id - 3, fdid: 20 })),
      'contradicted',
    ],
    ['is gone with another one', before.slice(0, 1), 'contradicted'],
  ])('%s', (_, after, expected) => {
    expect(stepsInWords(before, after).answer).toBe(expected);
  });

  it('shows less where steps have no fdid', () => {
    expect(stepsInWords([{ step_id: 1 }, { step_id: 2 }], [{ step_id: 1 }]).answer).toBe('not observed');
  });
});

describe('a list in pages', () => {
  const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ id: from + index }));
  const usual = {
    first: rows(1, 3),
    second: rows(4, 3),
    large: rows(1, 100),
    whole: rows(1, 50),
    numbered: rows(1, 50),
  };

  it.each<[string, Partial<typeof usual>, string]>([
    ['of 100 rows', {}, 'confirmed'],
    ['of as many rows as requested', { large: rows(1, 150) }, 'contradicted'],
    ['that need no pageinate', { numbered: rows(4, 3) }, 'contradicted'],
    ['that are all the same', { second: rows(1, 3) }, 'not observed'],
    ['which is short', { large: rows(1, 20) }, 'not observed'],
  ])('%s', (_, readings, expected) => {
    expect(pagesInWords({ ...usual, ...readings }).answer).toBe(expected);
  });
});
