import { expect, test } from 'vitest';
import { z } from 'zod';
import { guidOf } from '../../../src/export/guid.ts';
import { fc } from '../../support/property.ts';

const names = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 });

test('the same names have the same GUID, a UUID of version 5', () => {
  fc.assert(
    fc.property(names, (given) => {
      expect(guidOf(...given)).toBe(guidOf(...given));
      expect(z.uuid({ version: 'v5' }).safeParse(guidOf(...given)).success).toBe(true);
    }),
  );
});

test('other names have another one, wherever one name ends and the next begins', () => {
  fc.assert(
    fc.property(names, names, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      expect(guidOf(...one)).not.toBe(guidOf(...other));
    }),
  );
  expect(guidOf('method', 'ab', 'c')).not.toBe(guidOf('method', 'a', 'bc'));
});

test('the GUIDs of the default names never change: earlier exports stay valid', () => {
  expect(guidOf('custom integration', 'ilert integration')).toBe('8dd17c0e-6c20-55d1-9832-687f7fceefc2');
  expect(guidOf('method', 'ilert integration', 'send ticket to ilert')).toBe('add97030-c6fd-565e-9e2a-9aa7468bba8d');
});
