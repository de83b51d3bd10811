import { expect, it } from 'vitest';
import type { Exchange } from '../../../src/recording/recording.ts';
import { redactExchanges } from '../../../src/recording/redact.ts';

const ORIGINS = { halo: ['https://acme.haloitsm.com'], ilert: ['https://api.ilert.com'] };

interface Parts {
  readonly request?: Partial<Exchange['request']>;
  readonly response?: Exclude<Exchange['response'], { readonly error: string }> | Record<string, unknown>;
}

/** Redacts one exchange with these parts, as the text that a file would have. */
function textOf({ request, response }: Parts): string {
  const exchange = {
    service: 'halo',
    request: { method: 'GET', path: '/api/Tickets', ...request },
    response: { status: 200, ...response },
  } as Exchange;
  return JSON.stringify(redactExchanges([exchange], ORIGINS));
}

const inBody = (body: unknown): Parts => ({ response: { body } });
const base64 = Buffer.from('client-acme:hush').toString('base64');

it.each<[string, Parts, string]>([
  ['after the mark of prove', inBody({ name: 'ilert-haloitsm prove 1a2b3c4d: Acme' }), 'Acme'],
  ['after words of prove', inBody({ name: 'ilert-haloitsm prove 1a2b3c4d: closing: acme ltd' }), 'acme'],
  ['among words of prove', inBody({ name: 'ilert-haloitsm prove 1a2b3c4d: ticket 512' }), '512'],
  ['before the mark of prove', inBody({ name: 'Acme ilert-haloitsm prove 1a2b3c4d: closing' }), 'Acme'],
  ['a location that is only an ID', { response: { headers: { location: '512' } } }, '512'],
  ['a small ID in the payload of an alert', inBody({ customDetails: { ticket: { type: 512, status: 513 } } }), '51'],
  ['a small ID in a body in a text', inBody({ requestbody: '{"ticket": {"type": 512, "status": 513}}' }), '51'],
  ['a small ID after JSON in a text', inBody({ requestbody: '{"a": [{"status": 1}, 512]}' }), '512'],
  ['a large number in the place of a count', inBody({ count: 4_111_111_111_111_111 }), '4111111'],
  ['a text of digits in the place of a count', inBody({ count: '411111111111' }), '4111111'],
  ['a number in the place of the time', inBody({ name: '2026-11-27T49:30:12' }), '49:30'],
  ['digits in the place of parts of a second', inBody({ name: '2026-11-27T10:00:00.123456789' }), '456789'],
  ['a phone number', inBody({ phone: '+49 30 1234567', mobile: '0301234567', extension: '512' }), '512'],
  ['an address with a name', inBody({ name: 'Ada Acme <ada@acme.com>', email: '"Ada" <ada@acme.com>' }), 'cme'],
  ['a GUID without dashes', inBody({ id: '8e021669d6c54f09ab8994a32288a1ee' }), '8e02'],
  ['credentials as base64', inBody({ note: `Basic ${base64}`, message: base64 }), base64],
  ['credentials in a URL', inBody({ url: 'https://acme:hush@acme.com/' }), 'hush'],
  ['HTML', inBody({ details_html: '<p>Acme <b>down</b></p>' }), 'Acme'],
  ['a text that begins like JSON', inBody({ summary: '[Acme] mail, server: down' }), 'mail'],
  ['JSON in a text in JSON in a text', inBody({ body: JSON.stringify({ text: '{"a":"[\\"Acme\\"]"}' }) }), 'Acme'],
  ['escapes in JSON in a text', inBody({ body: '{"name": "\\u0041cme"}' }), '0041'],
  ['a key of a map', inBody({ 'Acme GmbH': 1, 4711: { acme: 2 } }), 'cme'],
  ['the name of an own field in a query', { request: { query: 'CFacme=1&acme' } }, 'acme'],
  ['a segment of a path, encoded twice', { request: { path: '/api/Tickets/%2541cme' } }, '41cme'],
  ['a form', { request: { form: { username: 'acme', assertion: 'acme' } } }, 'acme'],
  ['a text with the words of the vocabulary', inBody({ name: 'Closed by Acme', text: 'HALOITSM: Acme' }), 'Acme'],
  ['another form of a letter', inBody([{ name: 'Jose\u0301' }, { name: 'Jos\u00e9' }]), 'Jos'],
  ['a response that is a text', inBody('Acme'), 'Acme'],
  ['an error that quotes the request', inBody({ error_description: 'No client acme at https://acme.com' }), 'acme'],
  ['the days of a birthday and of the run', inBody({ dob: '1985-03-14', dateoccurred: '2026-11-27' }), '2061'],
])('does not keep %s', (_, parts, secret) => {
  const text = textOf(parts);
  expect(text).not.toContain(secret);
});

it('does not tell how long ago a day was, beyond the next day', () => {
  expect(textOf(inBody(['1985-03-14', '2026-11-27T10:00:00', '2026-11-28T00:00:01']))).toContain(
    '["2020-01-01","2020-01-03T10:00:00","2020-01-04T00:00:01"]',
  );
});
