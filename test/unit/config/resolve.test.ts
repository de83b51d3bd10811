import { describe, expect, it, test } from 'vitest';
import { CREDENTIALS } from '../../../src/config/required-settings.ts';
import { fields } from '../../../src/config/settings.ts';
import type { SettingsSources } from '../../../src/config/sources.ts';
import { settingsOf } from './settings-of.ts';

test('all problems are reported at once, each with its origin', async () => {
  const { messages } = await settingsOf({
    flags: { 'alertSource.severity': '9' },
    env: { ILERT_PRIORITY: 'urgent', HALO_CLIENT_SECRET_FILE: 'nowhere.txt' },
    stdin: 'MY_KEY=x\n',
    config: 'conf/settings.yaml',
    files: { 'conf/settings.yaml': 'alertSource:\n  autoResolve: 7m\n  colour: red\nilert:\n  apiToken: in-clear\n' },
    required: [...CREDENTIALS, 'alertSource.escalationPolicy'],
  });
  const expected = [
    /^--severity is 9: it must be a whole number from 1 to 5\.$/,
    /^ILERT_PRIORITY is "urgent": it must be one of high, low, /,
    /^The file nowhere\.txt \(from HALO_CLIENT_SECRET_FILE\) can't be read: no such file or directory\.$/,
    /^Line 1 of standard input is not a known secret\.$/,
    /^alertSource\.autoResolve in conf\/settings\.yaml, line 2 is "7m": it must be one of 10m, 20m, /,
    /^conf\/settings\.yaml, line 3: unknown setting "alertSource\.colour"\.$/,
    /^ilert\.apiToken in conf\/settings\.yaml, line 5 contains a plain-text secret/,
    /^Missing URL of your HaloITSM, as in the browser\.$/,
    /^Missing client ID of the API application in HaloITSM\.$/,
    /^Missing escalation policy \(who gets notified\)\.$/,
  ];
  for (const each of expected) expect(messages).toContainEqual(expect.stringMatching(each));
});

test('a missing setting is reported with every way to set it', async () => {
  const { problems } = await settingsOf({ required: CREDENTIALS });
  expect(problems.map(({ hint }) => hint)).toEqual([
    'Set ILERT_API_TOKEN, ILERT_API_TOKEN_FILE, or ilert.apiToken in the settings file.',
    'Set --halo-url, HALO_URL, or halo.url in the settings file.',
    'Set --halo-client-id, HALO_CLIENT_ID, or halo.clientId in the settings file.',
    'Set HALO_CLIENT_SECRET, HALO_CLIENT_SECRET_FILE, or halo.clientSecret in the settings file.',
  ]);
});

test('only what the command requires is reported as missing', async () => {
  expect((await settingsOf({ required: [] })).messages).toEqual([]);
});

describe('one invalid value is one problem', () => {
  const cases: readonly (readonly [string, SettingsSources['flags'], RegExp])[] = [
    [
      'a window that ilert does not offer is refused with the list',
      { 'alertSource.grouping': 'window', 'alertSource.groupingWindow': '7m' },
      /^--grouping-window is "7m": it must be one of 2m, 5m, 15m, 30m, 1h, 2h, 4h, 8h, 12h, 24h\.$/,
    ],
    [
      'a kind of grouping that there is not is refused with the list',
      { 'alertSource.grouping': 'windows', 'alertSource.groupingWindow': '5m' },
      /^--grouping is "windows": it must be one of none, window, until-accepted, until-resolved, similarity\.$/,
    ],
    [
      'a priority that there is not is refused with the list',
      { 'alertSource.priority': 'high-in-support-hours', 'alertSource.supportHours': 'Day' },
      /^--priority is "high-in-support-hours": it must be one of high, low, high-during-support-hours, /,
    ],
    ['a threshold above 1', { 'alertSource.similarityThreshold': '80' }, /^--similarity-threshold is 80: /],
    ['a severity with a fraction', { 'alertSource.severity': '1.5' }, /^--severity is 1\.5: it must be a whole /],
    ['a severity that is no number', { 'alertSource.severity': 'high' }, /^--severity is "high": it must be a whole /],
    ['a name of blanks', { 'alertSource.name': '  ' }, /^--name is " {2}": it must not be empty\.$/],
    ['a team without a name', { 'alertSource.teams': ['Ops', ''] }, /^--team: entry 2 must be a name or an ID\.$/],
  ];
  it.each(cases)('%s', async (_, flags, message) => {
    const more =
      'alertSource.similarityThreshold' in flags
        ? ({ 'alertSource.grouping': 'similarity', 'alertSource.groupingWindow': '5m' } as const)
        : {};
    const { messages } = await settingsOf({ flags: { ...more, ...flags } });
    expect(messages).toEqual([expect.stringMatching(message)]);
  });
});

test('a missing settings file is reported with its path, along with the other problems', async () => {
  const { messages } = await settingsOf({ config: 'nowhere.yaml', flags: { 'alertSource.severity': '0' } });
  expect(messages).toEqual([
    expect.stringMatching(/^Settings file not found: nowhere\.yaml\.$/),
    expect.stringMatching(/^--severity is 0: /),
  ]);
});

test.each([
  [{ value: '{{x}}', mappings: { P1: 'urgent' } }, /mappings\.P1 must be high or low/],
  [{ value: '{{x}}' }, /mappings must map values/],
  [{ value: '{{x}}', mappings: { P1: 'high' }, colour: 'red' }, /must consist of value and mappings|colour/],
])('a mapping of priorities that is wrong, %j, is rejected', async (priorityTemplate, message) => {
  const { messages } = await settingsOf({
    config: 'settings.json',
    files: { 'settings.json': JSON.stringify({ alertSource: { priorityTemplate } }) },
  });
  expect(messages).toEqual([expect.stringMatching(/^alertSource\.priorityTemplate in settings\.json, line 1(:| is) /)]);
  expect(messages[0]).toMatch(message);
});

describe('an object instead of a value is a problem like any other, whatever its fields hide', () => {
  const hostile = [
    '{ toString: false }',
    '{ toJSON: 1, valueOf: null }',
    '{ constructor: 0 }',
    '[[{ toString: null }]]',
  ];
  it.each(fields.map(({ key }) => key))('%s', async (key) => {
    const [section, name] = key.split('.');
    for (const value of hostile) {
      const { messages } = await settingsOf({
        config: 's.yaml',
        files: { 's.yaml': `${section}:\n  ${name}: ${value}\n` },
      });
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) expect(message).toMatch(/^[\w.]+ in s\.yaml, line 2[: ].*\.$/);
    }
  });
});

test('a value that can not be converted to a text is reported', async () => {
  const { messages } = await settingsOf({
    config: 's.yaml',
    files: { 's.yaml': 'ilert:\n  endpoint: [[{ toString: null }]]\nhalo:\n  url: { toString: null }\n' },
  });
  expect(messages.map((message) => message.slice(0, 40))).toEqual([
    'ilert.endpoint in s.yaml, line 2 is [[{"',
    'halo.url in s.yaml, line 4 is {"toString',
  ]);
});
