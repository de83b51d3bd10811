import { describe, expect, it } from 'vitest';
import { haloAddress } from '../../../src/config/address.ts';
import { type AllowedHosts, isAllowedHost, readAllowedHosts } from '../../../src/config/allowed-hosts.ts';
import { fc } from '../../support/property.ts';
import { settingsOf } from './settings-of.ts';

/** Returns the hosts of a valid list. */
function hostsIn(list: string): AllowedHosts {
  const { allowedHosts, problems } = readAllowedHosts({ HALO_ALLOWED_HOSTS: list });
  expect(problems).toEqual([]);
  return allowedHosts ?? { entries: [] };
}

const isAllowed = (list: string, url: string) => isAllowedHost(new URL(url), hostsIn(list));

describe('HALO_ALLOWED_HOSTS allows', () => {
  it.each([
    ['a host', 'acme.haloitsm.com', 'https://acme.haloitsm.com/auth'],
    ['a host in any case', 'Acme.HaloITSM.com', 'https://ACME.haloitsm.COM'],
    ['one of several, with white space and an empty entry', ' a.example , desk.example,', 'https://desk.example'],
    ['one of several, each on a line of its own', 'a.example\ndesk.example\n', 'https://desk.example'],
    ['a host at any port', 'desk.example', 'https://desk.example:8443'],
    ['a host at its port', 'desk.example:8443', 'https://desk.example:8443'],
    ['a host at the usual port', 'desk.example:443', 'https://desk.example'],
    ['a host with a trailing dot', 'desk.example', 'https://desk.example.'],
    ['a host by a trailing dot', 'desk.example.', 'https://desk.example'],
    ['a host below a domain', '*.halopsa.com', 'https://acme.halopsa.com'],
    ['a host far below a domain', '*.halopsa.com', 'https://auth.acme.halopsa.com'],
    ['a host below a domain at its port', '*.halopsa.com:8443', 'https://acme.halopsa.com:8443'],
    ['an international host', 'münchen.example', 'https://xn--mnchen-3ya.example'],
    ['an international host by its Punycode', 'xn--mnchen-3ya.example', 'https://MÜNCHEN.example'],
    ['a host below an international domain', '*.münchen.example', 'https://desk.münchen.example'],
    ['a host of one word', 'halo', 'https://halo'],
    ['this machine', 'localhost', 'http://localhost:8080'],
    ['an IPv4 address', '127.0.0.1', 'http://127.0.0.1:8080'],
    ['an IPv4 address at its port', '127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['an IPv6 address', '[::1]', 'http://[::1]:8080'],
    ['an IPv6 address without brackets', '::1', 'http://[0:0:0:0:0:0:0:1]'],
    ['an IPv6 address at its port', '[::1]:8080', 'http://[::1]:8080'],
  ])('%s', (_, list, url) => {
    expect(isAllowed(list, url)).toBe(true);
  });
});

describe('HALO_ALLOWED_HOSTS does not allow', () => {
  it.each([
    ['another host', 'acme.haloitsm.com', 'https://other.haloitsm.com'],
    ['a host below an allowed one', 'acme.haloitsm.com', 'https://auth.acme.haloitsm.com'],
    ['the domain itself', '*.halopsa.com', 'https://halopsa.com'],
    ['a domain that ends alike', '*.halopsa.com', 'https://evilhalopsa.com'],
    ['a domain that begins alike', '*.halopsa.com', 'https://acme.halopsa.com.evil.example'],
    ['an allowed host as a user name', 'acme.halopsa.com', 'https://acme.halopsa.com@evil.example'],
    ['an allowed host as a path', 'acme.halopsa.com', 'https://evil.example/acme.halopsa.com'],
    ['an allowed host after a backslash', '*.halopsa.com', 'https://evil.example\\acme.halopsa.com'],
    ['an allowed host after a number sign', '*.halopsa.com', 'https://evil.example#.halopsa.com'],
    ['a host that looks alike', 'acme.halopsa.com', 'https://acme.hаlopsa.com'],
    ['another port of a host with one', 'desk.example:8443', 'https://desk.example'],
    ['an IPv4 address that begins alike', '10.0.0.1', 'https://10.0.0.10'],
    ['an IPv6 address with an allowed IPv4 address', '127.0.0.1', 'http://[::ffff:127.0.0.1]'],
  ])('%s', (_, list, url) => {
    expect(isAllowed(list, url)).toBe(false);
  });
});

it('allows any host where it is not set', () => {
  expect(readAllowedHosts({})).toEqual({ problems: [] });
});

it.each(['', ' ', '\n'])('%j, which a CI system passes on for a variable that nobody has set, is an error', (list) => {
  expect(readAllowedHosts({ HALO_ALLOWED_HOSTS: list }).problems).toEqual([
    {
      code: 'setting-invalid',
      message: 'HALO_ALLOWED_HOSTS is set, but empty: no host may get the Halo credentials.',
      hint: 'In a pipeline, set this variable in the settings of the CI system, for example to acme.haloitsm.com. To allow any host, unset it.',
    },
  ]);
});

describe('an entry that is no host is reported, and not ignored', () => {
  it.each([
    '*',
    '*.',
    '*.com',
    '*.*.halopsa.com',
    'acme.*.com',
    '*halopsa.com',
    '.halopsa.com',
    'https://acme.halopsa.com',
    'acme.halopsa.com/',
    'acme.halopsa.com/auth',
    'me@acme.halopsa.com',
    'acme.halopsa.com:',
    'acme.halopsa.com:https',
    'acme.halopsa.com:99999',
    'acme..halopsa.com',
    '*.10.0.0.1',
    '*.[::1]',
    '[::1',
    '"acme.halopsa.com"',
    '%41cme.halopsa.com',
  ])('%s', async (entry) => {
    const { problems } = await settingsOf({ env: { HALO_ALLOWED_HOSTS: `desk.example,${entry}` } });
    expect(problems).toEqual([
      {
        code: 'setting-invalid',
        message: `"${entry}" in HALO_ALLOWED_HOSTS is not a host.`,
        hint: 'List host names, separated by commas, such as acme.haloitsm.com or *.halopsa.com.',
      },
    ]);
  });

  it('a list of nothing but commas', () => {
    const { problems } = readAllowedHosts({ HALO_ALLOWED_HOSTS: ',,' });
    expect(problems).toMatchObject([{ message: 'HALO_ALLOWED_HOSTS lists no hosts.' }]);
  });
});

it.each([
  'HALO_ALLOWED_HOST',
  'HALO_ALLOW_HOSTS',
  'HALO_ALLOWEDHOSTS',
  'ILERT_HALO_ALLOWED_HOSTS',
  'halo_allowed_hosts',
])('a misspelled name is reported, since it would allow every host: %s', (name) => {
  expect(readAllowedHosts({ [name]: 'acme.haloitsm.com' }).problems).toEqual([
    {
      code: 'setting-invalid',
      message: `${name} is set, but the variable is called HALO_ALLOWED_HOSTS.`,
      hint: 'Rename it: until then it does not restrict anything.',
    },
  ]);
  expect(readAllowedHosts({ [name]: 'a.example', HALO_ALLOWED_HOSTS: 'acme.haloitsm.com' }).problems).toEqual([]);
});

it('no way to write an address gets around *.halopsa.com', () => {
  const piece = fc.constantFrom(
    ...['halopsa.com', 'acme', 'evil', '.', '。', '．', '@', ':', '/', '\\', '#', '?', '%2e', '%00', '%40', ' ', '\t'],
    ...[
      '*',
      '-',
      '_',
      '8443',
      'xn--',
      'ℋalopsa.com',
      'ｈａｌｏｐｓａ.com',
      'HALOPSA.COM',
      '\u200b',
      '\u00ad',
      '[',
      ']',
      '::1',
    ],
  );
  const hosts = hostsIn('*.halopsa.com');
  let allowed = 0;
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
      const address = haloAddress(`https://${pieces.join('')}`);
      if ('problem' in address || !isAllowedHost(new URL(address.url), hosts)) return;
      allowed++;
      // The host to connect to is what follows the slashes, up to the next one.
      const [, host = ''] = /^https:\/\/([^/:]+)(?=$|[/:])/.exec(address.url) ?? [];
      const labels = host.replace(/\.$/, '').split('.');
      expect([labels.length > 2, ...labels.slice(-2)]).toEqual([true, 'halopsa', 'com']);
    }),
    { numRuns: 20_000 },
  );
  expect(allowed).toBeGreaterThan(10);
});
