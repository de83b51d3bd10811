import { expect, test } from 'vitest';
import { settingsOf, type TestSources } from './settings-of.ts';

/** Mistakes in a settings file, with the place that is reported for each. */
const MISTAKES: readonly (readonly [mistake: string, yaml: string, place: object])[] = [
  ['a tab as indentation', 'halo:\n\turl: https://desk.example.com\n', { line: 2, column: 1 }],
  ['an invisible character', 'halo:\n  tenant: a\n \u00a0url: https://desk.example.com\n', { line: 3, column: 2 }],
  ['two documents', 'halo: {}\n---\nilert: {}\n', { line: 2 }],
  ['a name that occurs twice', 'halo:\n  tenant: a\n  tenant: b\n', { line: 3, column: 3 }],
  ['an unquoted template', 'alertSource:\n  summaryTemplate: {{ticket.summary}}\n', { line: 2 }],
  ['a list instead of sections', '- halo\n', {}],
  ['an unknown section', 'halo: {}\nhaloo: {}\n', { line: 2 }],
  ['an unknown setting', 'halo:\n  tenant: a\n  adress: b\n', { line: 3 }],
  ['a section without settings', '\nhalo: 5\n', { line: 2 }],
  ['both names of a renamed setting', 'halo:\n  knownVariables: [a]\n  allowedVariables: [b]\n', { line: 2 }],
  ['an invalid value', 'alertSource:\n  name: Desk\n  grouping: sometimes\n', { line: 3 }],
  ['a secret in plain text', 'ilert:\n  apiToken: il1api0123456789\n', { line: 2 }],
  ['a variable that is not set', 'ilert:\n  apiToken: env:ILERT_UNSET\n', { line: 2 }],
  ['a secret file that is missing', 'ilert:\n  apiToken: file:missing\n', { line: 2 }],
  ['a payload file that is missing', 'halo:\n  payload: missing.json\n', { line: 2 }],
  ['a grouping without its window', 'alertSource:\n  name: Desk\n  grouping: window\n', { line: 3 }],
  ['a window without its grouping', 'alertSource:\n  groupingWindow: 5m\n', { line: 2 }],
  ['a priority without its support hours', 'alertSource:\n  priority: high-during-support-hours\n', { line: 2 }],
  ['a setting without effect', 'alertSource:\n  id: 12\n  teams: [Ops]\n', { line: 3 }],
  ['too many combinations', `halo:\n  onlyTeam: [${[...Array(21).keys()].map((n) => `T${n}`)}]\n`, { line: 2 }],
  ['an invalid target name', 'targets:\n  "a b": {}\n', { line: 2 }],
];

test.each(MISTAKES)('%s is reported with its file and line', async (_, yaml, place) => {
  const { problems } = await settingsOf({ config: 's.yaml', files: { 's.yaml': yaml } });
  expect(problems.map((problem) => problem.place)).toContainEqual(
    expect.objectContaining({ file: 's.yaml', ...place }),
  );
});

test('what is wrong in a payload file is reported with its line and column there', async () => {
  const files = { 's.yaml': 'halo:\n  payload: body.json\n', 'body.json': '{\n  "id": <<ticket^idd>>\n}' };
  const { problems } = await settingsOf({ config: 's.yaml', files });
  expect(problems).toMatchObject([{ place: { file: expect.stringMatching(/body\.json$/), line: 2, column: 9 } }]);
});

test('a settings file that does not exist is reported with its name', async () => {
  const { problems } = await settingsOf({ config: 'missing.yaml' });
  expect(problems.map(({ place }) => place)).toEqual([{ file: 'missing.yaml' }]);
});

test.each<TestSources>([
  { flags: { 'alertSource.grouping': 'sometimes' } },
  { env: { ILERT_GROUPING: 'sometimes' } },
  { required: ['halo.clientId'] },
])('what is wrong outside of files has no place: %j', async (given) => {
  const { problems } = await settingsOf(given);
  expect(problems.map(({ place }) => place)).toEqual([undefined]);
});
