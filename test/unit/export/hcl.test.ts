import { describe, expect, it } from 'vitest';
import { hclBlock, hclComment, hclString, Reference } from '../../../src/export/hcl.ts';
import { fc } from '../../support/property.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Reads a quoted text by HCL's specification ("Quoted template literals"); a template in it is an error. */
function read(quoted: string): string {
  let rest = quoted.slice(1, -1);
  let text = '';
  while (rest !== '') {
    const code = /^\\u([0-9a-f]{4})/.exec(rest);
    const simple = /^\\(["\\nrt])/.exec(rest);
    const doubled = /^([$%])\1\{/.exec(rest);
    if (/^([$%]\{|["\n\r]|\\)/.test(rest) && !code && !simple) throw new SyntaxError(`not one text: ${quoted}`);
    text += code
      ? String.fromCharCode(Number.parseInt(code[1] ?? '', 16))
      : simple
        ? ESCAPES[simple[1] ?? '']
        : doubled
          ? `${doubled[1]}{`
          : rest[0];
    rest = rest.slice((code ?? simple ?? doubled ?? [' '])[0].length);
  }
  return text;
}

const PIECES = [
  '$',
  '%',
  '{',
  '}',
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '${',
  '%{',
  '$${',
  '%%{',
  '\\n',
  '\u0000',
  '\u2028',
  'é',
];
const nasty = fc
  .array(fc.constantFrom(...PIECES, 'a', '#', '/*', '🔥'), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('a text in Terraform', () => {
  it('is read back unchanged, whatever it holds, without interpolation', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (text) => {
        expect(read(hclString(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays on one line, without invisible characters', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(hclString(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it.each([
    [`\${var.secret}`, `"$\${var.secret}"`],
    ['%{ if true }', '"%%{ if true }"'],
    ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
    ['{{ ticket.summary }}\n100 % or $ 5', '"{{ ticket.summary }}\\n100 % or $ 5"'],
  ])('is escaped as HCL wants it: %j', (text, quoted) => {
    expect(hclString(text)).toBe(quoted);
  });
});

describe('a comment in Terraform', () => {
  it('cannot be ended by its text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        for (const line of hclComment(text).split(/[\n\r\u2028]/)) expect(line).toMatch(/^#/);
      }),
    );
  });
});

describe('a block in Terraform', () => {
  it('is formatted like terraform fmt', () => {
    const text = hclBlock({
      head: 'resource "a" "b"',
      body: [
        ['name', 'x'],
        ['escalation_policy', new Reference('var.policy')],
        { head: 'team', body: [['id', 3]] },
        { head: 'outer', body: [{ head: 'inner', body: [['on', true]] }] },
      ],
    });
    expect(text).toBe(
      [
        'resource "a" "b" {',
        '  name              = "x"',
        '  escalation_policy = var.policy',
        '',
        '  team {',
        '    id = 3',
        '  }',
        '',
        '  outer {',
        '    inner {',
        '      on = true',
        '    }',
        '  }',
        '}',
      ].join('\n'),
    );
  });
});
