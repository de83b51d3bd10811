import { describe, expect, it } from 'vitest';
import { appliesTo as appliesOn } from '../halo/resources/conditions.ts';
import type { BindingRow, ConditionRow } from '../halo/rows.ts';
import { HaloState } from '../halo/state.ts';

const binding = (conditions: ConditionRow[], filter_type = 2): BindingRow => ({
  id: 1,
  guid: '',
  name: 'x',
  eventno: 3,
  webhook_id: '',
  filter_type,
  conditions,
});

const tenant = new HaloState();
const appliesTo = (bound: BindingRow, ticket: Record<string, unknown>) => appliesOn(tenant, bound, ticket);

describe('the conditions of a binding', () => {
  it.each([
    [0, 2, [2]],
    [1, 2, [1, 3]],
    [5, 2, [3]],
    [6, 2, [2, 3]],
    [7, 2, [1]],
    [8, 2, [1, 2]],
  ])('of type %i with %i let %j of the priorities 1, 2 and 3 through', (type, value_int, through) => {
    const bound = binding([{ fieldname: 'seriousness', type, value_int }]);
    expect([1, 2, 3].filter((priority_id) => appliesTo(bound, { priority_id }))).toEqual(through);
  });

  it.each<[number, ConditionRow['value_string'], string[]]>([
    [2, 'mail', ['No Mail', 'mail']],
    [3, 'mail', ['printer', '']],
    [23, 'mail, printer', ['mail', 'printer']],
    [24, 'mail, printer', ['No Mail', '']],
    [29, undefined, ['No Mail', 'mail', 'printer']],
    [30, undefined, ['']],
  ])(
    'of type %i with %j let %j of four summaries through, in any case of the column',
    (type, value_string, through) => {
      const bound = binding([{ fieldname: 'Symptom', type, value_string }]);
      expect(['No Mail', 'mail', 'printer', ''].filter((summary) => appliesTo(bound, { summary }))).toEqual(through);
    },
  );

  it('compare text with text', () => {
    const bound = binding([{ fieldname: 'sectio_', type: 0, value_string: '1st Line Support' }]);
    expect(appliesTo(bound, { team: '1st Line Support' })).toBe(true);
    expect(appliesTo(bound, { team: '2nd Line Support' })).toBe(false);
  });

  it('must all hold', () => {
    const bound = binding([
      { fieldname: 'seriousness', type: 0, value_int: 1 },
      { fieldname: 'areaint', type: 0, value_int: 12 },
    ]);
    expect(appliesTo(bound, { priority_id: 1, client_id: 12 })).toBe(true);
    expect(appliesTo(bound, { priority_id: 1, client_id: 13 })).toBe(false);
  });

  it('do not hold for an empty field, except that it is not equal', () => {
    expect(appliesTo(binding([{ fieldname: 'impact', type: 0, value_int: 1 }]), { impact: null })).toBe(false);
    expect(appliesTo(binding([{ fieldname: 'impact', type: 1, value_int: 1 }]), { impact: null })).toBe(true);
  });

  it('are ignored without filter_type 2', () => {
    expect(appliesTo(binding([{ fieldname: 'seriousness', type: 0, value_int: 1 }], 0), { priority_id: 2 })).toBe(true);
  });
});
