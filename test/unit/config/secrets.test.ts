import { describe, expect, it, test } from 'vitest';
import { parseStdinSecrets } from '../../../src/config/secrets.ts';
import { fc } from '../../support/property.ts';
import { opened, settingsOf, type TestSources } from './settings-of.ts';

const KEY = 'il1api-0123456789abcdef';

const inFile = (text: string): TestSources => ({ config: 'conf/s.yaml', files: { 'conf/s.yaml': text } });

async function tokenOf(given: TestSources) {
  const { settings, messages, problems } = await settingsOf(given);
  return { token: opened(settings['ilert.apiToken']), messages, problems };
}

describe('a secret is read from', () => {
  const reference = (text: string, more: TestSources = {}): TestSources => ({
    ...more,
    config: 'conf/s.yaml',
    files: { 'conf/s.yaml': `ilert:\n  apiToken: ${text}\n`, ...more.files },
  });
  it.each<[string, TestSources]>([
    ['its variable', { env: { ILERT_API_TOKEN: KEY } }],
    ['the file that its variable names', { env: { ILERT_API_TOKEN_FILE: 'k' }, files: { k: `${KEY}\r\n` } }],
    ['standard input', { stdin: `# keys\n\nILERT_API_TOKEN=${KEY}\r\n` }],
    ['a variable that the settings file names', reference('env:ILERT_MY_KEY', { env: { ILERT_MY_KEY: KEY } })],
    ['a file beside the settings file', reference('file:keys/k', { files: { 'conf/keys/k': KEY } })],
    ['a file above the settings file', reference('file:../k', { files: { k: `${KEY}\n` } })],
  ])('%s', async (_, given) => {
    expect(await tokenOf(given)).toEqual({ token: KEY, messages: [], problems: [] });
  });
});

describe('a plain secret in a settings file is rejected, and not repeated', () => {
  it.each([
    ['plain', KEY],
    ['with a wrong kind of reference', `vault:${KEY}`],
    ['with nothing after env:', '"env:"'],
    ['with a blank after env:', `"env: ${KEY}"`],
    ['as a number', '20240928111037'],
    ['as a list', `[${KEY}]`],
    ['as a mapping', `{value: ${KEY}}`],
  ])('%s', async (_, text) => {
    const { token, messages, problems } = await tokenOf(inFile(`ilert:\n  apiToken: ${text}\n`));
    expect(token).toBeUndefined();
    expect(messages).toEqual([
      expect.stringMatching(
        /^ilert\.apiToken in conf\/s\.yaml, line 2 (contains a plain-text secret|must be env:NAME or file:PATH)\.$/,
      ),
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/il1api|20240928/);
  });

  it.each(['*', '|', '>', '@', '%', '!', '&', '"', "'", '{', '[', ']', '`', '- ', '? ', 'a: '])(
    'even where %s before it makes it something else to YAML',
    async (sign) => {
      const { problems } = await tokenOf(inFile(`ilert:\n  apiToken: ${sign}${KEY}\n`));
      expect(JSON.stringify(problems)).not.toContain(KEY);
    },
  );
});

describe('what can not be a secret is reported, not sent', () => {
  it.each<[string, TestSources, RegExp]>([
    ['a blank in it', { env: { ILERT_API_TOKEN: `${KEY} x` } }, /^ILERT_API_TOKEN contains whitespace/],
    ['a line break in it', { env: { ILERT_API_TOKEN: `${KEY}\nx` } }, /^ILERT_API_TOKEN contains/],
    ['an umlaut in it', { env: { ILERT_API_TOKEN: `${KEY}ü` } }, /^ILERT_API_TOKEN contains/],
    ['an empty file', { env: { ILERT_API_TOKEN_FILE: 'k' }, files: { k: '\n' } }, /^ILERT_API_TOKEN_FILE is empty\.$/],
    ['an empty line of standard input', { stdin: 'ILERT_API_TOKEN=\n' }, /standard input is empty\.$/],
    ['a blank in it on standard input', { stdin: `ILERT_API_TOKEN=${KEY} x\n` }, /standard input contains whitespace/],
    ['half a character on standard input', { stdin: `ILERT_API_TOKEN=${KEY}\ud800\n` }, /standard input contains/],
    [
      'a variable that is not set',
      inFile('ilert:\n  apiToken: env:ILERT_MY_KEY\n'),
      /^ilert\.apiToken in conf\/s\.yaml, line 2 refers to the environment variable ILERT_MY_KEY, which is not set\.$/,
    ],
    [
      'the secret itself in place of the path of its file, which is not repeated',
      { env: { ILERT_API_TOKEN_FILE: 'il1api0123456789abcdef0123' } },
      /^ILERT_API_TOKEN_FILE must be the path of a file\.$/,
    ],
    [
      'a file that is not there',
      inFile('ilert:\n  apiToken: file:k\n'),
      /^The file k \(from ilert\.apiToken in conf\/s\.yaml, line 2\) can't be read: no such file or directory/,
    ],
  ])('%s', async (_, given, message) => {
    const { token, messages } = await tokenOf(given);
    expect(token).toBeUndefined();
    expect(messages).toEqual([expect.stringMatching(message)]);
    expect(messages.join()).not.toContain(KEY);
  });
});

describe('lines of standard input', () => {
  it('set both secrets, whatever characters they have', () => {
    // Quotation marks at either end are not part of a key, and a mere placeholder isn't a key.
    const text = fc.stringMatching(/^[\x21-\x7e]+$/);
    const key = text.map((inside) => `il1${inside}x`);
    const clientSecret = text.map((inside) => `x${inside}x`);
    fc.assert(
      fc.property(key, clientSecret, fc.constantFrom('\n', '\r\n'), (token, secret, end) => {
        const text = ['# both', `ILERT_API_TOKEN=${token}`, '', `HALO_CLIENT_SECRET=${secret}`, ''].join(end);
        const { values, problems } = parseStdinSecrets(text);
        expect(problems).toEqual([]);
        expect(opened(values.get('ilert.apiToken')?.value)).toBe(token);
        expect(opened(values.get('halo.clientSecret')?.value)).toBe(secret);
      }),
    );
  });

  it.each(['ilert_api_token=KEY', 'export ILERT_API_TOKEN=KEY', 'KEY', '=KEY', 'ILERT_API_TOKEN: KEY'])(
    'such as %s are refused with their number, and not repeated',
    (line) => {
      const { values, problems } = parseStdinSecrets(`\n${line.replace('KEY', KEY)}\n`);
      expect(values.size).toBe(0);
      expect(problems).toEqual([
        {
          message: 'Line 2 of standard input is not a known secret.',
          hint: 'Expected format: ILERT_API_TOKEN=value and HALO_CLIENT_SECRET=value, each on a line of its own.',
        },
      ]);
    },
  );
});

test('the settings do not show their secrets', async () => {
  const { settings } = await settingsOf({ env: { ILERT_API_TOKEN: KEY, HALO_CLIENT_SECRET: `halo-${KEY}` } });
  expect(JSON.stringify(settings)).not.toContain(KEY);
});
