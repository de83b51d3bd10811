import { describe, expect, it, test } from 'vitest';
import { hasUnknown, knownAfterApply, onTheWire, sameValue, type Value } from '../../../src/engine/values.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { fc } from '../../support/property.ts';

describe('two values are the same', () => {
  it.each<[string, Value, Value, boolean]>([
    ['where both are', { a: [1, 'x'] }, { a: [1, 'x'] }, true],
    ['whatever the order of the fields', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['where one says null and the other nothing', { a: null }, {}, true],
    ['where secrets are', new Secret('k', 'a'), new Secret('k', 'b'), true],
    ['where a secret is what the other is in clear', new Secret('k'), 'k', true],
    ['not in another order of a list', [1, 2], [2, 1], false],
    ['not where a list is longer', [1], [1, 2], false],
    ['not as another type', 1, '1', false],
    ['not where 0 stands for nothing', 0, null, false],
    ['not where false stands for nothing', false, undefined, false],
    ['not where an empty text stands for nothing', '', null, false],
    ['not where secrets differ', new Secret('k'), new Secret('l'), false],
    ['not where a secret is only shown so', new Secret('k'), '***', false],
    ['not where one is not known yet', knownAfterApply, 1, false],
    ['not where neither is known yet', [knownAfterApply], [knownAfterApply], false],
  ])('%s', (_, one, other, same) => {
    expect(sameValue(one, other)).toBe(same);
    expect(sameValue(other, one)).toBe(same);
  });

  it('whatever they are, with themselves', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameValue(value as Value, structuredClone(value) as Value)).toBe(true);
      }),
    );
  });
});

test.each<[Value, boolean]>([
  [knownAfterApply, true],
  [{ a: [{ b: knownAfterApply }] }, true],
  [{ a: [1, null, undefined, new Secret('k')] }, false],
  [null, false],
])('%o has something that is not known yet: %s', (value, has) => {
  expect(hasUnknown(value)).toBe(has);
});

test('on the wire secrets are open, and all else is as it was', () => {
  const sent = onTheWire({ key: new Secret('k'), list: [{ path: new Secret('/p') }, 1, null], none: undefined });
  expect(JSON.stringify(sent)).toBe('{"key":"k","list":[{"path":"/p"},1,null]}');
});

test('what is not known yet does not go on the wire', () => {
  expect(() => onTheWire({ a: [knownAfterApply] })).toThrow(new TypeError("(known after apply) can't be sent"));
});
