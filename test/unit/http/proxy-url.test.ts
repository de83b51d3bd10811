import { describe, expect, it, test } from 'vitest';
import { parseProxyUrl } from '../../../src/http/proxy-url.ts';
import { fc } from '../../support/property.ts';

const PASSWORD = 'pr0xyPass';

/** Returns host, user and password as the proxy gets them. */
function understood(typed: string) {
  const url = parseProxyUrl(typed);
  if ('wrong' in url) return url.wrong;
  return [url.protocol, url.host, decodeURIComponent(url.username), decodeURIComponent(url.password)];
}

describe('a proxy is understood', () => {
  it.each([
    ['with its scheme', 'http://proxy.example:8080', ['http:', 'proxy.example:8080', '', '']],
    ['with a slash at the end', 'http://proxy.example:8080/', ['http:', 'proxy.example:8080', '', '']],
    ['without a scheme', 'proxy.example:8080', ['http:', 'proxy.example:8080', '', '']],
    ['without a port', 'http://proxy.example', ['http:', 'proxy.example', '', '']],
    ['over https', 'https://proxy.example:8443', ['https:', 'proxy.example:8443', '', '']],
    ['by an IPv6 address', 'http://[::1]:8080', ['http:', '[::1]:8080', '', '']],
    ['in quotation marks', '"http://proxy.example:8080"', ['http:', 'proxy.example:8080', '', '']],
    ['with a doubled scheme', 'http://http://proxy.example:8080', ['http:', 'proxy.example:8080', '', '']],
    ['with a user alone', 'http://joe@proxy.example:8080', ['http:', 'proxy.example:8080', 'joe', '']],
  ])('%s', (_, typed, expected) => {
    expect(understood(typed)).toEqual(expected);
  });

  it.each(['a#b', 'a/b', 'a?b', 'a%b', '50%', 'a@b', 'a:b', 'ü', 'a b', '[x]', '\\'])(
    'with the password %s',
    (password) => {
      const expected = ['http:', 'proxy.example:8080', 'joe', password];
      expect(understood(`http://joe:${password}@proxy.example:8080`)).toEqual(expected);
      expect(understood(`joe:${encodeURIComponent(password)}@proxy.example:8080`)).toEqual(expected);
    },
  );
});

describe('a proxy that cannot be used is refused', () => {
  it.each([
    ['a SOCKS proxy', 'socks5://proxy.example:1080', 'is a SOCKS proxy, which is not supported'],
    ['a SOCKS proxy that resolves names', 'socks5h://proxy.example:1080', 'is a SOCKS proxy, which is not supported'],
    ['another scheme', 'ftp://proxy.example', 'has the scheme "ftp"; only http and https are supported'],
    ['no host', 'http://', 'has no host'],
    ['a port alone', 'http://:8080', 'has no host'],
    ['credentials without a host', `http://joe:${PASSWORD}@`, 'has no host'],
    ['credentials and a port', `http://joe:${PASSWORD}@:8080`, 'has no host'],
    ['a port out of range', 'http://proxy.example:99999', 'is not a valid proxy URL'],
    ['a port that is no number', 'http://proxy.example:http', 'is not a valid proxy URL'],
    ['a space', 'http://my proxy:8080', 'is not a valid proxy URL'],
    ['a placeholder', `http://joe:${PASSWORD}@$PROXY_HOST:8080`, 'is not a valid proxy URL'],
  ])('%s', (_, typed, wrong) => {
    expect(understood(typed)).toBe(wrong);
    expect(JSON.stringify(parseProxyUrl(typed))).not.toContain(PASSWORD);
  });
});

test('any variable is a proxy or refused, without its password', () => {
  const piece = fc.constantFrom(
    'http://',
    'joe',
    ':',
    '@',
    '/',
    '#',
    '?',
    '%',
    '[',
    ']',
    ' ',
    'host',
    '8080',
    '"',
    '$',
  );
  const password = fc.array(piece, { maxLength: 6 }).map((all) => `${PASSWORD}${all.join('')}`);
  const host = fc.array(piece, { maxLength: 4 }).map((all) => all.join(''));
  fc.assert(
    fc.property(password, host, (secret, address) => {
      const read = parseProxyUrl(`http://joe:${secret}@${address}`);
      if ('wrong' in read) expect(read.wrong).not.toContain(PASSWORD);
      else expect(read.hostname).not.toBe('');
    }),
    { numRuns: 500, seed: 13 },
  );
});
