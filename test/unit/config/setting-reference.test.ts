import { expect, test } from 'vitest';
import type { Origin } from '../../../src/config/raw-value.ts';
import { referTo } from '../../../src/config/setting-reference.ts';
import type { FieldKey } from '../../../src/config/settings.ts';

test.each<[FieldKey, Origin | undefined, string]>([
  ['halo.url', { from: 'flag' }, '--halo-url'],
  ['halo.url', { from: 'variable', name: 'HALO_URL' }, 'HALO_URL'],
  ['halo.url', { from: 'file', path: 'customers.yaml', line: 41 }, 'halo.url in customers.yaml, line 41'],
  ['halo.url', { from: 'prompt' }, 'the URL you entered'],
  ['halo.url', undefined, '--halo-url (HALO_URL)'],
  ['ilert.apiToken', { from: 'variable', name: 'ILERT_API_KEY' }, 'ILERT_API_KEY'],
  ['ilert.apiToken', { from: 'prompt' }, 'the API key you entered'],
  ['ilert.apiToken', { from: 'keychain' }, 'the API key in the system keychain'],
  ['ilert.apiToken', undefined, 'ILERT_API_TOKEN'],
  ['halo.clientSecret', { from: 'stdin', name: 'HALO_CLIENT_SECRET' }, 'HALO_CLIENT_SECRET on standard input'],
  ['halo.scope', { from: 'default' }, '--halo-scope (HALO_SCOPE)'],
])('a hint refers to %s from %j as %s', (key, origin, reference) => {
  expect(referTo(new Map(origin && [[key, origin]]))(key)).toBe(reference);
});
