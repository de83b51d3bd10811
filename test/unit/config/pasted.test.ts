import { describe, expect, it, test } from 'vitest';
import { haloAddress } from '../../../src/config/address.ts';
import { fc } from '../../support/property.ts';
import { opened, settingsOf } from './settings-of.ts';

const KEY = 'il1api-0123456789abcdef';
const URL_OF_HALO = 'https://desk.example.com';

describe('quotation marks around a value are removed, with a note', () => {
  it.each([
    ['double', `"${URL_OF_HALO}"`],
    ['single', `'${URL_OF_HALO}'`],
    ['escaped', `\\"${URL_OF_HALO}\\"`],
    ['typographic', `“${URL_OF_HALO}”`],
    ['German', `„${URL_OF_HALO}“`],
    ['nested', `"'${URL_OF_HALO}'"`],
    ['with white space around', ` "${URL_OF_HALO}" \r\n`],
  ])('%s, around a URL', async (_, HALO_URL) => {
    const { settings, notes, messages } = await settingsOf({ env: { HALO_URL } });
    expect(messages).toEqual([]);
    expect(settings['halo.url']).toBe(URL_OF_HALO);
    expect(notes).toEqual(['HALO_URL: the quotation marks were removed']);
  });

  it.each([
    ['an id', { HALO_CLIENT_ID: '"1111-2222"' }, 'halo.clientId', '1111-2222'],
    ['a name in a variable', { ILERT_SOURCE_NAME: "'Ops desk'" }, 'alertSource.name', 'Ops desk'],
    ['a list', { ILERT_TEAMS: '"Ops,Desk"' }, 'alertSource.teams', ['Ops', 'Desk']],
    ['a choice', { ILERT_PRIORITY: '"high"' }, 'alertSource.priority', 'high'],
    ['a number', { ILERT_SEVERITY: '"3"' }, 'alertSource.severity', 3],
  ] as const)('around %s', async (_, env, key, value) => {
    const { settings, notes, messages } = await settingsOf({ env });
    expect(messages).toEqual([]);
    expect(settings[key]).toEqual(value);
    expect(notes).toEqual([`${Object.keys(env)[0]}: the quotation marks were removed`]);
  });

  it('around each entry of a list', async () => {
    const { settings } = await settingsOf({ env: { ILERT_TEAMS: '"Ops", "Service Desk"' } });
    expect(settings['alertSource.teams']).toEqual(['Ops', 'Service Desk']);
  });

  it.each([
    ['a variable', { env: { ILERT_API_TOKEN: `"${KEY}"` } }, 'ILERT_API_TOKEN'],
    ['a file', { env: { ILERT_API_TOKEN_FILE: 'k' }, files: { k: `'${KEY}'\r\n` } }, 'ILERT_API_TOKEN_FILE'],
    ['standard input', { stdin: `ILERT_API_TOKEN=“${KEY}”\n` }, 'ILERT_API_TOKEN on standard input'],
  ])('around a key in %s, and the note does not show it', async (_, given, origin) => {
    const { settings, notes, messages } = await settingsOf(given);
    expect(messages).toEqual([]);
    expect(opened(settings['ilert.apiToken'])).toBe(KEY);
    expect(notes).toEqual([`${origin}: the quotation marks were removed`]);
  });

  it('but not from a name in a flag or a file, where they are intended', async () => {
    const { settings, notes } = await settingsOf({
      flags: { 'alertSource.name': '"Ops"' },
      config: 's.yaml',
      files: { 's.yaml': `halo:\n  runbookName: '"Ops" runbook'\n  methodName: '"Ops"'\n` },
    });
    expect(settings).toMatchObject({
      'alertSource.name': '"Ops"',
      'halo.methodName': '"Ops"',
      'halo.runbookName': '"Ops" runbook',
    });
    expect(notes).toEqual([]);
  });

  it('and not if they are part of the name', async () => {
    for (const name of ['"Ops" and "Desk"', `Ops "24/7"`, `O'Brien's`]) {
      const { settings, notes } = await settingsOf({ env: { ILERT_SOURCE_NAME: name } });
      expect([settings['alertSource.name'], notes]).toEqual([name, []]);
    }
  });
});

test.each([`"${KEY}`, `${KEY}'`, `“${KEY}`])('half of a quoted key is refused, and not repeated', async (key) => {
  const { messages, problems } = await settingsOf({ env: { ILERT_API_TOKEN: key } });
  expect(messages).toEqual([expect.stringMatching(/^ILERT_API_TOKEN has a quotation mark at one end/)]);
  expect(JSON.stringify(problems)).not.toContain(KEY);
});

test.each([
  ['ILERT_API_TOKEN', `${KEY}\n`, KEY, 'ilert.apiToken'],
  ['ILERT_API_TOKEN', `  ${KEY}\r\n`, KEY, 'ilert.apiToken'],
  ['ILERT_API_TOKEN', `\u200b${KEY}\u00a0`, KEY, 'ilert.apiToken'],
  ['HALO_CLIENT_ID', '1111-2222\r', '1111-2222', 'halo.clientId'],
] as const)('white space around %s is removed, as in a file', async (name, typed, value, key) => {
  const { settings, messages, notes } = await settingsOf({ env: { [name]: typed } });
  expect([messages, notes]).toEqual([[], []]);
  expect(opened(settings[key])).toBe(value);
});

describe('a URL of HaloITSM is understood', () => {
  it.each([
    ['https://https://acme.haloitsm.com', 'https://acme.haloitsm.com'],
    ['https://http://acme.haloitsm.com', 'https://acme.haloitsm.com'],
    ['<https://acme.haloitsm.com>', 'https://acme.haloitsm.com'],
    ['[our desk](https://acme.haloitsm.com/tickets)', 'https://acme.haloitsm.com'],
    ['https://acme.trial.usehalo.com/', 'https://acme.trial.usehalo.com'],
    ['acme.haloservicedesk.com/config/integrations?x=1', 'https://acme.haloservicedesk.com'],
    ['https://desk.example.com/halo', 'https://desk.example.com/halo'],
    ['https://desk.example.com/halo/', 'https://desk.example.com/halo'],
    ['https://desk.example.com/halo/api', 'https://desk.example.com/halo'],
    ['https://desk.example.com/halo/tickets?area=1', 'https://desk.example.com/halo'],
    ['https://desk.example.com/ticket?id=1', 'https://desk.example.com'],
    ['https://desk.example.com/something?id=1', 'https://desk.example.com'],
  ])('pasted as %s', (typed, url) => {
    expect(haloAddress(typed)).toMatchObject({ url });
  });
});

describe('a placeholder that was not replaced is an error, not a value', () => {
  it.each([
    [`\${SOURCE_NAME}`, `\${SOURCE_NAME}`],
    [`Desk \${STAGE:-test}`, `\${STAGE:-test}`],
    [`\${X}`, `\${X}`],
    ['__SOURCE_NAME__', '__SOURCE_NAME__'],
    ['Desk #{SourceName}#', '#{SourceName}#'],
    ['$SOURCE_NAME', '$SOURCE_NAME'],
    ['Desk $SOURCE_NAME', '$SOURCE_NAME'],
    ['$env:SOURCE_NAME', '$env:SOURCE_NAME'],
    ['$(SourceName)', '$(SourceName)'],
    ['%SOURCE_NAME%', '%SOURCE_NAME%'],
    ['env:SOURCE_NAME', 'env:SOURCE_NAME'],
    ['file:name.txt', 'file:name.txt'],
    ['{{ name }}', '{{ name }}'],
    ['{{ .Values.name }}', '{{ .Values.name }}'],
    ['<your-source-name>', '<your-source-name>'],
  ])('%s', async (name, shown) => {
    for (const given of [
      { env: { ILERT_SOURCE_NAME: name } },
      { flags: { 'alertSource.name': name } },
      { config: 's.json', files: { 's.json': JSON.stringify({ alertSource: { name } }) } },
    ]) {
      const place = 'config' in given ? { file: 's.json', line: 1 } : undefined;
      const { problems } = await settingsOf(given);
      expect(problems).toEqual([
        {
          message: expect.stringContaining(`contains ${shown}, which was not replaced with a value.`),
          hint: expect.stringMatching(/use the value itself|Use the value itself|your own value/),
          place,
        },
      ]);
    }
  });

  it.each([
    ['halo.url', 'HALO_URL', `https://\${TENANT}.haloitsm.com`],
    ['halo.url', 'HALO_URL', 'https://<tenant>.haloitsm.com'],
    ['halo.clientId', 'HALO_CLIENT_ID', '<client-id>'],
    ['alertSource.teams', 'ILERT_TEAMS', 'Ops,$TEAM'],
    ['alertSource.severity', 'ILERT_SEVERITY', '$SEVERITY'],
    ['alertSource.priority', 'ILERT_PRIORITY', '%PRIORITY%'],
    ['alertSource.groupingWindow', 'ILERT_GROUPING_WINDOW', `\${WINDOW}`],
    ['halo.payload', 'HALO_PAYLOAD', `\${HOME}/payload.json`],
    ['halo.payload', 'HALO_PAYLOAD', 'file:payload.json'],
  ])('in %s', async (_, name, value) => {
    const { messages } = await settingsOf({ env: { [name]: value } });
    expect(messages[0]).toMatch(/was not replaced with a value\.$/);
  });

  it.each([
    `\${ILERT_KEY}`,
    '$ILERT_KEY',
    '%ILERT_KEY%',
    '<your-api-key>',
    'env:ILERT_KEY',
    'file:/run/key',
    '{{key}}',
  ])('%s instead of a key', async (key) => {
    const { messages } = await settingsOf({ env: { ILERT_API_TOKEN: key } });
    expect(messages).toEqual([expect.stringMatching(/^ILERT_API_TOKEN contains a placeholder/)]);
  });

  it.each([
    'Cash $ desk',
    'US$ 100',
    '$100 desk',
    '100% & 5%',
    '50% of <all>',
    'A < B > C',
    'file: reports',
    'Ops (2)',
  ])('but "%s" is a name', async (name) => {
    const { settings, messages } = await settingsOf({ env: { ILERT_SOURCE_NAME: name } });
    expect(messages).toEqual([]);
    expect(settings['alertSource.name']).toBe(name);
  });

  it("but a template keeps ilert's own braces", async () => {
    const summaryTemplate = '{{ ticket.id }}: {{ ticket.summary }}';
    const { settings, messages } = await settingsOf({
      config: 's.json',
      files: { 's.json': JSON.stringify({ alertSource: { summaryTemplate } }) },
    });
    expect([messages, settings['alertSource.summaryTemplate']]).toEqual([[], summaryTemplate]);
  });
});

describe('a choice may be in any case', () => {
  it.each([
    [{ ILERT_PRIORITY: 'HIGH' }, 'alertSource.priority', 'high'],
    [{ HALO_PRODUCT: 'HaloPSA' }, 'halo.product', 'halopsa'],
    [{ ILERT_GROUPING: 'Window', ILERT_GROUPING_WINDOW: '5M' }, 'alertSource.grouping', 'window'],
  ] as const)('%j', async (env, key, value) => {
    const { settings, messages } = await settingsOf({ env });
    expect([messages, settings[key]]).toEqual([[], value]);
  });

  it('and the default names follow the product', async () => {
    const { settings } = await settingsOf({ env: { HALO_PRODUCT: 'HaloPSA' } });
    expect(settings['alertSource.name']).toBe('HaloPSA');
  });

  it('in a mapping, and as the name of a payload', async () => {
    const priorityTemplate = { value: '{{ ticket.priority.name }}', mappings: { P1: 'HIGH' } };
    const { settings, messages } = await settingsOf({
      config: 's.json',
      files: { 's.json': JSON.stringify({ alertSource: { priorityTemplate }, halo: { payload: 'Full' } }) },
    });
    expect(messages).toEqual([]);
    expect(settings['alertSource.priorityTemplate']?.mappings).toEqual({ P1: 'high' });
    expect(settings['halo.payload']).toMatchObject({ name: 'full' });
  });
});

describe("the variables of ilert's own tools", () => {
  it.each([
    ['ILERT_API_KEY', { env: { ILERT_API_KEY: KEY } }],
    ['ILERT_API_KEY_FILE', { env: { ILERT_API_KEY_FILE: 'k' }, files: { k: `${KEY}\n` } }],
    ['ILERT_API_KEY on standard input', { stdin: `ILERT_API_KEY=${KEY}\n` }],
    ['both, with the same value', { env: { ILERT_API_KEY: KEY, ILERT_API_TOKEN: `${KEY}\n` } }],
  ])('%s sets the API key', async (_, given) => {
    const { settings, messages } = await settingsOf(given);
    expect([messages, opened(settings['ilert.apiToken'])]).toEqual([[], KEY]);
  });

  it('ILERT_BASE_URL sets the endpoint, also together with an equivalent ILERT_ENDPOINT', async () => {
    const ILERT_BASE_URL = 'https://api.example.com/api';
    for (const env of [{ ILERT_BASE_URL }, { ILERT_BASE_URL, ILERT_ENDPOINT: 'https://api.example.com' }]) {
      const { settings, messages } = await settingsOf({ env });
      expect([messages, settings['ilert.endpoint']]).toEqual([[], 'https://api.example.com']);
    }
  });

  it.each([
    [
      { env: { ILERT_API_KEY: KEY, ILERT_API_TOKEN: `${KEY}2` } },
      'ILERT_API_TOKEN and ILERT_API_KEY are both set, to different values.',
    ],
    [
      { env: { ILERT_API_KEY_FILE: 'k', ILERT_API_TOKEN: `${KEY}2` }, files: { k: KEY } },
      'ILERT_API_TOKEN and ILERT_API_KEY_FILE are both set, to different values.',
    ],
    [
      { stdin: `ILERT_API_KEY=${KEY}\nILERT_API_TOKEN=${KEY}2\n` },
      'ILERT_API_KEY on standard input and ILERT_API_TOKEN on standard input are both set, to different values.',
    ],
    [
      { env: { ILERT_BASE_URL: 'https://a.example', ILERT_ENDPOINT: 'https://b.example' } },
      'ILERT_ENDPOINT and ILERT_BASE_URL are both set, to different values.',
    ],
  ])('that conflict are both named, and no secret is shown', async (given, message) => {
    const { messages, problems } = await settingsOf(given);
    expect(messages).toEqual([message]);
    expect(JSON.stringify(problems)).not.toContain(KEY);
  });

  it('are ignored if a flag takes precedence', async () => {
    const { settings, messages } = await settingsOf({
      flags: { 'ilert.endpoint': 'https://c.example' },
      env: { ILERT_BASE_URL: 'https://a.example', ILERT_ENDPOINT: 'https://b.example' },
    });
    expect([messages, settings['ilert.endpoint']]).toEqual([[], 'https://c.example']);
  });
});

test.each([
  ['HALO_CLIENT_ID', '1111\u200b2222', 'a zero-width space (U+200B), at position 5'],
  ['HALO_CLIENT_ID', '1111\u00a02222', 'a no-break space (U+00A0), at position 5'],
])('an invisible character in %s is named, with its position', async (name, value, words) => {
  const { messages } = await settingsOf({ env: { [name]: value } });
  expect(messages).toEqual([expect.stringContaining(`contains an invisible character, ${words}`)]);
});

test.each([
  [{ ILERT_SOURCE_NAME: 'Ops\u200bDesk' }, 'ILERT_SOURCE_NAME', 'a zero-width space (U+200B) at position 4'],
  [{ ILERT_TEAMS: 'Ops, Service\u00a0Desk' }, 'ILERT_TEAMS', 'a no-break space (U+00A0) at position 8'],
])('a name keeps an invisible character, with a note: %j', async (env, name, words) => {
  const { notes, messages } = await settingsOf({ env });
  expect([messages, notes]).toEqual([
    [],
    [`${name} contains an invisible character, ${words.replace(' at position', ', at position')}`],
  ]);
});

test('anything pasted results in a setting or a problem', async () => {
  const piece = fc.constantFrom(
    '"',
    "'",
    '“',
    '$',
    '{',
    '}',
    '%',
    '<',
    '>',
    '\\',
    'https://',
    'A_B',
    ' ',
    '\u200b',
    '(',
    ')',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (value) => {
      const env = { HALO_URL: value, HALO_CLIENT_ID: value, ILERT_TEAMS: value, ILERT_API_TOKEN: value };
      const { messages } = await settingsOf({ env });
      for (const message of messages) expect(message).toMatch(/\.$/);
    }),
    { numRuns: 200, seed: 11 },
  );
});
