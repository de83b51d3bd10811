import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aboutOf } from '../../../src/cli/wanted-output.ts';
import { repositoryFolder } from '../../../src/env/repository.ts';

const top = join('/work', 'repository');
const aboutIn = (folder: string, argv: readonly string[], variables: Readonly<Record<string, string>>) => {
  const cwd = join(top, folder);
  return aboutOf(argv, cwd, repositoryFolder(variables, cwd));
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
