import { expect, test } from 'vitest';
import { parseUrl } from '../../../src/text/url.ts';

test.each([
  ['a URL', 'https://acme.example/x', undefined, 'https://acme.example/x'],
  ['a path of another', '/x', 'https://acme.example', 'https://acme.example/x'],
  ['a path alone', '/x', undefined, undefined],
  ['no URL', 'https://', undefined, undefined],
])('%s', (_, text, base, href) => {
  expect(parseUrl(text, base)?.href).toBe(href);
});

test('a host with an umlaut is one however often URLs were parsed before', () => {
  for (let count = 0; count < 5_000; count += 1) parseUrl('https://müller.example');
  expect(parseUrl('https://müller.example')?.host).toBe('xn--mller-kva.example');
});
