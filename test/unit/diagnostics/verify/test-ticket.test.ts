import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ticketValues } from '../../../../src/diagnostics/verify/test-ticket.ts';
import { renderTemplate } from '../../../../src/payload/template.ts';
import { packageRoot } from '../../../support/cli.ts';

const TICKET = { id: 900_000_001, summary: 'It says "no" \\ ü', details: 'first\nsecond', closed: false };
const AT = '2026-01-02T03:04:05.000Z';

describe('the test ticket', () => {
  it.each(['recommended', 'full'])('fills the payload %s to JSON with its id, its texts and its priority', (name) => {
    const template = readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8');
    const { ticket } = JSON.parse(renderTemplate(template, ticketValues(template, TICKET, AT)));
    expect(ticket).toMatchObject({ id: TICKET.id, summary: TICKET.summary, details: TICKET.details });
    expect([ticket.status.name, ticket.priority.name]).toEqual(['New', 'Low']);
  });

  it('is closed at the end, with the time', () => {
    const { ticket } = ticketValues('', { ...TICKET, closed: true }, AT);
    expect(ticket).toMatchObject({ status: { id: 9, name: 'Closed' }, status_id: 9, dateclosed: AT });
  });

  it('has a value for every variable of a payload, however deep', () => {
    const template = '{"a": <<ticket^shelf^row^number>>, "b": <<ticket^CFcolour>>, "c": <<agent^name>>}';
    const body = renderTemplate(template, ticketValues(template, TICKET, AT));
    expect(JSON.parse(body)).toEqual({ a: 0, b: 0, c: 0 });
  });

  it.each(['constructor', 'toString', '__proto__'])('has its own value for a variable within %s', (name) => {
    const template = `{"a": <<ticket^${name}^colour>>, "b": <<ticket^${name}_2>>}`;
    expect(JSON.parse(renderTemplate(template, ticketValues(template, TICKET, AT)))).toEqual({ a: 0, b: 0 });
    expect(Object.hasOwn(Object.prototype, 'colour')).toBe(false);
  });

  it('keeps its values when a payload uses nested ones', () => {
    const template = '{"a": <<ticket^status^name>>, "b": <<ticket^status^shade>>}';
    const body = renderTemplate(template, ticketValues(template, TICKET, AT));
    expect(JSON.parse(body)).toEqual({ a: 'New', b: 0 });
  });
});
