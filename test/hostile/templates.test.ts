import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/payload/check.ts';
import { templateRisks } from '../../src/payload/risks.ts';
import { renderTemplate } from '../../src/payload/template.ts';
import { haloVariables } from '../../src/payload/ticket-variables.ts';
import { packageRoot } from '../support/cli.ts';
import { fc } from '../support/property.ts';

const shipped = (name: string) => readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8');
const RECOMMENDED = shipped('recommended');

const piece = fc.oneof(
  fc.constantFrom(
    '<<',
    '>>',
    '!>>',
    '<<ticket^id>>',
    '<<ticket^summary>>',
    '"<<ticket^id!>>"',
    '"<<ticket^summary!>>"',
    '<<ticket>>',
    '<<>>',
  ),
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\\',
    '\\u000',
    '\\u',
    '\r\n',
    '\n',
    '\u2028',
    '\u0000',
    '\ud800',
    '\uFEFF',
  ),
  fc.constantFrom('"a"', '1', '-', '.5', 'e', 'true', 'null', '//', '/*', "'", ' ', '{"a":', '"}', '['.repeat(20_000)),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const anything = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
const edited = fc
  .array(fc.tuple(fc.nat(RECOMMENDED.length), fc.nat(6), piece), { minLength: 1, maxLength: 3 })
  .map((edits) => edits.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), RECOMMENDED));
/** JSON with variables in place of values, as people write it. */
const written = fc
  .dictionary(
    fc.string({ maxLength: 5 }),
    fc.constantFrom('<<ticket^id>>', '<<ticket^summary>>', '<<ticket>>', '1', '"x"', '"<<ticket^id!>>"'),
    { minKeys: 1 },
  )
  .map(
    (fields) =>
      `{${Object.entries(fields)
        .map(([key, value]) => `${JSON.stringify(key)}: ${value}`)
        .join(',')}}`,
  );

/** Creates a ticket with this value for every variable that the check knows. */
function ticketOf(value: unknown): Record<string, unknown> {
  const ticket: Record<string, unknown> = {};
  for (const name of haloVariables) {
    const [, field, inner] = name.split('^');
    if (field !== undefined && inner === undefined && !Object.hasOwn(ticket, field)) ticket[field] = value;
    if (field !== undefined && inner !== undefined) {
      const whole = ticket[field];
      ticket[field] = { ...(typeof whole === 'object' ? whole : {}), [inner]: value };
    }
  }
  return ticket;
}

const hostile = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '\n',
    '\u0000',
    '\u001f',
    '\u2028',
    '\ud800',
    '🔥',
    '<<ticket^id>>',
    '"}]',
    '\\u000',
    '</script>',
    '',
  ),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.constant(null),
);

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

describe('the check of a payload', () => {
  it('ends for any text, with a line and column inside it', () => {
    fc.assert(
      fc.property(fc.oneof(anything, edited, written), (template) => {
        const lines = linesOf(template);
        for (const { line, column, message, hint } of checkTemplate(template, [])) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
          expect(message).toMatch(/\w.*\.$/s);
          expect(hint).not.toBe('');
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('accepts only what renders to JSON, whatever the ticket holds', () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.oneof(anything, edited, written), hostile, fc.integer(), (template, value, id) => {
        if (checkTemplate(template, []).length > 0) return;
        // Unquoted text is not escaped, which is reported as a risk; an id is a number, so it isn't.
        if (templateRisks(template).some((risk) => risk.includes('invalid JSON'))) return;
        passed += 1;
        const ticket = JSON.parse(JSON.stringify(ticketOf(value)), (key, each) => (/(^|_)id$/.test(key) ? id : each));
        expect(() => JSON.parse(renderTemplate(template, { ticket }))).not.toThrow();
      }),
      { numRuns: 1500 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it.each([
    ['variables that are known', '[<<ticket^id>>'.padEnd(15, ',').concat('<<ticket^id>>,'.repeat(60_000), '1]')],
    ['variables that are not', '<<x>>,'.repeat(150_000)],
    ['brackets', '['.repeat(900_000)],
    ['openings', '<<'.repeat(450_000)],
    ['quotes', '"'.repeat(900_000)],
  ])('takes a few seconds at most for 900 kB of %s', (_, template) => {
    const before = process.cpuUsage();
    expect(checkTemplate(template, []).length).toBeLessThanOrEqual(20);
    // Of processor time, in microseconds: a busy machine takes longer.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });

  it('an unfinished escape is refused', () => {
    expect(checkTemplate('{"a": "\\u000<<ticket^id!>>"}', [])).toHaveLength(1);
  });
});
