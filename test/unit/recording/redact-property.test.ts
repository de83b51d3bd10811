import { expect, it } from 'vitest';
import type { Exchange } from '../../../src/recording/recording.ts';
import { redactExchanges } from '../../../src/recording/redact.ts';
import { fc } from '../../support/property.ts';

const ORIGINS = { halo: ['https://qacmeq.haloitsm.com'], ilert: ['https://api.ilert.com'] };

/** Something of an account. Each contains this, in some case, or is a large number, so that it is found wherever it survives. */
const MARK = 'qacmeq';
const FOUND = /qacmeq|"?\b[1-9]\d{6,}\b/i;

const marked = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 8 }))
  .map(([before, after]) => `${before}${MARK}${after}`);
const text = fc.oneof(
  marked,
  marked.map((name) => `https://${MARK}.example.com:8443/${encodeURIComponent(name)}?${MARK}=${MARK}#${MARK}`),
  marked.map((name) => `/api/v1/events/haloitsm/${encodeURIComponent(name)}`),
  fc.constantFrom(`ada@${MARK}.com`, `${MARK}: ilert integration`, `ilert-haloitsm prove ${MARK}`, `<<CF${MARK}>>`),
  marked.map((name) => JSON.stringify({ [name]: name, summary: name, nested: JSON.stringify([name]) })),
  marked.map((name) => `{"summary": "${name}", ${name}`),
);
const id = fc.integer({ min: 1_000_000, max: 2_000_000_000 });
const field = fc.oneof(fc.constantFrom('id', 'name', 'status', 'type', 'integrationKey', 'eventno'), marked);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, text, id, id.map(String), tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 3 }),
  object: fc.dictionary(field, tie('any'), { maxKeys: 4 }),
})).any;

const exchange: fc.Arbitrary<Exchange> = fc
  .record({ given: value, sent: value, searched: marked, number: id, other: text })
  .map(({ given, sent, searched, number, other }) => ({
    service: 'halo',
    request: {
      method: 'POST',
      path: `/api/Tickets/${number}/${encodeURIComponent(searched)}`,
      query: `search=${encodeURIComponent(searched)}&ticket_id=${number}`,
      body: sent,
    },
    response: { status: 200, headers: { location: other }, body: given, text: other },
  }));
const exchanges = fc.array(exchange, { minLength: 1, maxLength: 3 });

it('contains no text, ID, host or key of the account', () => {
  fc.assert(
    fc.property(exchanges, (recorded) => {
      expect(decodeURIComponent(JSON.stringify(redactExchanges(recorded, ORIGINS)))).not.toMatch(FOUND);
    }),
    { numRuns: 60 },
  );
});

/** A large number in the place of a code becomes a small one, which is then taken for a code: numbers may differ. */
const formOf = (recorded: readonly Exchange[]) => JSON.stringify(recorded).replaceAll(/\d+/g, '1');

it('has the same form if it is redacted once more', () => {
  fc.assert(
    fc.property(exchanges, (recorded) => {
      const once = redactExchanges(recorded, ORIGINS);
      const example = { halo: ['https://halo.example'], ilert: ['https://ilert.example'] };
      expect(formOf(redactExchanges(once, example))).toBe(formOf(once));
    }),
    { numRuns: 60 },
  );
});
