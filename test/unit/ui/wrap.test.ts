import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createStyle } from '../../../src/ui/style.ts';
import { wrap, wrapProse } from '../../../src/ui/wrap.ts';
import { fc } from '../../support/property.ts';

const word = fc.stringMatching(/^[\w.,/:"()-]{1,30}$/);
const line = fc
  .tuple(fc.constantFrom('', '  ', '    ', '  1. ', '  + '), fc.array(word, { minLength: 1, maxLength: 20 }))
  .map(([indent, words]) => `${indent}${words.join(' ')}`);
const text = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));
const columns = fc.integer({ min: 20, max: 120 });

describe('text on a narrow terminal', () => {
  it('has no line wider than the terminal, except for a word that is too wide', () => {
    fc.assert(
      fc.property(text, columns, (whole, width) => {
        for (const each of wrap(whole, width).split('\n')) {
          const isWordTooWide = each.trim().split(' ').length === 1 || /^\s*(\d+\.|[-+~=]) \S+$/.test(each);
          expect(each.length <= width || isWordTooWide, `${width}: ${each}`).toBe(true);
        }
      }),
    );
  });

  it('keeps all words, unbroken and in order', () => {
    const bare = (whole: string) => whole.split(/\s+/).filter(Boolean);
    fc.assert(
      fc.property(text, columns, (whole, width) => {
        expect(bare(wrap(whole, width))).toEqual(bare(whole));
      }),
    );
  });

  it('keeps the indentation of wrapped lines', () => {
    expect(wrap('  1. Open the page of the application', 24)).toBe('  1. Open the page of\n     the application');
    expect(wrap('    a word and another', 20)).toBe('    a word and\n    another');
  });

  it('is wrapped at the same places with colours as without', () => {
    const paint = createStyle(true);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), columns, (words, width) => {
        const colored = words.map((each) => paint.accent(each)).join(' ');
        expect(stripVTControlCharacters(wrap(colored, width))).toBe(wrap(words.join(' '), width));
      }),
    );
  });

  it.each([
    '  npx ilert-haloitsm apply --config acme.yaml --profile acme',
    '       gh secret set HALO_CLIENT_SECRET --env ilert-haloitsm',
    "    --source-name 'Tickets of the service desk' \\",
    '  export ILERT_API_TOKEN=... HALO_CLIENT_SECRET=...',
    '  "summary": "<<summary>> of the ticket <<id>>",',
  ])('does not break what is copied as a whole: %s', (code) => {
    expect(wrapProse(`A sentence of words\n${code}`, 15)).toBe(`A sentence of\nwords\n${code}`);
  });

  it.each([undefined, 0])('is left as it is where the width is unknown: %s', (unknown) => {
    const long = 'word '.repeat(100);
    expect(wrap(long, unknown)).toBe(long);
  });
});
