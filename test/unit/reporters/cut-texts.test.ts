import { expect, it, test } from 'vitest';
import { cutBoth } from '../../../src/reporters/cut-texts.ts';
import { renderFields } from '../../../src/reporters/fields.ts';
import { fieldsInCell, textsOf } from '../../../src/reporters/markdown/changes.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { fc } from '../../support/property.ts';

const long = 'a, '.repeat(400);
/** Long values that differ somewhere. */
const versions: readonly (readonly [where: string, before: string, after: string])[] = [
  ['at the end', `${long}or true`, `${long}and false`],
  ['at the beginning', `true${long}`, `false${long}`],
  ['in the middle', `${long}true${long}`, `${long}false${long}`],
  ['by something more', long, `${long}more`],
  ['by something less', `${long}b${long}`, long],
  ['by everything', long, 'b, '.repeat(400)],
];

test.each(versions)('of a long value that differs %s, a plan shows the difference', (_, before, after) => {
  const field = { field: 'x', label: 'X', before, after, beforeText: before, afterText: after };
  const [line = ''] = renderFields([field], createStyle(false));
  const [cell] = [fieldsInCell([field])];
  for (const text of [line.slice('X   '.length), cell.slice('X: '.length).replaceAll('`', '')]) {
    const [old, fresh] = text.split(' → ');
    expect(old).not.toBe(fresh);
    expect(text.length).toBeLessThan(500);
  }
});

test.each(versions)(
  'of a long line of a payload that differs %s, a comment shows the difference',
  (_, before, after) => {
    const texts = { beforeText: `{\n${before}\n}`, afterText: `{\n${after}\n}` };
    const field = { field: 'x', label: 'X', before, after, ...texts };
    const [block] = textsOf({ title: 'method', name: 'send', labelledFields: [field] });
    const fence = block?.kind === 'details' ? block.blocks[0] : undefined;
    const lines = fence?.kind === 'fence' ? fence.lines : [];
    const [old, fresh] = ['-', '+'].map((sign) => lines.find((line) => line.startsWith(sign))?.slice(1));
    expect(old).not.toBe(fresh);
    expect([old?.length, fresh?.length].every((length) => length !== undefined && length < 520)).toBe(true);
  },
);

it('texts that differ still differ once they are cut, and are no longer than asked for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '😀'), maxLength: 300 });
  fc.assert(
    fc.property(text, text, text, text, (start, one, other, end) => {
      const [before, after] = [start + one + end, start + other + end];
      const cut = cutBoth(before, after, 100);
      expect(cut[0] === cut[1]).toBe(before === after);
      for (const each of cut) {
        expect([...each].length).toBeLessThanOrEqual(102);
        expect(Buffer.from(each).toString()).toBe(each);
      }
    }),
  );
});

test.each([
  ['the ends of lines', 'a\r\nb', 'a\nb'],
  ['the end of the last line', 'a\nb\n', 'a\nb'],
  ['a space at the end', 'abc ', 'abc'],
  ['a tab', 'a\tb', 'a b'],
])('texts that differ in %s, which nobody sees, are said to do so', (_, before, after) => {
  const field = { field: 'x', label: 'X', before, after, beforeText: before, afterText: after };
  const [line] = renderFields([field], createStyle(false));
  expect(line).toMatch(/^X {3}a.*\(only line ends, spaces or invisible characters differ\)$/);
  expect(fieldsInCell([field])).toMatch(/^X: `a.*` \(only line ends, spaces or invisible characters differ\)$/);
  expect(textsOf({ title: 'method', name: 'send', labelledFields: [field] })).toEqual([]);
});
