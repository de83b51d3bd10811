import { describe, expect, it, test } from 'vitest';
import { parseSettingsFile } from '../../../src/config/parse-settings-file.ts';
import { unknownTarget } from '../../../src/config/settings-file.ts';
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
    // For anything that the target doesn't set, a variable takes precedence over the file, as always.
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

describe('what a target has besides settings', () => {
  const parsed = (...targets: readonly string[]) =>
    parseSettingsFile(['targets:', ...targets.map((line) => `  ${line}`), ''].join('\n'), 'fleet.yaml');
  const problemsOf = (...targets: readonly string[]) => parsed(...targets).problems.map(({ message }) => message);

  it('is its display name, and what it was called before', () => {
    const { targets, problems } = parsed(
      'globex: { name: " Globex GmbH ", was: hooli, halo: { url: g.example } }',
      'initech: { was: [acme-2, acme] }',
      'umbrella: { name: , was: }',
    );
    expect(problems).toEqual([]);
    expect([...targets].map(([target, { displayName, was }]) => ({ target, displayName, was }))).toEqual([
      { target: 'globex', displayName: 'Globex GmbH', was: ['hooli'] },
      { target: 'initech', displayName: undefined, was: ['acme-2', 'acme'] },
      { target: 'umbrella', displayName: undefined, was: [] },
    ]);
    expect([...(targets.get('globex')?.values.keys() ?? [])]).toEqual(['halo.url']);
    expect(targets.get('initech')?.place).toEqual({ file: 'fleet.yaml', line: 3 });
  });

  it.each([
    ['an empty name', 'a: { name: "" }', '"name" must not be empty.'],
    ['a name of two lines', 'a: { name: "one\\ntwo" }', '"name" must be a single line without control or bidir'],
    ['a name that is no text', 'a: { name: [one] }', '"name" must be a text.'],
    ['a former name that is no name', 'a: { was: "x/y" }', '"was" must be a former target name: up to 64 letters'],
    ['a former name that is no text', 'a: { was: [b, 3] }', '"was" must be a former name of the target.'],
  ])('%s is a mistake, with its line', (_, target, wrong) => {
    expect(problemsOf(target)).toEqual([expect.stringContaining(`fleet.yaml, line 2: ${wrong}`)]);
  });

  it.each([
    ['itself', ['a: { was: a }'], 'Target a has its own name under "was".'],
    ['a target of the file', ['a: { was: b }', 'b: {}'], 'Target a was b, but b is a target of this file as well.'],
    ['each other', ['a: { was: b }', 'b: { was: a }'], 'Target a was b, but b is a target of this file as well.'],
    ['the same twice', ['a: { was: [x, x] }'], 'Target a lists x twice under "was".'],
    ['what another was', ['a: { was: x }', 'b: { was: [y, x] }'], 'Targets a and b were both x.'],
  ])('no target was %s', (_, targets, problem) => {
    expect(problemsOf(...targets)).toContain(problem);
  });

  it('is not for the settings that all targets share', () => {
    expect(parseSettingsFile('name: Globex\n', 'fleet.yaml').problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining('unknown setting "name"') }),
    ]);
  });

  it.each([
    ['a display name', 'globex gmbh', 'That is the display name of globex: use --target globex.'],
    ['a former name', 'hooli', 'It is called globex now: use --target globex.'],
    ['a slip', 'glo-bex', 'Did you mean "globex"? Its targets: globex, initech.'],
  ])('%s is no name of a target, but tells which one is meant', (_, typed, hint) => {
    const { targets } = parsed('globex: { name: Globex GmbH, was: hooli }', 'initech: {}');
    expect(unknownTarget(typed, targets, 'fleet.yaml')).toMatchObject({ code: 'target-unknown', hint });
  });
});
