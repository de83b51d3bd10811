import { describe, expect, it, test } from 'vitest';
import { knownAfterApply, Unknown } from '../../../src/engine/values.ts';
import { showValue } from '../../../src/reporters/show-value.ts';
import { keyedPath, Secret } from '../../../src/secret/secret.ts';
import { plainText } from '../../../src/ui/sanitize.ts';
import { fc } from '../../support/property.ts';

describe('a value is shown in one line', () => {
  it.each([
    ['a text', 'Ops', '"Ops"'],
    ['a text with a quote and a line break', 'a "b"\nc', '"a \\"b\\"\\nc"'],
    ['a number', 12, '12'],
    ['no', false, 'false'],
    ['nothing', undefined, '(none)'],
    ['null', null, '(none)'],
    ['a list', [{ id: 1 }], '[{"id":1}]'],
    ['an object', { id: 1 }, '{"id":1}'],
    ['what is not known yet', knownAfterApply, '(known after apply)'],
    ['what is looked up later', new Unknown('looked up at apply: team "Ops"'), '(looked up at apply: team "Ops")'],
    ['a key, shortened', keyedPath('/api/v1/events/haloitsm/il1hitabcdefgh'), '/api/v1/events/haloitsm/il1hitab…'],
    ['a secret', new Secret('il1api-secret'), '"***"'],
  ])('%s', (_, value, shown) => {
    expect(showValue(value)).toBe(shown);
  });

  it('that is not too long', () => {
    expect(showValue('x'.repeat(98))).toBe(`"${'x'.repeat(98)}"`);
    expect(showValue('x'.repeat(500))).toBe(`"${'x'.repeat(99)}…`);
  });
});

describe('a text from a service cannot', () => {
  it.each([
    ['move the cursor', 'a\u001b[2Jb'],
    ['colour', '\u001b[31mred'],
    ['set the title', '\u001b]0;title\u0007'],
    ['ring', '\u0007'],
    ['go back', 'a\b\bc'],
    ['write over the line', 'good\rbad'],
    ['send a control character of 8 bits', '\u009b31m'],
    ['delete', '\u007f'],
    ['turn the reading direction', 'a\u202eb\u202c'],
    ['isolate', '\u2066a\u2069'],
    ['mark a direction', '\u200e\u200f'],
  ])('%s', (_, text) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
    expect(text).toMatch(steering);
    expect(plainText(text)).not.toMatch(steering);
    expect(showValue(text)).not.toMatch(steering);
  });

  it('but it keeps its letters, lines and tabs', () => {
    const text = 'Zürich\n\tНовый 工单 😀 עברית "no" \\ <<x>>';
    expect(plainText(text)).toBe(text);
  });
});

test('a rendered value is one line and cannot control the terminal', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
      const shown = showValue(value as string);
      expect(shown.length).toBeLessThanOrEqual(101);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});
