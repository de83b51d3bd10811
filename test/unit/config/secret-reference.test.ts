import { expect, test } from 'vitest';
import { parseReference } from '../../../src/config/secret-reference.ts';

test.each<[string, ReturnType<typeof parseReference>]>([
  ['env:ILERT_API_TOKEN', { variable: 'ILERT_API_TOKEN' }],
  ['env:HALO_CLIENT_SECRET_ACME', { variable: 'HALO_CLIENT_SECRET_ACME' }],
  ['env: ILERT_API_TOKEN', { variable: 'ILERT_API_TOKEN' }],
  [' env:ILERT_API_TOKEN \n', { variable: 'ILERT_API_TOKEN' }],
  ['file:/run/secrets/ilert', { file: '/run/secrets/ilert' }],
  ['file: a b ', { file: 'a b' }],
  ['file:x', { file: 'x' }],
  ['file:env:HALO_X', { file: 'env:HALO_X' }],
  ['env:', undefined],
  ['file: ', undefined],
  ['env:HOME', undefined],
  ['env:ILERT_', undefined],
  ['env:ILERT_A B', undefined],
  ['env:HALO_X;curl', undefined],
  ['env:HALO_A||toJSON(secrets)', undefined],
  ['ENV:ILERT_API_TOKEN', undefined],
  ['file:a\nb', undefined],
  ['il1api-0123456789abcdef', undefined],
  ['', undefined],
])('%j refers to %j', (text, reference) => {
  expect(parseReference(text)).toEqual(reference);
});
