import { describe, expect, it, test } from 'vitest';
import { checkTemplate } from '../../../src/payload/check.ts';
import { renderTemplate } from '../../../src/payload/template.ts';
import { haloVariables, variableType } from '../../../src/payload/ticket-variables.ts';
import { fc } from '../../support/property.ts';

const problemsOf = (template: string, known: readonly string[] = []) =>
  checkTemplate(template, known).map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('a template passes with', () => {
  it.each([
    ['no variable', '{"a": 1}'],
    ['a variable where a value stands', '{"a": <<ticket^summary>>}'],
    ['a bare text inside quotes', '{"a": "Ticket <<ticket^id!>>: <<ticket^summary!>>"}'],
    ['an escaped quote before a bare text', '{"a": "\\"<<ticket^id!>>\\""}'],
    ['an escaped backslash before a value', '{"a": "\\\\", "b": <<ticket^id>>}'],
    ['the whole ticket', '<<ticket>>'],
    ['a nested field', '[<<ticket^status^name>>]'],
    ['a custom field', '{"a": <<ticket^CFMyField>>}'],
    ["a custom field's part", '{"a": <<ticket^CFMyField^value>>}'],
    ['lines of Windows', '{\r\n"a": <<ticket^id>>\r\n}\r\n'],
  ])('%s', (_, template) => {
    expect(checkTemplate(template, [])).toEqual([]);
  });

  it.each(haloVariables)('the variable %s, where a value stands', (name) => {
    expect(checkTemplate(`{"a": <<${name}>>}`, [])).toEqual([]);
  });

  it.each(haloVariables.filter((name) => variableType(name) !== 'object'))('the bare text of %s in quotes', (name) => {
    expect(checkTemplate(`{"a": "x <<${name}!>>"}`, [])).toEqual([]);
  });

  it.each(haloVariables.filter((name) => variableType(name) === 'number'))('the number %s anywhere', (name) => {
    expect(checkTemplate(`{"a": "No <<${name}>>", "b": "<<${name}>>", "c": <<${name}!>>}`, [])).toEqual([]);
  });

  it.each(['CFmine', 'ticket^CFmine', 'myRunbookVariable'])('%s in every form, since its type is not known', (name) => {
    const template = `{"a": <<${name}>>, "b": "<<${name}!>>", "c": "<<${name}>>", "d": <<${name}!>>}`;
    expect(checkTemplate(template, ['myRunbookVariable'])).toEqual([]);
  });

  it('a declared variable of the tenant', () => {
    expect(problemsOf('[<<ticket^mine>>]', ['ticket^mine'])).toEqual([]);
    expect(problemsOf('[<<ticket^yours>>]', ['ticket^mine'])).toHaveLength(1);
  });
});

describe('a template is refused, with line and column, for', () => {
  it.each([
    ['a text inside quotes', '{"a": "<<ticket^team>>"}', '1:8 <<ticket^team>> already includes quotes.'],
    ['a text within a text', '{\n "a": "Of <<ticket^team>>"}', '2:11 <<ticket^team>> already includes quotes.'],
    [
      "a priority's id, which is a GUID",
      '{"a": "<<ticket^priority^id>>"}',
      '1:8 <<ticket^priority^id>> already includes',
    ],
    ['a whole ticket inside quotes', '{"a": "<<ticket>>"}', '1:8 <<ticket>> is a JSON object, not text.'],
    ['an object as bare text', '{"a": <<ticket^status!>>}', '1:7 <<ticket^status!>> is a JSON object, not text'],
    ["the tenant's address as bare text", '{"a": <<halo_url!>>}', '1:7 <<halo_url!>> is inserted without quotes'],
    ['a bare text without quotes', '{"a": <<ticket^summary!>>}', '1:7 <<ticket^summary!>> is inserted without quotes.'],
    ['a variable that Halo does not have', '{"a": <<ticket^sumary>>}', '1:7 Halo has no variable <<ticket^sumary>>.'],
    ['one of them as bare text', '{"a": "<<ticket^sumary!>>"}', '1:8 Halo has no variable <<ticket^sumary!>>.'],
    ['a variable without a name', '{"a": <<>>}', '1:7 Halo has no variable <<>>.'],
    ['blanks in a variable', '{"a": << ticket^id >>}', '1:7 Halo has no variable << ticket^id >>.'],
    ['custom fields in small letters', '{"a": <<ticket^cfmine>>}', '1:7 Halo has no variable <<ticket^cfmine>>.'],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', '3:3 this is not JSON: comma expected.'],
    ['a comma too many', '{\n  "a": <<ticket^id>>,\n}', '2:21 this is not JSON: the comma before } is one too many.'],
    ['a comment', '{\n  // ours\n  "a": 1\n}', '2:3 this is not JSON: JSON has no comments.'],
    ['a brace that is not closed', '{"a": <<ticket^id>>', '1:20 this is not JSON: a } is missing.'],
    ['nothing at all', '', '1:1 this is not JSON: value expected.'],
    ['text after the end', '{} x', '1:4 this is not JSON: '],
    ['two values side by side', '[<<ticket^id>><<ticket^id>>]', '1:15 this is not JSON: comma expected.'],
    ['a sign before a value', '[-<<ticket^id>>]', '1:2 this is not JSON: '],
    ['a digit before a value', '{\n"a": 1<<ticket^id>>}', '2:7 this is not JSON: '],
    ['a value as the name of a field', '{<<ticket^summary>>: 1}', '1:2 this is not JSON: property name expected.'],
    ['<< without >>', '{"a": <<ticket^id>, "b": 1}', '1:7 this << has no matching >>.'],
    ['a line break in a variable', '{"a": <<ticket^\nid>>}', '1:7 this << has no matching >>'],
  ])('%s', (_, template, problem) => {
    const [first, ...more] = problemsOf(template);
    expect(first?.startsWith(problem), first).toBe(true);
    expect(more).toEqual([]);
  });

  it('a similar variable is named, and how to declare this one', () => {
    const [problem] = checkTemplate('{"a": <<ticket^sumary>>}', []);
    expect(problem?.hint).toMatch(/^Did you mean "ticket\^summary"/);
    expect(problem?.hint).toMatch(/allow it with --allow-variable 'ticket\^sumary'\.$/);
  });

  it('each variable separately, in order', () => {
    expect(problemsOf('{\n"a": "<<ticket^team>>",\n"b": <<ticket^x>>,\n"c": <<ticket^team!>>}')).toEqual([
      '2:7 <<ticket^team>> already includes quotes.',
      '3:6 Halo has no variable <<ticket^x>>.',
      '4:6 <<ticket^team!>> is inserted without quotes.',
    ]);
  });

  it('with the same position for all line endings', () => {
    const lines = ['{', '  "a": 1,', '  "b": "<<ticket^team>>"', '}'];
    const places = ['\n', '\r\n', '\r'].map((end) => problemsOf(lines.join(end))[0]);
    expect(places).toEqual(Array(3).fill('3:9 <<ticket^team>> already includes quotes.'));
    const commas = ['{', '  "a": 1', '  "b": 2', '}'];
    const wrong = ['\n', '\r\n'].map((end) => problemsOf(commas.join(end))[0]);
    expect(wrong).toEqual(Array(2).fill('3:3 this is not JSON: comma expected.'));
  });
});

test.each([
  ['ticket^CFa', true],
  ['ticket^CFMy_Field2^name', true],
  ['ticket^CF', false],
  ['ticket^cfa', false],
  ['CFa', true],
  ['CF', false],
  ['ticket^CFa b', false],
  ['xticket^CFa', false],
])('%s is a custom field: %s', (name, is) => {
  expect(variableType(name)).toBe(is ? 'unknown' : undefined);
});

const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '\\',
  '\\"',
  '1',
  '-',
  '0',
  '.',
  'e',
  'true',
  'null',
  ' ',
  '\n',
  '\r\n',
  '<<ticket^id>>',
  '<<ticket^id!>>',
  '<<ticket^summary>>',
  '<<ticket>>',
  '<<x>>',
  '<<',
  '>>',
  '!',
  '//',
  '/*',
  '😀',
);
const anyTemplate = fc.oneof(
  { weight: 3, arbitrary: fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

test('for any text, the check ends with positions inside it', () => {
  fc.assert(
    fc.property(anyTemplate, (template) => {
      const lines = template.split(/\r\n|\r|\n/);
      for (const { line, column } of checkTemplate(template, [])) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what passes the check is JSON for every ticket, unless a raw text contains a quote', () => {
  const plain = fc.stringMatching(/^[a-z ]*$/);
  fc.assert(
    fc.property(anyTemplate, fc.nat(), plain, (template, id, summary) => {
      fc.pre(checkTemplate(template, []).length === 0);
      const rendered = renderTemplate(template, { ticket: { id, summary } });
      expect(() => JSON.parse(rendered)).not.toThrow();
    }),
    { numRuns: 2_000, maxSkipsPerRun: 2_000 },
  );
});
