import { describe, expect, it } from 'vitest';
import { columnProbes, numberProbes, textProbes } from '../../../src/prove/experiments/halo/conditions/probes.ts';
import { columnValues, unusualFields, valueIn } from '../../../src/prove/experiments/halo/conditions/ticket-values.ts';
import {
  judgeAll,
  judgeColumn,
  judgeOperators,
  judgeSeveral,
  type Outcome,
} from '../../../src/prove/experiments/halo/conditions/verdicts.ts';

const trial = (letsThrough: boolean, outcome: Outcome, subject = '2 (contains)') => ({
  probe: { subject, letsThrough },
  outcome,
});
const AS_ASSUMED = [trial(true, 'started'), trial(false, 'held back')];

describe('operators of conditions', () => {
  it.each([
    ['confirmed', AS_ASSUMED, []],
    ['not observed', AS_ASSUMED, undefined],
    ['contradicted', [trial(true, 'held back'), trial(false, 'held back')], []],
    ['contradicted', [trial(true, 'started'), trial(false, 'started')], []],
    ['contradicted', [trial(true, 'refused'), trial(false, 'refused')], undefined],
    ['contradicted', AS_ASSUMED, [trial(false, 'started', '5 (>)')]],
    ['not observed', AS_ASSUMED, [trial(true, 'held back', '5 (>)')]],
    ['not observed', AS_ASSUMED, [trial(true, 'refused', '5 (>)')]],
    ['not observed', [...AS_ASSUMED, trial(true, 'refused', '23 (in set)')], []],
  ])('are %s', (answer, texts, numbers) => {
    expect(judgeOperators(texts, numbers).answer).toBe(answer);
  });

  it('are named once if they do not work', () => {
    const { sentence } = judgeOperators([trial(true, 'held back'), trial(false, 'started')], []);
    expect(sentence).toBe('Conditions with these operators let other tickets through than assumed: 2 (contains).');
  });

  it('are tried with conditions that differ by what they let through', () => {
    const summary = 'ilert-haloitsm prove 1a2b3c4d: conditions 2';
    const holds: Record<number, (value: string) => boolean> = {
      1: (value) => summary !== value,
      2: (value) => summary.includes(value),
      3: (value) => !summary.includes(value),
      23: (value) => value.split(',').includes(summary),
      24: (value) => !value.split(',').includes(summary),
      29: () => true,
      30: () => false,
    };
    for (const { condition, letsThrough } of textProbes(summary))
      expect(holds[Number(condition.type)]?.(String(condition.value_string))).toBe(letsThrough);
  });

  it('for numbers are tried around the number of the ticket', () => {
    const holds: Record<number, (value: number) => boolean> = {
      5: (value) => 7 > value,
      6: (value) => 7 >= value,
      7: (value) => 7 < value,
      8: (value) => 7 <= value,
    };
    for (const { condition, letsThrough } of numberProbes(7))
      expect(holds[Number(condition.type)]?.(Number(condition.value_int))).toBe(letsThrough);
  });
});

describe('a column of conditions', () => {
  it.each([
    ['confirmed', AS_ASSUMED, true],
    ['confirmed', AS_ASSUMED, undefined],
    ['confirmed', AS_ASSUMED, false],
    ['contradicted', [trial(true, 'started')], false],
    ['contradicted', [trial(true, 'held back'), trial(false, 'held back')], true],
    ['contradicted', [trial(true, 'started'), trial(false, 'started')], true],
    ['contradicted', [trial(true, 'refused'), trial(false, 'refused')], undefined],
    ['not observed', [trial(true, 'started')], true],
  ] as const)('is %s', (answer, trials, isKept) => {
    expect(judgeColumn('seriousness', trials, isKept).answer).toBe(answer);
  });
});

describe('several conditions', () => {
  it.each([
    ['confirmed', false, false],
    ['contradicted', true, false],
    ['contradicted', false, true],
    ['confirmed', undefined, false],
    ['not observed', undefined, undefined],
  ])('are %s', (answer, onOneColumn, onTwoColumns) => {
    expect(judgeAll({ onOneColumn, onTwoColumns }).answer).toBe(answer);
  });
});

describe('several rows of an event', () => {
  it.each([
    ['confirmed', false, true, true],
    ['contradicted', true, true, false],
    ['contradicted', false, false, true],
    ['contradicted', false, true, false],
    ['contradicted', false, false, false],
  ])('are %s', (answer, isRefused, startedByFirst, startedBySecond) => {
    expect(judgeSeveral({ isRefused, startedByFirst, startedBySecond }).answer).toBe(answer);
  });
});

describe('the values of a ticket to filter by', () => {
  const known = { requesttypenew: [1, 3], seriousness: [1, 2], sectio_: ['First', 'Second'] };

  it("are the ticket's own, which may come as text, and another", () => {
    const values = columnValues({ tickettype_id: '3', priority_id: 2, team: 'First' }, known);
    expect(values).toEqual([
      { column: 'requesttypenew', value: 3, other: 1, isUsual: true },
      { column: 'seriousness', value: 2, other: 1, isUsual: true },
      { column: 'sectio_', value: 'First', other: 'Second', isUsual: true },
    ]);
    expect(unusualFields(values)).toEqual({});
  });

  it.each([{ priority_id: 0, team: '' }, { priority_id: null, team: null }, {}, { team: { name: 'First' } }])(
    'are given to a ticket that has none: %j',
    (fields) => {
      const values = columnValues({ tickettype_id: 1, ...fields }, known);
      expect(unusualFields(values)).toEqual({ priority_id: 1, team: 'First' });
    },
  );

  it('are left out if the tenant lists none, and can hold no ticket back if it has one', () => {
    const values = columnValues({}, { requesttypenew: [], seriousness: [], sectio_: ['First'] });
    expect(values).toEqual([{ column: 'sectio_', value: 'First', other: undefined, isUsual: false }]);
    expect(values.flatMap(columnProbes).map(({ letsThrough }) => letsThrough)).toEqual([true]);
  });

  it('are read from the field of each column', () => {
    const ticket = { tickettype_id: 4, priority_id: -1, team: 'First' };
    expect(valueIn(ticket, 'requesttypenew')).toBe(4);
    expect(valueIn(ticket, 'seriousness')).toBeUndefined();
  });
});
