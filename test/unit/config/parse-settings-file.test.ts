import { describe, expect, it, test } from 'vitest';
import { parseSettingsFile } from '../../../src/config/parse-settings-file.ts';
import { fc } from '../../support/property.ts';

const valuesOf = (text: string) => {
  const { shared, problems } = parseSettingsFile(text, 's.yaml');
  return { values: Object.fromEntries([...shared].map(([key, { value }]) => [key, value])), problems };
};

const messages = (text: string) => parseSettingsFile(text, 's.yaml').problems.map(({ message }) => message);

describe('a settings file may be', () => {
  const values = { 'alertSource.name': 'Ops', 'alertSource.teams': ['One', 2], 'halo.url': 'acme.haloitsm.com' };
  const json = { alertSource: { name: 'Ops', teams: ['One', 2] }, halo: { url: 'acme.haloitsm.com' } };
  const yaml = 'alertSource:\n  name: Ops # ours\n  teams:\n    - One\n    - 2\nhalo: {url: acme.haloitsm.com}\n';
  it.each([
    ['YAML', yaml],
    ['YAML with CRLF', yaml.replaceAll('\n', '\r\n')],
    ['YAML after a byte order mark', `\ufeff${yaml}`],
    ['YAML after ---', `---\n${yaml}`],
    ['YAML with aliases', `alertSource:\n  name: &name Ops\n  teams: [One, 2]\nhalo: {url: acme.haloitsm.com}\n`],
    ['JSON in one line', JSON.stringify(json)],
    ['JSON indented by blanks', JSON.stringify(json, null, 2)],
    ['JSON indented by tabs', JSON.stringify(json, null, '\t')],
    ['JSON that names its schema', JSON.stringify({ $schema: './schema.json', ...json })],
  ])('%s', (_, text) => {
    expect(valuesOf(text)).toEqual({ values, problems: [] });
  });

  it.each([
    ['empty', ''],
    ['of blank lines', '\n\n'],
    ['a comment', '# nothing yet\n'],
    ['of empty sections', 'ilert:\nalertSource: {}\nhalo: ~\n'],
  ])('%s, and then has no values', (_, text) => {
    expect(valuesOf(text)).toEqual({ values: {}, problems: [] });
  });
});

test('an alias stands for its value', () => {
  const { values } = valuesOf('alertSource:\n  name: &team Ops\n  teams: [*team, Other]\n');
  expect(values).toEqual({ 'alertSource.name': 'Ops', 'alertSource.teams': ['Ops', 'Other'] });
});

describe('a merge key (<<) adds the settings of another mapping', () => {
  it.each([
    ['of a target', 'targets:\n  a: &a\n    halo: {url: a.example, tenant: x}\n  b:\n    <<: *a\n', 'a.example'],
    [
      'of a section, where its own settings win',
      'targets:\n  a:\n    halo: &halo {url: a.example, tenant: x}\n  b:\n    halo:\n      <<: *halo\n      url: b.example\n',
      'b.example',
    ],
    [
      'of several, the first of which wins',
      'targets:\n  a:\n    halo: &one {url: a.example}\n  c:\n    halo: &two {url: c.example, tenant: x}\n  b:\n    halo:\n      <<: [*one, *two]\n',
      'a.example',
    ],
  ])('%s', (_, text, url) => {
    const { targets, problems } = parseSettingsFile(text, 's.yaml');
    expect(problems).toEqual([]);
    expect(targets.get('b')?.values.get('halo.url')?.value).toBe(url);
    expect(targets.get('b')?.values.get('halo.tenant')?.value).toBe('x');
  });

  it('also of one without an anchor, and in quotation marks it is a name', () => {
    expect(valuesOf('alertSource:\n  <<: {name: Ops}\n')).toEqual({
      values: { 'alertSource.name': 'Ops' },
      problems: [],
    });
    expect(messages('alertSource:\n  "<<": {name: Ops}\n')).toEqual([
      's.yaml, line 2: unknown setting "alertSource.<<".',
    ]);
  });

  it('and one inside itself, or too many, are a problem', () => {
    const levels = [...'abcdefgh'].map(
      (name, at) => `  ${name}: &${name}\n    <<: [${Array(9).fill(`*${'zabcdefg'[at]}`).join(', ')}]\n`,
    );
    const many = `targets:\n  z: &z {halo: {url: x.example}}\n${levels.join('')}`;
    for (const text of ['halo: &a\n  <<: *a\n', many])
      expect(messages(text)).toEqual([expect.stringContaining('an alias')]);
  });
});

test.each([
  ['behind the first brace', '{\n  // mine\n  "halo": { "runbookName": "x" }\n}'],
  ['behind a value', '{\n  "halo": { "runbookName": "x" } // mine\n}'],
  ['before a key', '{\n  /* mine */ "halo": { "runbookName": "x" }\n}'],
])('a comment in JSON may be %s', (_, text) => {
  expect(valuesOf(text)).toEqual({ values: { 'halo.runbookName': 'x' }, problems: [] });
});

test('JSON may have comments, and every value has its line', () => {
  const text = `// ours
{
  /* of the
     desk */
  "alertSource": { "name": "Ops // 24/7" }, // until May
  "halo": {
    "url": "https://desk.example.com", // not "https://old.example.com"
  }
}
`;
  expect(valuesOf(text)).toEqual({
    values: { 'alertSource.name': 'Ops // 24/7', 'halo.url': 'https://desk.example.com' },
    problems: [],
  });
  expect(parseSettingsFile(text, 's.json').shared.get('halo.url')?.origin).toMatchObject({ line: 7 });
});

describe('what makes a file unreadable is reported with its line and a hint', () => {
  it.each([
    [
      'a tab',
      'alertSource:\n\tname: a\n',
      's.yaml, line 2 is not YAML or JSON: Tabs are not allowed',
      'Indent with spaces.',
    ],
    [
      'two documents',
      'halo: {}\n---\nhalo: {}\n',
      's.yaml, line 2 is not YAML or JSON: a second document',
      'Remove the line with ---',
    ],
    [
      'a template without quotation marks',
      'alertSource:\n  summaryTemplate: {{ ticket.summary }}\n',
      's.yaml, line 2 has a value that starts with {{ but is not quoted.',
      'Put it in quotes',
    ],
    [
      'such a template with more behind it',
      'alertSource:\n  summaryTemplate: {{ ticket.id }}: {{ ticket.summary }}\n',
      's.yaml, line 2 has a value that starts with {{ but is not quoted.',
      'Put it in quotes',
    ],
    [
      'such a template in a mapping',
      'alertSource:\n  priorityTemplate:\n    value: {{ ticket.priority.name }}\n    mappings: {P1: high}\n',
      's.yaml, line 3 has a value that starts with {{ but is not quoted.',
      'Put it in quotes',
    ],
    [
      'a no-break space as indentation',
      'alertSource:\n  name: a\n \u00a0teams: [b]\n',
      's.yaml, line 3 is not YAML or JSON: column 2 contains an invisible character, a no-break space (U+00A0).',
      'Replace it with a normal space',
    ],
    [
      'a zero-width space in a key',
      'alertSource:\n  na\u200bme: a\n',
      's.yaml, line 2: the name of the setting contains an invisible character, a zero-width space (U+200B), at position 3.',
      'Type the name again',
    ],
  ])('%s', (_, text, message, hint) => {
    const { problems } = parseSettingsFile(text, 's.yaml');
    const place = { file: 's.yaml', line: Number(/line (\d+)/.exec(message)?.[1]) };
    expect(problems).toEqual([
      {
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
        place: expect.objectContaining(place),
      },
    ]);
  });
});

test('each value has its line, whatever the line endings', () => {
  for (const end of ['\n', '\r\n']) {
    const { shared } = parseSettingsFile(
      ['# c', 'alertSource:', '', '  name: a', '  teams: [b]', ''].join(end),
      's.yaml',
    );
    expect(shared.get('alertSource.name')?.origin).toEqual({ from: 'file', path: 's.yaml', line: 4 });
    expect(shared.get('alertSource.teams')?.origin).toEqual({ from: 'file', path: 's.yaml', line: 5 });
  }
});

describe('an unknown name is reported with its line and similar names', () => {
  it.each([
    [
      'a setting',
      'alertSource:\n  name: a\n  teamz: [b]\n',
      3,
      'alertSource.teamz',
      'Did you mean "alertSource.teams"',
    ],
    [
      'a setting, by the name of another',
      'alertSource:\n  nam: a\n',
      2,
      'alertSource.nam',
      'Did you mean "alertSource.name"',
    ],
    ['a setting of another section', 'halo:\n  apiToken: env:X\n', 2, 'halo.apiToken', 'Did you mean "ilert.apiToken"'],
    ['a section', 'alertsource:\n  name: a\n', 1, 'alertsource', 'Did you mean "alertSource"?'],
    [
      'a setting like no other',
      'halo:\n  zzzzzzzzzzzz: 1\n',
      2,
      'halo.zzzzzzzzzzzz',
      'See: ilert-haloitsm apply --help settings',
    ],
    ['a section like no other', 'xyz: 1\n', 1, 'xyz', 'Valid names: ilert, alertSource, halo, targets.'],
    ['a merge key that names no mapping', 'alertSource:\n  <<: a\n', 2, 'alertSource.<<', ''],
    ['a name of JavaScript', 'alertSource:\n  constructor: a\n', 2, 'alertSource.constructor', ''],
  ])('%s', (_, text, line, name, hint) => {
    const { problems } = parseSettingsFile(text, 's.yaml');
    expect(problems.map(({ message }) => message)).toEqual([`s.yaml, line ${line}: unknown setting "${name}".`]);
    expect(problems[0]?.hint?.startsWith(hint)).toBe(true);
  });

  it('each of them, and the valid settings are still read', () => {
    const { shared, problems } = parseSettingsFile('alertSource:\n  nam: a\n  teams: [b]\nhaloo: {}\n', 's.yaml');
    expect(problems).toHaveLength(2);
    expect([...shared.keys()]).toEqual(['alertSource.teams']);
  });
});

describe('a file that can not be parsed is one problem with its line', () => {
  it.each([
    ['a bracket that is not closed', 'alertSource: {name: a\n', 's.yaml, line 2 is not YAML or JSON: '],
    ['a step out of line', 'alertSource:\n  name: a\n teams: [b]\n', 's.yaml, line 3 is not YAML or JSON: '],
    ['tabs to indent YAML', 'alertSource:\n\tname: a\n', 's.yaml, line 2 is not YAML or JSON: Tabs are not allowed'],
    ['a quote that is not closed', '{"alertSource": {"name": "a}}', 's.yaml, line 1 is not YAML or JSON: '],
    ['a name twice', 'alertSource:\n  name: a\n  name: b\n', 's.yaml, line 3 is not YAML or JSON: Map keys must be '],
    ['two documents', '---\nhalo: {}\n---\nhalo: {}\n', 's.yaml, line 3 is not YAML or JSON: a second document '],
    ['a text', 'hello', 's.yaml must contain the sections ilert, alertSource, halo, each with its settings.'],
    ['a list', '- alertSource', 's.yaml must contain the sections ilert, alertSource, halo, each with its settings.'],
    ['a text for a section', 'halo: acme.haloitsm.com\n', 's.yaml, line 1: "halo" must be a mapping of settings'],
    ['an alias without its anchor', 'alertSource:\n  name: *nope\n', 's.yaml has an alias'],
    ['brackets without an end', '['.repeat(20_000), 's.yaml, line 1 is not YAML or JSON'],
  ])('%s', (_, text, message) => {
    expect(messages(text)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['of a program', 'halo:\n  url: a\nalertSource:\n  name: !!js/function "x"\n', 4],
    ['of a program, for a mapping', 'halo: !!js/function {url: a}\n', 1],
    ['of some tool', 'alertSource:\n  teams: !include teams.yaml\n', 2],
    ['by its whole name', 'alertSource:\n  teams: !<tag:example.com,2026:x> [a]\n', 2],
    ['for the whole document', '!settings\nhalo: {}\n', 1],
    ['for a name', 'halo:\n  !x url: a\n', 2],
    ['of bytes', 'alertSource:\n  name: !!binary aGk=\n', 2],
    ['of a set', 'alertSource:\n  teams: !!set {a, b}\n', 2],
    ['that is the beginning of a name', 'alertSource:\n  name: !important alerts\n', 2],
  ])('a tag %s, which would silently be ignored', (_, text, line) => {
    expect(parseSettingsFile(text, 's.yaml').problems).toMatchObject([
      {
        message: `s.yaml, line ${line} has a YAML tag, which means nothing in a settings file.`,
        hint: 'Remove the word that starts with !, or put the whole value in quotes.',
        place: { file: 's.yaml', line },
      },
    ]);
  });

  it('but not a tag that says what a value is anyway', () => {
    const { shared, problems } = parseSettingsFile('alertSource: !!map\n  name: !!str 12\n', 's.yaml');
    expect([problems, shared.get('alertSource.name')?.value]).toEqual([[], '12']);
  });

  it('aliases of aliases that would exhaust the memory', () => {
    const levels = 'abcdefghi'.split('');
    const lines = levels.map((name, index) => {
      const part = index === 0 ? 'lol' : `*${levels[index - 1]}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => part).join(', ')}]`;
    });
    expect(messages(`${lines.join('\n')}\nalertSource:\n  teams: *i\n`)).toEqual([expect.stringContaining('an alias')]);
    expect(messages(`alertSource:\n  teams: &a [*a]\n`)).toEqual([expect.stringContaining('an alias')]);
  });
});

test('any file results in values or problems', () => {
  const piece = fc.constantFrom(
    'alertSource:',
    '\n',
    '  ',
    '\t',
    'name: ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a ',
    '*a',
    '!',
    '|',
    '>',
    '?',
    ': ',
    ', ',
    '# ',
    '%',
    '@',
    '---',
    '<<: ',
    'ilert',
    '\\',
    '\u0000',
    '😀',
    '~',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (written) => {
      for (const message of messages(written)) expect(message).toMatch(/^s\.yaml(?:, line \d+)?:? .*\.$/s);
    }),
    { numRuns: 500 },
  );
});
