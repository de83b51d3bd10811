import { describe, expect, it, test } from 'vitest';
import { opened, settingsOf, type TestSources } from './settings-of.ts';

const FILE = `
ilert: { apiToken: env:ILERT_SHARED_KEY }
alertSource: { escalationPolicy: Default, priority: high }
halo: { scope: shared }
targets:
  a:
    ilert: { apiToken: env:ILERT_KEY_OF_A }
    alertSource: { priority: low }
    halo: { url: https://a.example.com }
  b:
    halo: { url: https://b.example.com, product: halopsa }
`;

const fleet = (target: string | undefined, more: TestSources = {}): TestSources => ({
  config: 'fleet.yaml',
  files: { 'fleet.yaml': FILE },
  ...(target !== undefined && { target }),
  ...more,
  env: { ILERT_SHARED_KEY: 'shared-key', ILERT_KEY_OF_A: 'key-of-a', ...more.env },
});

describe('a target', () => {
  it('has its own values, and otherwise the shared ones', async () => {
    const { settings, messages } = await settingsOf(fleet('a'));
    expect(messages).toEqual([]);
    expect(settings).toMatchObject({
      'alertSource.priority': 'low',
      'alertSource.escalationPolicy': 'Default',
      'halo.scope': 'shared',
      'halo.url': 'https://a.example.com',
    });
    expect(opened(settings['ilert.apiToken'])).toBe('key-of-a');
    expect(opened((await settingsOf(fleet('b'))).settings['ilert.apiToken'])).toBe('shared-key');
  });

  it('takes precedence over variables', async () => {
    const env = { HALO_URL: 'https://elsewhere.example.com', ILERT_API_TOKEN: 'elsewhere', HALO_SCOPE: 'by-variable' };
    const { settings } = await settingsOf(fleet('a', { env }));
    expect(settings['halo.url']).toBe('https://a.example.com');
    expect(opened(settings['ilert.apiToken'])).toBe('key-of-a');
    // What it does not say of itself, a variable says before the file, as ever.
    expect(settings['halo.scope']).toBe('by-variable');
  });

  it('is overridden by flags', async () => {
    const { settings } = await settingsOf(fleet('a', { flags: { 'alertSource.priority': 'high' } }));
    expect(settings['alertSource.priority']).toBe('high');
  });

  it.each([
    ['a', 'HaloITSM a'],
    ['b', 'HaloPSA b'],
  ])('%s has an alert source of its name: %s', async (target, name) => {
    expect((await settingsOf(fleet(target))).settings['alertSource.name']).toBe(name);
  });

  it('keeps the name that is set for its alert source', async () => {
    const { settings } = await settingsOf(fleet('a', { env: { ILERT_SOURCE_NAME: 'Given' } }));
    expect(settings['alertSource.name']).toBe('Given');
  });

  it('may use an external alert source, which needs no name', async () => {
    const { messages } = await settingsOf(
      fleet('a', { flags: { 'alertSource.id': '7' }, files: { 'fleet.yaml': 'targets: { a: {} }' } }),
    );
    expect(messages).toEqual([]);
  });

  it('resolves its paths against the folder of the file', async () => {
    const { settings, messages } = await settingsOf({
      config: 'sub/fleet.yaml',
      target: 'a',
      files: {
        'sub/fleet.yaml': 'targets:\n  a:\n    ilert: { apiToken: "file:key.txt" }\n',
        'sub/key.txt': 'from-file\n',
      },
    });
    expect(messages).toEqual([]);
    expect(opened(settings['ilert.apiToken'])).toBe('from-file');
  });
});

test.each<[string, TestSources, string, string]>([
  [
    'none chosen',
    fleet(undefined),
    'fleet.yaml has 2 targets, and none was chosen.',
    'Choose one with --target, such as --target a, or use --all',
  ],
  [
    'none chosen, for a command that works on one',
    { ...fleet(undefined), acceptedTargets: 'one' },
    'fleet.yaml has 2 targets, and none was chosen.',
    'Choose one with --target, such as --target a.',
  ],
  [
    'none chosen, for a command that has no --target',
    { ...fleet(undefined), acceptedTargets: undefined },
    'fleet.yaml has 2 targets, and none was chosen.',
    'Set up targets with "apply --target a", or all of them with "apply --all".',
  ],
  ['one that is not there', fleet('c'), 'fleet.yaml has no target "c".', 'Its targets: a, b.'],
  ['no file', { target: 'a' }, '--target a needs a settings file with targets.', 'Add --config FILE.'],
  [
    'a file without targets',
    fleet('a', { files: { 'fleet.yaml': 'halo: {}' } }),
    'fleet.yaml has no target "a".',
    'List its targets under "targets".',
  ],
])('with %s that is the only problem', async (_, given, message, hint) => {
  const { problems } = await settingsOf(given);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toBe(message);
  expect(problems[0]?.hint).toContain(hint);
});

test.each([
  ['a name that can not be typed', 'targets:\n  "a b": {}\n', 'f.yaml, line 2: "a b" is not a valid target name.'],
  ['a name that would be an option', 'targets:\n  -a: {}\n', 'f.yaml, line 2: "-a" is not a valid target name.'],
  ['a list', 'targets: [a]\n', 'f.yaml, line 1: "targets" must be a mapping of target names, each with its settings.'],
  [
    'a target without settings',
    'targets:\n  a: 1\n',
    'f.yaml, line 2: "a" must be a mapping of the sections ilert, alertSource, halo.',
  ],
  ['a slip in a target', 'targets:\n  a:\n    halo:\n      urll: x\n', 'f.yaml, line 4: unknown setting "halo.urll".'],
  ['a section that there is not', 'targets:\n  a:\n    hallo: {}\n', 'f.yaml, line 3: unknown setting "hallo".'],
  ['targets in a target', 'targets:\n  a:\n    targets: {}\n', 'f.yaml, line 3: unknown setting "targets".'],
])('%s is reported with its line', async (_, text, message) => {
  const { messages } = await settingsOf({ config: 'f.yaml', files: { 'f.yaml': text }, target: 'a' });
  expect(messages).toContain(message);
});
