import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { checkTemplate } from '../../../src/payload/check.ts';
import { templateRisks } from '../../../src/payload/risks.ts';
import { renderTemplate, variablesOf } from '../../../src/payload/template.ts';
import { packageRoot } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';

const shipped = (name: string) => readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8');

/** Ticket texts: quotes, backslashes, line breaks, variables, any character. */
const typed = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '"',
        '\\',
        '\n',
        '\r\n',
        '<<x>>',
        '<<ticket^id>>',
        '!',
        '$&',
        '$1',
        'ü',
        '😀',
        '\u0000',
        '\u2028',
      ),
    )
    .map((parts) => parts.join('')),
);
const value = fc.oneof(typed, fc.integer(), fc.constant(null), fc.boolean());

describe('the variables of a template', () => {
  it('are found with their positions, with and without !', () => {
    expect(variablesOf('{"a": <<ticket^id>>, "b": "<<ticket^summary!>>"}')).toEqual([
      { name: 'ticket^id', bareText: false, quoted: false, offset: 6, length: 13 },
      { name: 'ticket^summary', bareText: true, quoted: true, offset: 27, length: 19 },
    ]);
  });

  it.each(['', '<<', '>>', '<<a', 'a>>', '<a>', '<<a\n>>', '<<a<b>>'])('there are none in %j', (template) => {
    expect(variablesOf(template)).toEqual([]);
  });
});

describe('a template is filled in', () => {
  const ticket = { id: 7, summary: 'He said "no" \\ <<x>>\nü😀', status: { name: null }, empty: '' };
  it.each([
    ['a text as a JSON value', '<<ticket^summary>>', JSON.stringify(ticket.summary)],
    ['a number as it is', '<<ticket^id>>', '7'],
    ['an empty value as null', '<<ticket^status^name>>', 'null'],
    ['an object whole', '<<ticket^status>>', '{"name":null}'],
    ['a bare text without quotes', '"<<ticket^id!>>"', '"7"'],
    ['a bare text that is empty', '"<<ticket^status^name!>>"', '""'],
    ['the same variable twice', '[<<ticket^id>>,<<ticket^id>>]', '[7,7]'],
  ])('%s', (_, template, rendered) => {
    expect(renderTemplate(template, { ticket })).toBe(rendered);
  });

  it.each(['ticket^nothing', 'ticket^id^name', 'other', 'ticket^constructor', 'ticket^status^name^x', ''])(
    'but <<%s>>, which has no value, stops it',
    (name) => {
      expect(() => renderTemplate(`{"a": <<${name}>>}`, { ticket })).toThrow(new Error(`<<${name}>> has no value`));
    },
  );

  it('once: variables inside a value are not replaced', () => {
    fc.assert(
      fc.property(typed, (summary) => {
        expect(JSON.parse(renderTemplate('[<<ticket^summary>>]', { ticket: { summary, id: 1 } }))).toEqual([summary]);
        const bare = renderTemplate('<<ticket^summary!>>', { ticket: { summary, id: 1 } });
        expect(bare).toBe(summary);
      }),
    );
  });
});

/** Creates a ticket with a value for each of the template's variables. */
function ticketFor(template: string): fc.Arbitrary<Record<string, unknown>> {
  const names = [...new Set(variablesOf(template).map(({ name }) => name.split('^').slice(1)))];
  return fc.array(value, { minLength: names.length, maxLength: names.length }).map((values) => {
    const ticket: Record<string, unknown> = {};
    for (const [index, [field = '', nested]] of names.entries()) {
      if (nested === undefined) ticket[field] = values[index];
      else ticket[field] = { ...(ticket[field] as object | undefined), [nested]: values[index] };
    }
    return ticket;
  });
}

describe('the recommended payload', () => {
  it('is JSON for every ticket, and contains the text as typed', () => {
    const template = shipped('recommended');
    fc.assert(
      fc.property(ticketFor(template), (ticket) => {
        const sent = JSON.parse(renderTemplate(template, { ticket })) as { ticket: Record<string, unknown> };
        const at = (of: unknown, ...path: string[]) =>
          path.reduce((each, name) => (each as Record<string, unknown>)[name], of);
        for (const name of ['id', 'summary', 'details', 'team', 'client_name', 'dateclosed', 'oppcompanyname'])
          expect(sent.ticket[name]).toStrictEqual(ticket[name]);
        expect(sent.ticket.status).toStrictEqual({ ...(ticket.status as object) });
        expect(sent.ticket.agent).toStrictEqual({ ...(ticket.agent as object) });
        expect(at(sent.ticket, 'priority', 'id')).toStrictEqual(ticket.priority_id);
        expect(at(sent.ticket, 'priority', 'name')).toStrictEqual(at(ticket, 'priority', 'name'));
      }),
    );
  });
});

test('the full payload is JSON for every ticket', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (ticket) => {
      expect(JSON.parse(renderTemplate(shipped('full'), { ticket }))).toEqual(JSON.parse(JSON.stringify({ ticket })));
    }),
  );
});

const seed = join(packageRoot, '..', 'shared', 'seed-haloitsm-integration.md');

describe.skipIf(!existsSync(seed))("the payloads are those of ilert's guide, to the letter", () => {
  it.each([
    ['recommended', 0],
    ['full', 1],
  ])('%s', (name, index) => {
    const blocks = [...readFileSync(seed, 'utf8').matchAll(/```\n([\s\S]*?)```/g)].map((match) => match[1]?.trim());
    expect(blocks).toHaveLength(2);
    expect(shipped(name).trim()).toBe(blocks[index]);
  });
});

test.each(['recommended', 'full'])('the %s payload passes its own check, without a risk', (name) => {
  expect(checkTemplate(shipped(name), [])).toEqual([]);
  expect(templateRisks(shipped(name))).toEqual([]);
});
