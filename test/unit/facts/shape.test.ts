import { describe, expect, it, test } from 'vitest';
import { merged, shapeOf } from '../../../src/facts/shape.ts';
import { showShape } from '../../../src/facts/show-shape.ts';
import { fc } from '../../support/property.ts';

const shown = (...values: unknown[]) => showShape(values.map((value) => shapeOf(value)).reduce(merged));

describe('the shape of a response', () => {
  it.each<[string, unknown[], unknown]>([
    [
      'names each type',
      [{ a: 1, b: 1.5, c: true, d: null, e: 'x', f: '' }],
      { a: 'integer', b: 'number', c: 'boolean', d: 'null', e: 'text', f: 'empty text' },
    ],
    [
      'tells texts of a known form apart',
      [{ a: '0b5cfa02-26cf-4b07-a1d4-0a4e7c9e3b10', b: '2026-02-01T10:00:00Z', c: 'https://x.example/y' }],
      { a: 'guid', b: 'date', c: 'url' },
    ],
    ['goes into what is nested', [{ a: { b: { c: 1 } } }], { a: { b: { c: 'integer' } } }],
    ['merges the rows of a list', [[{ a: 1 }, { a: null }]], { '(array of several)': { a: 'integer | null' } }],
    [
      'says what only some rows have',
      [[{ a: 1, b: 'x' }, { a: 2 }]],
      { '(array of several)': { a: 'integer', 'b?': 'text' } },
    ],
    ['gives the length in words', [[], [1]], { '(array of none or one)': 'integer' }],
    ['gives no entries of an empty list', [[]], { '(array of none)': 'nothing' }],
    ['may be of several kinds', [{ a: [1] }, { a: null }], { a: { '(array of one)': 'integer', '(or)': 'null' } }],
    ['keeps codes that are the same everywhere', [{ steptype: 2 }, { steptype: 3 }], { steptype: 'integer: 2, 3' }],
    [
      'keeps no other numbers',
      [{ id: 3, auto_action_type: 412, type: 100_000 }],
      { id: 'integer', auto_action_type: 'integer', type: 'integer' },
    ],
    [
      "hides the tenant's own fields and keys of a map",
      [{ CFAcmeRegion: 1, 'a b': 2, 'x@y.z': 3, 'acme-gmbh': 5, key4711: 4 }],
      { '{custom field}': 'integer', '{key}': 'integer' },
    ],
    ['does not look into the payload of an alert', [{ customDetails: { acme: 1 } }], { customDetails: {} }],
  ])('%s', (_, values, expected) => {
    expect(shown(...values)).toEqual(expected);
  });

  it('handles names that every object has', () => {
    expect(shown(JSON.parse('{"constructor": 1, "toString": "x", "__proto__": {"a": 1}}'))).toEqual({
      constructor: 'integer',
      toString: 'text',
      '{key}': { a: 'integer' },
    });
  });

  it('is bounded, however deep the response', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 5000; depth += 1) deep = { a: deep };
    expect(JSON.stringify(shown(deep)).length).toBeLessThan(200);
  });
});

test('two responses merge into one shape in any order, and the same response adds nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const [first, second] = [shapeOf(one), shapeOf(other)];
      expect(sorted(showShape(merged(first, second)))).toEqual(sorted(showShape(merged(second, first))));
      expect(showShape(merged(first, first))).toEqual(showShape(first));
    }),
  );
});

/** Ignores the order of fields, which is that of their arrival. */
function sorted(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, part]) => [name, sorted(part)])
        .sort(([a], [b]) => String(a).localeCompare(String(b)))
    : value;
}
