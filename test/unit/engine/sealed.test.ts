import { describe, expect, it, test } from 'vitest';
import { isFilledIn, isSameSealed, type Json, type Seal, sealed } from '../../../src/engine/sealed.ts';
import { knownAfterApply, onTheWire, Unknown, type Value } from '../../../src/engine/values.ts';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { fc } from '../../support/property.ts';

const KNOWN = 'il1hit-0123456789';
const seal: Seal = { salt: 'salt', isSecret: createRedactor([KNOWN]).isIn };

/** Any value without secrets, including fields that look like marks. */
const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constantFrom(null, undefined, knownAfterApply, new Unknown('looked up')),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('$secret', '$unknown', '$$secret', 'a', '0'), fc.string()), tie('value'), {
      maxKeys: 4,
    }),
  ),
})).value;

/** Returns the value as it would be sent, with unknown values distinct from any text. */
function sent(value: Value): string {
  const known = (each: unknown): unknown => {
    if (each instanceof Unknown) return [['not known', each.label]];
    if (Array.isArray(each)) return [each.map(known)];
    if (typeof each !== 'object' || each === null) return each ?? null;
    const parts = Object.entries(each).filter(([, part]) => part !== undefined);
    return parts
      .map(([key, part]) => [key, known(part)])
      .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  };
  return JSON.stringify(known(value));
}

describe('a saved value', () => {
  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(values, (value) => {
        const written = sealed(value, seal);
        expect(isSameSealed(JSON.parse(JSON.stringify(written)), written)).toBe(true);
      }),
    );
  });

  it('is the same as another exactly where both would be sent as the same request', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        expect(isSameSealed(sealed(one, seal), sealed(other, seal))).toBe(sent(one) === sent(other));
      }),
    );
  });

  it('never contains a secret, wherever that is', () => {
    const secret = fc.string({ minLength: 12, unit: 'grapheme-ascii' }).filter((text) => text.trim().length > 11);
    fc.assert(
      fc.property(secret, values, (text, value) => {
        const hiding: Seal = { salt: 'salt', isSecret: createRedactor([text]).isIn };
        const all = [
          new Secret(text),
          text,
          `https://api.ilert.com/${text}`,
          { [text]: value, url: [`before ${encodeURIComponent(text)} after`] },
        ];
        const written = JSON.stringify(sealed([value, ...all], hiding));
        expect(written).not.toContain(JSON.stringify(text).slice(1, -1));
        expect(written).not.toContain(encodeURIComponent(text));
      }),
    );
  });
});

test.each<[string, Value, Value]>([
  ['a secret and its text', new Secret('k'), 'k'],
  ['a secret and what is shown of it', new Secret('k', 'k…'), 'k…'],
  ['secrets that differ', new Secret('k'), new Secret('l')],
  ['a secret and a field with the name of its mark', new Secret('k'), { $secret: 'k' }],
  ['what is not known and a field with the name of its mark', knownAfterApply, { $unknown: 'known after apply' }],
  ['what is not known and its text', knownAfterApply, '(known after apply)'],
  ['a text that a service has and one with a digest in it', KNOWN, { $secret: KNOWN }],
])('%s are not the same', (_, one, other) => {
  expect(isSameSealed(sealed(one, seal), sealed(other, seal))).toBe(false);
});

test('a secret looks different in each file', () => {
  const [one, other] = ['one', 'other'].map((salt) => sealed(new Secret('k'), { ...seal, salt }));
  expect(one).not.toEqual(other);
});

test.each<[string, Value, Value, boolean]>([
  ['a value that was not known', { a: knownAfterApply, b: 1 }, { a: 7, b: 1 }, true],
  ['in a list', [{ id: knownAfterApply }], [{ id: 'x' }], true],
  ['but not another one', { a: knownAfterApply, b: 1 }, { a: 7, b: 2 }, false],
  ['nor a further field', { a: knownAfterApply }, { a: 7, b: 2 }, false],
  ['nor a missing one', { a: knownAfterApply, b: 2 }, { a: 7 }, false],
  ['nor a value that was known', { a: 7 }, { a: knownAfterApply }, false],
])('a planned value is filled in: %s', (_, planned, actual, isIt) => {
  expect(isFilledIn(sealed(planned, seal), sealed(actual, seal))).toBe(isIt);
});

test('what is known and sent is saved as it is sent', () => {
  const value: Value = { name: 'a', list: [1, null, { b: false }], left: undefined };
  const written: Json = sealed(value, seal);
  expect(written).toEqual(JSON.parse(JSON.stringify(onTheWire(value))));
});
