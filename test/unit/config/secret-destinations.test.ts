import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { readTextFile } from '../../../src/fs/bounded-read.ts';
import { isReadableByOthers } from '../../../src/fs/readable-by-others.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { onWindows } from '../../support/system.ts';
import { settingsOf, type TestSources } from './settings-of.ts';

const KEY = 'il1api-0123456789abcdef';

const inFile = (text: string, more: TestSources = {}): TestSources => ({
  ...more,
  config: 's.yaml',
  files: { ...more.files, 's.yaml': text },
});

const endpointInFile = (url: string) => inFile(`ilert:\n  endpoint: "${url}"\n`);

describe('the ilert endpoint in a settings file may be', () => {
  it.each([
    'https://api.ilert.com',
    'https://eu.api.ilert.com/api',
    'https://ILERT.com',
    'http://127.0.0.1:8080',
    'http://localhost:8080',
    'http://[::1]:8080',
  ])('%s', async (url) => {
    expect((await settingsOf(endpointInFile(url))).problems).toEqual([]);
  });
});

describe('the ilert endpoint in a settings file may not be', () => {
  it.each([
    'https://ilert.example.com',
    'https://evililert.com',
    'https://api.ilert.com.evil.example',
    'https://evil.example/api.ilert.com',
    'https://localhost.evil.example',
    'https://127.0.0.1.evil.example',
    'https://xn--lert-q4a.com',
    'https://10.0.0.1',
  ])('%s', async (url) => {
    const { problems, settings } = await settingsOf(endpointInFile(url));
    expect(problems).toEqual([
      {
        code: 'host-not-allowed',
        message: `ilert.endpoint in s.yaml, line 2 is "${url}": it is not a host of ilert, and a settings file cannot send the API key to another one.`,
        hint: 'Remove it from the file. If this is your own ilert, set --ilert-endpoint or ILERT_ENDPOINT.',
        place: { file: 's.yaml', line: 2 },
      },
    ]);
    expect(settings['ilert.endpoint']).toBeUndefined();
  });

  it('even with a flag that takes precedence', async () => {
    const given = { ...endpointInFile('https://evil.example'), flags: { 'ilert.endpoint': 'https://api.ilert.com' } };
    expect((await settingsOf(given)).problems).toMatchObject([{ code: 'host-not-allowed' }]);
  });

  it('in the values of a target', async () => {
    const text = 'targets:\n  acme:\n    ilert:\n      endpoint: https://evil.example\n';
    const { problems } = await settingsOf(inFile(text, { target: 'acme' }));
    expect(problems).toMatchObject([{ code: 'host-not-allowed', place: { line: 4 } }]);
  });
});

it.each<[string, TestSources]>([
  ['a flag', { flags: { 'ilert.endpoint': 'https://ilert.example.com' } }],
  ['a variable', { env: { ILERT_ENDPOINT: 'https://ilert.example.com' } }],
])('%s can set any ilert endpoint', async (_, given) => {
  const { problems, settings } = await settingsOf(given);
  expect([problems, settings['ilert.endpoint']]).toEqual([[], 'https://ilert.example.com']);
});

describe('with HALO_ALLOWED_HOSTS, another host is refused', () => {
  const env = { HALO_ALLOWED_HOSTS: '*.halopsa.com,desk.example' };
  it.each<[string, TestSources, string]>([
    ['of the URL in a file', inFile('halo:\n  url: https://evil.example\n'), 'halo.url in s.yaml, line 2'],
    [
      'of the URL of a target',
      inFile('targets:\n  acme:\n    halo:\n      url: https://evil.example\n', { target: 'acme' }),
      'halo.url in s.yaml, line 4',
    ],
    [
      'of the authorisation server in a file',
      inFile('halo:\n  authUrl: https://evil.example\n'),
      'halo.authUrl in s.yaml, line 2',
    ],
    [
      'in a file, even with a flag that takes precedence',
      inFile('halo:\n  url: https://evil.example\n', { flags: { 'halo.url': 'https://acme.halopsa.com' } }),
      'halo.url in s.yaml, line 2',
    ],
    ['of a flag', { flags: { 'halo.url': 'https://evil.example' } }, '--halo-url'],
    ['of a variable', { env: { HALO_AUTH_URL: 'https://evil.example' } }, 'HALO_AUTH_URL'],
  ])('%s', async (_, given, origin) => {
    const { problems } = await settingsOf({ ...given, env: { ...env, ...given.env } });
    expect(problems).toMatchObject([
      {
        code: 'host-not-allowed',
        message: `${origin} is "https://evil.example": it is at a host that HALO_ALLOWED_HOSTS does not allow.`,
        hint: 'Correct the URL. Or, if the Halo credentials may be sent there, add evil.example to HALO_ALLOWED_HOSTS.',
      },
    ]);
  });

  it('but not what is allowed', async () => {
    const { problems } = await settingsOf({
      env: { ...env, HALO_URL: 'acme.halopsa.com/tickets', HALO_AUTH_URL: 'https://desk.example/auth' },
    });
    expect(problems).toEqual([]);
  });
});

describe('a settings file may not refer to', () => {
  const secrets = { MY_KEY: KEY, HOME: '/home/me', ILERT_API_TOKEN: KEY, halo_secret: KEY };
  it.each([
    ['a variable of another name', 'env:MY_KEY', /a variable whose name does not start with ILERT_ or HALO_\.$/],
    ['a variable that every system has', 'env:HOME', /a variable whose name does not start with ILERT_ or HALO_\.$/],
    ['a variable in lower case', 'env:halo_secret', /a variable whose name does not start with ILERT_ or HALO_\.$/],
    ['a key in place of a name', `env:${KEY}`, /a variable whose name does not start with ILERT_ or HALO_\.$/],
    ['the variable of the other secret', 'env:ILERT_API_TOKEN', /ILERT_API_TOKEN, which is for ilert\.apiToken\.$/],
    ['the other name of that variable', 'env:ILERT_API_KEY', /ILERT_API_KEY, which is for ilert\.apiToken\.$/],
  ])('%s', async (_, reference, message) => {
    const { problems } = await settingsOf(inFile(`halo:\n  clientSecret: ${reference}\n`, { env: secrets }));
    expect(problems).toEqual([
      {
        message: expect.stringMatching(message),
        hint: 'Use a reference: env:HALO_CLIENT_SECRET or file:PATH.',
        place: expect.objectContaining({ file: 's.yaml', line: 2 }),
      },
    ]);
    expect(JSON.stringify(problems)).not.toContain(KEY);
    expect(problems[0]?.message).toMatch(/^halo\.clientSecret in s\.yaml, line 2 refers to /);
  });

  it.skipIf(onWindows)('a device', async () => {
    const { messages } = await settingsOf(inFile('halo:\n  clientSecret: file:/dev/zero\n'));
    expect(messages).toEqual([expect.stringMatching(/can't be read: it is not a regular file\.$/)]);
  });

  it.skipIf(process.platform !== 'linux')("the environment by way of the system's files", async () => {
    const { messages } = await settingsOf(inFile('halo:\n  clientSecret: file:/proc/self/environ\n'));
    expect(messages).toEqual([expect.stringMatching(/contains whitespace or characters that are not valid/)]);
  });
});

it.each<[string, TestSources]>([
  ['a variable', { env: { HALO_CLIENT_SECRET: KEY } }],
  ['a variable that the file names', inFile('halo:\n  clientSecret: env:ILERT_X\n', { env: { ILERT_X: KEY } })],
  ['a file', inFile('halo:\n  clientSecret: file:k\n', { files: { k: KEY } })],
  ['standard input', { stdin: `HALO_CLIENT_SECRET=${KEY}\n` }],
])('a key of ilert is never the client secret for Halo, by %s', async (_, given) => {
  const { problems } = await settingsOf(given);
  expect(problems).toMatchObject([{ message: expect.stringMatching(/is a key of ilert\.$/) }]);
  expect(JSON.stringify(problems)).not.toContain(KEY);
});

describe.skipIf(onWindows)('who else can read a file', () => {
  const user = process.getuid?.() ?? 0;

  /** Creates a file below a folder that everyone can enter, as far as the system's temporary folder allows. */
  function fileWith(mode: number, folderMode: number): string {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    const path = join(inner, 'secret');
    writeFileSync(path, KEY);
    chmodSync(path, mode);
    chmodSync(inner, folderMode);
    return path;
  }

  it.each<[number, number, boolean]>([
    [0o600, 0o755, false],
    [0o400, 0o755, false],
    [0o644, 0o755, true],
    [0o604, 0o755, true],
    [0o640, 0o755, true],
    [0o644, 0o700, false],
    [0o640, 0o710, true],
    [0o604, 0o710, false],
  ])('with mode %o in a folder with mode %o: %s', async (mode, folderMode, expected) => {
    expect(await isReadableByOthers(fileWith(mode, folderMode), user)).toBe(expected);
  });

  it('a link is followed', async () => {
    const path = fileWith(0o644, 0o755);
    const link = join(temporaryFolder(), 'link');
    symlinkSync(path, link);
    expect(await isReadableByOthers(link, user)).toBe(true);
  });

  it('a secret that Kubernetes mounts is as it should be', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const data = join(folder, '..2026_11_27_04_10_00.123456789');
    mkdirSync(data);
    writeFileSync(join(data, 'secret'), KEY);
    chmodSync(join(data, 'secret'), 0o644);
    symlinkSync(join(data, 'secret'), join(folder, 'secret'));
    expect(await isReadableByOthers(join(folder, 'secret'), user)).toBe(false);
    expect(await readTextFile(join(folder, 'secret'))).toBe(KEY);
  });
});

test.skipIf(onWindows)('a file with a secret that others can read is noted, and used', async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const path = join(folder, 'secret');
  writeFileSync(path, `"${KEY}"\n`);
  chmodSync(path, 0o644);
  const { notes, messages } = await settingsOf(
    inFile(`ilert:\n  apiToken: file:${path}\n`, { userId: process.getuid?.() }),
  );
  expect([notes, messages]).toEqual([
    [
      `ilert.apiToken in s.yaml, line 2: the quotation marks were removed, and other users of this machine can read ${path} (to prevent it: chmod 600)`,
    ],
    [],
  ]);
});
