import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { requestedOutput, runLabels } from '../../../src/cli/requested-output.ts';
import { repositoryFolder } from '../../../src/env/repository.ts';
import { fc } from '../../support/property.ts';

const top = join('/work', 'repository');
const aboutIn = (folder: string, argv: readonly string[], variables: Readonly<Record<string, string>>) => {
  const cwd = join(top, folder);
  return runLabels(requestedOutput(argv), cwd, repositoryFolder(variables, cwd));
};

describe.each([{ GITHUB_WORKSPACE: top }, { CI_PROJECT_DIR: top }])('what a run in a repository is for (%j)', (ci) => {
  it.each([
    ['.', [], []],
    ['.', ['--config', 'ilert-haloitsm.yaml'], []],
    ['.', ['--config=./ilert-haloitsm.json'], []],
    ['.', ['--config', 'acme.yaml'], [['config', 'acme.yaml']]],
    ['tenants/a', [], [['config', 'tenants/a']]],
    ['.', ['--config', 'tenants/a/ilert-haloitsm.yaml'], [['config', 'tenants/a']]],
    ['tenants/b', ['--config', '../a/ilert-haloitsm.yml'], [['config', 'tenants/a']]],
    ['tenants/a', ['--config', '../../ilert-haloitsm.yaml'], []],
    ['tenants/a', ['--config', 'acme.yaml'], [['config', 'tenants/a/acme.yaml']]],
    ['.', ['--config', '../shared.yaml'], [['config', '../shared.yaml']]],
    ['.', ['--only', 'ilert'], [['only', 'ilert']]],
    ['.', ['--all'], [['targets', 'all']]],
    [
      '.',
      ['--profile', 'p', '--target', 'a', '--target=b'],
      [
        ['profile', 'p'],
        ['target', 'a'],
        ['target', 'b'],
      ],
    ],
  ] as const)('in the folder %s, of plan %j: %j', (folder, argv, about) => {
    expect(aboutIn(folder, ['plan', ...argv], ci)).toEqual(about);
  });
});

it('a working folder outside of the repository that CI variables name counts by itself', () => {
  for (const variables of [{}, { GITHUB_WORKSPACE: '/elsewhere' }, { GITHUB_WORKSPACE: `${top}/x` }])
    expect(aboutIn('.', ['plan', '--config', 'a/b.yaml'], variables)).toEqual([['config', 'a/b.yaml']]);
});

const read = async (argv: readonly string[]) =>
  (await parseCommandLine(argv, { version: '0', out: () => undefined }))?.wanted;

describe('what a line asks for is read of an invalid line as of a valid one', () => {
  it.each([
    [['plan', '--config', '--output', 'x'], { config: '--output', file: undefined }],
    [['plan', '--output', '--json', '--nonsense'], { file: '--json', format: 'text' }],
    [['plan', '--output=x', '--format', 'MARKDOWN', '--nonsense'], { file: 'x', format: 'markdown' }],
    [
      ['plan', '--halo-url', '--json', '--target', 'a', '--target=b', '--nonsense'],
      { format: 'text', targets: ['a', 'b'] },
    ],
    [['--nonsense', '--score-threshold', '--output', '--quiet'], { file: undefined, quiet: true }],
  ])('%j', async (argv, wanted) => {
    await expect(read(argv)).rejects.toThrow();
    expect(requestedOutput(argv)).toMatchObject(wanted);
  });

  it('after two dashes, nothing is a flag', () => {
    expect(requestedOutput(['plan', '--', '--output', 'x', '--json'])).toMatchObject({
      file: undefined,
      format: 'text',
    });
  });

  const word = fc.constantFrom(
    ...['--config', '--output', '--output=x', '--output=-', '-', '--format', '--format=json', 'JSON', 'text', '--json'],
    ...['--target', '--target=a', 'a', '--all', '--only', 'ilert', 'ILERT', '--profile', '--profile=p', '--quiet'],
    ...['--verbose', '--name', '--name=--json', '--closed-event', '--known-variable', '-y', '--no-config', '--adopt'],
  );
  it('and they agree about each line that is valid', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('plan', 'apply', 'status'),
        fc.array(word, { maxLength: 6 }),
        async (...line) => {
          const argv = line.flat();
          const valid = await read(argv).catch(() => undefined);
          if (valid) expect(requestedOutput(argv)).toEqual(valid);
        },
      ),
      { numRuns: 500 },
    ));
});
