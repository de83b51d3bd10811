import { describe, expect, it, test } from 'vitest';
import { haloAddress, ilertAddress, plainAddress } from '../../../src/config/address.ts';
import { fc } from '../../support/property.ts';
import { settingsOf } from './settings-of.ts';

describe('the address of a HaloITSM as people paste it', () => {
  it.each([
    ['as it should be', 'https://acme.haloitsm.com', 'https://acme.haloitsm.com'],
    ['without scheme', 'acme.haloitsm.com', 'https://acme.haloitsm.com'],
    ['without the colon of its scheme', 'https//acme.haloitsm.com', 'https://acme.haloitsm.com'],
    ['without scheme, from //', '//acme.haloitsm.com', 'https://acme.haloitsm.com'],
    ['with blanks around it', '  https://acme.haloitsm.com\n', 'https://acme.haloitsm.com'],
    ['in capitals', 'HTTPS://ACME.HaloITSM.com', 'https://acme.haloitsm.com'],
    ['with a slash at its end', 'https://acme.haloitsm.com/', 'https://acme.haloitsm.com'],
    ['with /api', 'https://acme.haloitsm.com/api', 'https://acme.haloitsm.com'],
    ['with /api/', 'acme.haloitsm.com/api/', 'https://acme.haloitsm.com'],
    ['with /API', 'https://acme.haloitsm.com/API', 'https://acme.haloitsm.com'],
    [
      'of a page, with its query',
      'https://acme.haloitsm.com/tickets?area=1&mainview=team#x',
      'https://acme.haloitsm.com',
    ],
    ["of the API's documentation", 'https://acme.haloitsm.com/apidoc/info', 'https://acme.haloitsm.com'],
    ['in a folder, with /api', 'https://it.acme.com/halo/api', 'https://it.acme.com/halo'],
    ['in two folders, with /api/', 'https://it.acme.com/a/halo/api/', 'https://it.acme.com/a/halo'],
    ['with a port', 'https://it.acme.com:8443/api', 'https://it.acme.com:8443'],
    ['with the usual port', 'https://it.acme.com:443', 'https://it.acme.com'],
    ['http on this machine', 'http://localhost:4010', 'http://localhost:4010'],
    ['http on this machine, by number', 'http://127.0.0.1:4010/api', 'http://127.0.0.1:4010'],
    ['http on this machine, by IPv6', 'http://[::1]:4010', 'http://[::1]:4010'],
    ['with an umlaut', 'https://müller.haloitsm.com', 'https://xn--mller-kva.haloitsm.com'],
  ])('%s', (_, typed, url) => {
    expect(haloAddress(typed)).toEqual({ url });
  });

  it.each([
    ['http', 'http://acme.haloitsm.com', /uses http, which would send the secret unencrypted/],
    ['http, by a name that starts as this machine', 'http://localhost.acme.com', /http, which would/],
    ['http, by a number that starts as this machine', 'http://127.0.0.1.acme.com', /http, which would/],
    ['a user and password', 'https://me:secret@acme.haloitsm.com', /contains a user name or password/],
    ['an empty user', '@octocat', /contains a user name or password/],
    ['a user alone', 'https://me@acme.haloitsm.com', /contains a user name or password/],
    ['a user and password without scheme', 'me:secret@acme.haloitsm.com', /contains a user name or password/],
    ['another scheme', 'ftp://acme.haloitsm.com', /is not a valid URL/],
    ['a file', 'file:///etc/passwd', /is not a valid URL/],
    ['a script', 'javascript:alert(1)', /is not a valid URL/],
    ['a sentence', 'our HaloITSM', /is not a valid URL/],
    ['a scheme alone', 'https://', /is not a valid URL/],
    ['half a pair of quotes', '"https//acme.haloitsm.com', /is not a valid URL/],
    ['a quote in its host', 'https://"acme.haloitsm.com', /is not a valid URL/],
    ['one slash too few', 'https:/acme.haloitsm.com', /is not a valid URL/],
    ['two slashes too few', 'http:acme.haloitsm.com', /is not a valid URL/],
    ['a port out of range', 'https://acme.haloitsm.com:99999', /is not a valid URL/],
    ['nothing', '', /is not a valid URL/],
  ])('is rejected with %s', (_, typed, problem) => {
    expect(haloAddress(typed)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('is an origin that secrets may be sent to, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string({ unit: 'binary' })), (typed) => {
        const address = haloAddress(typed);
        if ('problem' in address) return;
        const url = new URL(address.url);
        expect(url.protocol === 'https:' || /^(localhost|127\.|\[::1\])/.test(url.hostname)).toBe(true);
        expect(`${url.username}${url.password}${url.search}${url.hash}`).toBe('');
        expect(haloAddress(address.url)).toMatchObject({ url: address.url });
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['https://api.ilert.com', 'https://api.ilert.com'],
  ['https://api.ilert.com/', 'https://api.ilert.com'],
  ['https://api.ilert.com/api', 'https://api.ilert.com'],
  ['api.ilert.com/api/alert-sources', 'https://api.ilert.com'],
])("ilert's address %s becomes %s", (typed, url) => {
  expect(ilertAddress(typed)).toEqual({ url });
});

test.each([
  ['https://acme.haloitsm.com/auth/', 'https://acme.haloitsm.com/auth'],
  ['acme.haloitsm.com/auth', 'https://acme.haloitsm.com/auth'],
])("the authorisation server's address %s is accepted as %s", (typed, url) => {
  expect(plainAddress(typed)).toEqual({ url });
});

describe('an address in the settings', () => {
  it('is reported if it was changed', async () => {
    const { settings, notes } = await settingsOf({ env: { HALO_URL: 'acme.haloitsm.com/tickets?x=1' } });
    expect(settings['halo.url']).toBe('https://acme.haloitsm.com');
    expect(notes).toEqual(['HALO_URL: "acme.haloitsm.com/tickets?x=1" was interpreted as https://acme.haloitsm.com']);
  });

  it('is not reported if it was already right', async () => {
    expect((await settingsOf({ env: { HALO_URL: 'https://acme.haloitsm.com' } })).notes).toEqual([]);
  });

  it.each([
    ['ILERT_ENDPOINT', 'http://api.ilert.com', 'ILERT_ENDPOINT is "http://api.ilert.com": it uses http, which would '],
    ['HALO_URL', 'our halo', 'HALO_URL is "our halo": it is not a valid URL.'],
    ['HALO_AUTH_URL', 'http://acme.com/auth', 'HALO_AUTH_URL is "http://acme.com/auth": it uses http, which would '],
  ])('%s=%s is rejected', async (name, value, message) => {
    expect((await settingsOf({ env: { [name]: value } })).messages).toEqual([expect.stringContaining(message)]);
  });

  it.each(['ILERT_ENDPOINT', 'HALO_URL', 'HALO_AUTH_URL'])(
    '%s with a password is rejected, and not repeated',
    async (name) => {
      for (const value of ['https://me:hunter2@acme.com', 'me:hunter2@acme.com', 'https://me:hunter2/@acme.com']) {
        const { messages } = await settingsOf({ env: { [name]: value } });
        expect(messages).toEqual([
          expect.stringMatching(new RegExp(`^${name} (contains a user name|is not a valid URL)`)),
        ]);
        expect(messages.join()).not.toContain('hunter2');
      }
    },
  );
});
