import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/config/field.ts';
import { fieldOf } from '../../../src/config/settings.ts';
import { opened, settingsOf, type TestSources } from './settings-of.ts';

const NAME = fieldOf('alertSource.name');
const TEAMS = fieldOf('alertSource.teams');
const TOKEN = fieldOf('ilert.apiToken');

const inFile = (text: string): TestSources => ({ config: 'settings.yaml', files: { 'settings.yaml': text } });

/** Every source of each setting, the strongest first; `from` is how the program describes it. */
const sources: readonly (readonly [Field, readonly { from: string; value: unknown; given: TestSources }[]])[] = [
  [
    NAME,
    [
      { from: 'flag', value: 'by flag', given: { flags: { 'alertSource.name': 'by flag' } } },
      { from: 'variable', value: 'by variable', given: { env: { ILERT_SOURCE_NAME: 'by variable' } } },
      { from: 'file', value: 'by file', given: inFile('alertSource:\n  name: by file\n') },
      { from: 'default', value: 'HaloITSM', given: {} },
    ],
  ],
  [
    TEAMS,
    [
      { from: 'flag', value: ['Flag, one'], given: { flags: { 'alertSource.teams': ['Flag, one'] } } },
      { from: 'variable', value: ['Ops', '12'], given: { env: { ILERT_TEAMS: ' Ops, ,12,' } } },
      { from: 'file', value: ['File, one', '7'], given: inFile('alertSource:\n  teams: ["File, one", 7]\n') },
    ],
  ],
  [
    TOKEN,
    [
      { from: 'stdin', value: 'by-stdin', given: { stdin: 'ILERT_API_TOKEN=by-stdin\n' } },
      { from: 'variable', value: 'by-variable', given: { env: { ILERT_API_TOKEN: 'by-variable' } } },
      {
        from: 'variable',
        value: 'by-file-of-variable',
        given: { env: { ILERT_API_TOKEN_FILE: 'key.txt' }, files: { 'key.txt': 'by-file-of-variable\n' } },
      },
      {
        from: 'file',
        value: 'by-reference',
        given: { ...inFile('ilert:\n  apiToken: env:ILERT_MY_KEY\n'), env: { ILERT_MY_KEY: 'by-reference' } },
      },
    ],
  ],
];

/** Combines what several sources give. */
function together(ways: readonly TestSources[]): TestSources {
  const merged = <K extends 'env' | 'files' | 'flags'>(part: K) =>
    Object.assign({}, ...ways.map((way) => way[part])) as NonNullable<TestSources[K]>;
  return {
    ...(Object.assign({}, ...ways) as TestSources),
    env: merged('env'),
    files: merged('files'),
    flags: merged('flags'),
  };
}

describe.each(sources)('$key', ({ key }, ways) => {
  it.each(ways.map((way, index) => [way.from, way.value, index] as const))(
    'given by %s as %j wins over all that is weaker',
    async (from, value, index) => {
      const weaker = ways.slice(index).map(({ given }) => given);
      const { settings, origins, messages } = await settingsOf(together(weaker));
      expect(messages).toEqual([]);
      expect(opened(settings[key as keyof typeof settings])).toEqual(value);
      expect(origins.get(key as keyof typeof settings)).toMatchObject({ from });
    },
  );
});

describe('an empty variable', () => {
  it.each([
    ['of a text', { ILERT_SOURCE_NAME: '' }],
    ['of a text, with blanks', { ILERT_SOURCE_NAME: '  ' }],
    ['of a list', { ILERT_TEAMS: '' }],
    ['of a choice', { ILERT_GROUPING: '' }],
    ['of a secret', { ILERT_API_TOKEN: '' }],
    ["of a secret's file", { ILERT_API_TOKEN_FILE: '' }],
    ['of a payload', { HALO_PAYLOAD: '' }],
  ])('%s counts as not set', async (_, env) => {
    const { settings, messages } = await settingsOf({ env, flags: {} });
    const without = await settingsOf({});
    expect(messages).toEqual([]);
    expect(settings).toEqual(without.settings);
  });

  it('leaves precedence to the file', async () => {
    const { settings } = await settingsOf({
      env: { ILERT_SOURCE_NAME: '', ILERT_TEAMS: ' ' },
      ...inFile('alertSource:\n  name: From file\n  teams: [Ops]\n'),
    });
    expect(settings).toMatchObject({ 'alertSource.name': 'From file', 'alertSource.teams': ['Ops'] });
  });
});

it('an empty value in the file counts as not set', async () => {
  const { settings, messages } = await settingsOf(inFile('alertSource:\n  name:\n  teams: ~\nhalo:\n'));
  expect(messages).toEqual([]);
  expect(settings['alertSource.name']).toBe('HaloITSM');
  expect(settings['alertSource.teams']).toBeUndefined();
});

it('numbers in flags and variables are parsed', async () => {
  const { settings } = await settingsOf({
    flags: { 'alertSource.severity': '3', 'alertSource.similarityThreshold': '0.8' },
    env: { ILERT_GROUPING: 'similarity', ILERT_GROUPING_WINDOW: '5m' },
  });
  expect(settings).toMatchObject({ 'alertSource.severity': 3, 'alertSource.similarityThreshold': 0.8 });
});
