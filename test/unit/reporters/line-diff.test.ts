import { describe, expect, it, test } from 'vitest';
import { aroundChanges, type DiffLine, diffLines } from '../../../src/reporters/line-diff.ts';
import { fc } from '../../support/property.ts';

const shown = (before: string, after: string) =>
  diffLines([...before], [...after]).map(({ sign, line }) => (sign === ' ' ? line : sign + line));

describe('two texts are compared line by line', () => {
  it.each([
    ['the same', 'abc', 'abc', ['a', 'b', 'c']],
    ['a line more', 'ac', 'abc', ['a', '+b', 'c']],
    ['a line less', 'abc', 'ac', ['a', '-b', 'c']],
    ['another line', 'abc', 'axc', ['a', '-b', '+x', 'c']],
    ['a line that moved', 'abcd', 'acdb', ['a', '-b', 'c', 'd', '+b']],
    ['nothing before', '', 'ab', ['+a', '+b']],
    ['nothing after', 'ab', '', ['-a', '-b']],
  ])('%s', (_, before, after, lines) => {
    expect(shown(before, after)).toEqual(lines);
  });
});

test('a comparison has both texts, whole and in their order', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const compared = diffLines(before, after);
      const without = (sign: DiffLine['sign']) => compared.filter((each) => each.sign !== sign).map(({ line }) => line);
      expect(without('+')).toEqual(before);
      expect(without('-')).toEqual(after);
    }),
  );
});

test('texts with very many lines are compared as well', () => {
  const before = Array.from({ length: 3000 }, (_, index) => `old ${index}`);
  const after = Array.from({ length: 3000 }, (_, index) => `new ${index}`);
  expect(diffLines(before, after)).toHaveLength(6000);
});

test('only the lines around each difference are shown, and that others were left out between them', () => {
  const lines = diffLines([...'abcdefgh'], [...'xbcdefgy']);
  expect(aroundChanges(lines, 1).map((each) => (each ? `${each.sign}${each.line}` : '…'))).toEqual([
    '-a',
    '+x',
    ' b',
    '…',
    ' g',
    '-h',
    '+y',
  ]);
});
