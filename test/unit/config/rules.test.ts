import { describe, expect, it, test } from 'vitest';
import type { SettingsSources } from '../../../src/config/sources.ts';
import { settingsOf } from './settings-of.ts';

type Flags = SettingsSources['flags'];

const G = 'alertSource.grouping';
const W = 'alertSource.groupingWindow';
const T = 'alertSource.similarityThreshold';
const P = 'alertSource.priority';
const S = 'alertSource.supportHours';

describe('grouping and its settings', () => {
  it.each<[string, Flags]>([
    ['nothing', {}],
    ['none', { [G]: 'none' }],
    ['until-accepted', { [G]: 'until-accepted' }],
    ['until-resolved', { [G]: 'until-resolved' }],
    ['window with a window', { [G]: 'window', [W]: '5m' }],
    ['similarity with a window', { [G]: 'similarity', [W]: '5m' }],
    ['similarity with both', { [G]: 'similarity', [W]: '5m', [T]: '0.8' }],
  ])('%s is accepted', async (_, flags) => {
    expect((await settingsOf({ flags })).messages).toEqual([]);
  });

  const needsWindow = (kind: string) => `Grouping "${kind}" needs a grouping window.`;
  const uselessWindow = '--grouping-window is only valid with grouping "window" or "similarity".';
  const uselessThreshold = '--similarity-threshold is only valid with grouping "similarity".';
  it.each<[string, Flags, string[]]>([
    ['window without a window', { [G]: 'window' }, [needsWindow('window')]],
    ['similarity without a window', { [G]: 'similarity' }, [needsWindow('similarity')]],
    ['none with a window', { [G]: 'none', [W]: '5m' }, [uselessWindow]],
    ['until-accepted with a window', { [G]: 'until-accepted', [W]: '5m' }, [uselessWindow]],
    ['a window alone', { [W]: '5m' }, [uselessWindow]],
    ['window with a threshold', { [G]: 'window', [W]: '5m', [T]: '0.8' }, [uselessThreshold]],
    ['a threshold alone', { [T]: '0.8' }, [uselessThreshold]],
    ['none with both', { [G]: 'none', [W]: '5m', [T]: '0.8' }, [uselessWindow, uselessThreshold]],
  ])('%s is rejected', async (_, flags, messages) => {
    expect((await settingsOf({ flags })).messages).toEqual(messages);
  });

  it('a missing window is reported with the choices', async () => {
    const { problems } = await settingsOf({ flags: { [G]: 'window' } });
    expect(problems[0]?.hint).toBe('Set --grouping-window to one of 2m, 5m, 15m, 30m, 1h, 2h, 4h, 8h, 12h, 24h.');
  });

  it('what does not fit the other settings is reported with its origin', async () => {
    const { messages } = await settingsOf({
      env: { ILERT_SUPPORT_HOURS: 'Day' },
      config: 's.yaml',
      files: { 's.yaml': 'alertSource:\n  groupingWindow: 5m\n' },
    });
    expect(messages).toEqual([
      'alertSource.groupingWindow in s.yaml, line 2 is only valid with grouping "window" or "similarity".',
      'ILERT_SUPPORT_HOURS is only valid with a priority that depends on support hours.',
    ]);
  });
});

describe('priority and support hours', () => {
  it.each<[string, Flags]>([
    ['high', { [P]: 'high' }],
    ['low', { [P]: 'low' }],
    ['high during hours', { [P]: 'high-during-support-hours', [S]: 'Day' }],
    ['low during hours', { [P]: 'low-during-support-hours', [S]: '7' }],
  ])('%s is accepted', async (_, flags) => {
    expect((await settingsOf({ flags })).messages).toEqual([]);
  });

  const useless = '--support-hours is only valid with a priority that depends on support hours.';
  it.each<[string, Flags, string]>([
    [
      'high during no hours',
      { [P]: 'high-during-support-hours' },
      'Priority "high-during-support-hours" needs support hours.',
    ],
    ['hours with high', { [P]: 'high', [S]: 'Day' }, useless],
    ['hours alone', { [S]: 'Day' }, useless],
  ])('%s is rejected', async (_, flags, message) => {
    expect((await settingsOf({ flags })).messages).toEqual([message]);
  });
});

describe('a payload', () => {
  const own = (text: string, env: Record<string, string> = {}) =>
    settingsOf({ env: { HALO_PAYLOAD: 'own.json', ...env }, files: { 'own.json': text } });

  it.each(['recommended', 'full'])('of the package, %s, is taken by its name', async (name) => {
    const { settings, messages, notes } = await settingsOf({ flags: { 'halo.payload': name } });
    expect({ messages, notes }).toEqual({ messages: [], notes: [] });
    expect(settings['halo.payload']).toMatchObject({ name, text: expect.stringContaining('"ticket"') });
  });

  it('is resolved against the folder of the settings file', async () => {
    const { settings, messages } = await settingsOf({
      config: 'conf/s.yaml',
      files: { 'conf/s.yaml': 'halo:\n  payload: own.json\n', 'conf/own.json': '{"id": <<ticket^id>>}' },
    });
    expect(messages).toEqual([]);
    expect(settings['halo.payload']).toEqual({
      name: 'own.json',
      path: expect.stringMatching(/[\\/]conf[\\/]own\.json$/),
      text: '{"id": <<ticket^id>>}',
    });
  });

  it('that is invalid is reported with the file, line and column of each problem', async () => {
    const { messages } = await own('{\n  "of": "<<ticket^team>>",\n  "s": <<ticket^sumary>>\n}');
    expect(messages).toEqual([
      'Payload own.json, line 2 column 10: <<ticket^team>> already includes quotes.',
      'Payload own.json, line 3 column 8: Halo has no variable <<ticket^sumary>>.',
    ]);
  });

  it('may have a declared variable that only this HaloITSM has', async () => {
    const text = '{"id": <<ticket^my_field>>}';
    expect((await own(text)).messages).toHaveLength(1);
    expect((await own(text, { HALO_ALLOWED_VARIABLES: 'ticket^my_field' })).messages).toEqual([]);
  });

  it('after a byte order mark is read without it', async () => {
    const { settings, messages } = await own('\ufeff{"id": <<ticket^id>>}');
    expect(messages).toEqual([]);
    expect(settings['halo.payload'].text).toBe('{"id": <<ticket^id>>}');
  });

  it('that would break on a quote in a ticket is accepted with a note', async () => {
    const { messages, notes } = await own('{"ticket": <<ticket>>, "s": "<<ticket^summary!>>"}');
    expect(messages).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('produces invalid JSON if the field contains a quote')]);
  });

  it('that cannot be read is one problem with its origin', async () => {
    const { messages } = await settingsOf({ flags: { 'halo.payload': 'nowhere.json' } });
    expect(messages).toEqual([
      expect.stringMatching(
        /^The payload file nowhere\.json \(from --payload\) can't be read: no such file or directory\.$/,
      ),
    ]);
  });

  it.each(['[a]', '12', '{text: x}', '" "'])('given as %s in a file is refused', async (value) => {
    const { messages } = await settingsOf({ config: 's.yaml', files: { 's.yaml': `halo:\n  payload: ${value}\n` } });
    expect(messages).toEqual([
      expect.stringMatching(/^halo\.payload in s\.yaml, line 2 .*must be recommended, full or a file path\.$/),
    ]);
  });
});

test('a name and an id that YAML parses as a number are both names', async () => {
  const { settings } = await settingsOf({
    config: 's.yaml',
    files: { 's.yaml': 'alertSource:\n  name: 12\n  escalationPolicy: 34\n  teams: [5, Six]\n' },
  });
  expect(settings).toMatchObject({
    'alertSource.name': '12',
    'alertSource.escalationPolicy': '34',
    'alertSource.teams': ['5', 'Six'],
  });
});

describe('lists that ilert limits', () => {
  const links = (count: number) =>
    `alertSource:\n  linkTemplates:\n${Array.from({ length: count }, (_, index) => `    - { text: L${index}, href: 'https://x.example/${index}' }\n`).join('')}`;
  const services = (count: number) => Array.from({ length: count }, (_, index) => `Service ${index}`);

  it('are accepted up to the limit', async () => {
    const { messages } = await settingsOf({
      flags: { 'alertSource.services': services(15) },
      config: 's.yaml',
      files: { 's.yaml': links(10) },
    });
    expect(messages).toEqual([]);
  });

  it('are rejected beyond it, before anything is created', async () => {
    const { messages } = await settingsOf({
      flags: { 'alertSource.services': services(16) },
      config: 's.yaml',
      files: { 's.yaml': links(11) },
    });
    expect(messages).toEqual([
      expect.stringMatching(/--service.* at most 15/),
      expect.stringMatching(/alertSource\.linkTemplates in s\.yaml.* at most 10/),
    ]);
  });
});
