import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../src/ui/list-page.ts';
import { fc } from '../../support/property.ts';

describe('the page of a list', () => {
  it.each([
    ['the whole list, where it fits', [1, 1, 1], 2, 5, { first: 0, end: 3 }],
    ['the beginning', Array(20).fill(1), 0, 5, { first: 0, end: 5 }],
    ['the highlighted entry in the middle', Array(20).fill(1), 10, 5, { first: 8, end: 13 }],
    ['the end', Array(20).fill(1), 19, 5, { first: 15, end: 20 }],
    ['fewer entries, where they take several lines', [1, 3, 1, 3, 1], 2, 5, { first: 2, end: 5 }],
    ['the highlighted entry alone, where it is taller than the page', [9, 9, 9], 1, 5, { first: 1, end: 2 }],
    ['nothing of an empty list', [], 0, 5, { first: 0, end: 0 }],
  ])('shows %s', (_, heights, active, rows, expected) => {
    expect(pageOf(heights, active, rows)).toEqual(expected);
  });

  it('always has the highlighted entry, fits, and leaves no room that an entry would fit into', () => {
    const list = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(list, fc.nat(), fc.integer({ min: 1, max: 12 }), (heights, nth, rows) => {
        const active = nth % heights.length;
        const { first, end } = pageOf(heights, active, rows);
        const taken = heights.slice(first, end).reduce((sum, height) => sum + height, 0);
        expect(first).toBeLessThanOrEqual(active);
        expect(end).toBeGreaterThan(active);
        if (end - first > 1) expect(taken).toBeLessThanOrEqual(rows);
        for (const next of [heights[first - 1], heights[end]])
          if (next !== undefined) expect(taken + next).toBeGreaterThan(rows);
      }),
    );
  });
});
