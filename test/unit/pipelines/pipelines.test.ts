import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import {
  includedPath,
  type PipelineKind,
  type PipelineSettings,
  pipelineName,
  pipelinePath,
} from '../../../src/pipelines/pipeline.ts';
import { pipelineText } from '../../../src/pipelines/pipeline-file.ts';
import { faultsOfWorkflow } from '../../support/actionlint.ts';
import { packageRoot } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

const SETTINGS: PipelineSettings = {
  name: 'ilert-haloitsm',
  version: '1.2.3',
  defaultBranch: 'trunk',
  path: 'pipeline.yml',
  settingsFile: 'ilert-haloitsm.yaml',
  payloads: [],
  secrets: ['ILERT_API_TOKEN', 'HALO_CLIENT_SECRET'],
  haloHosts: ['acme.haloitsm.com'],
  hasTargets: false,
};
/** The beginning of a GitHub expression, and how to write it as plain text. */
const EXPRESSION = '$' + '{{';
const ESCAPED = `${EXPRESSION} '${EXPRESSION}' }}`;
const kinds: readonly PipelineKind[] = ['github', 'gitlab'];
const textOf = (kind: PipelineKind, settings: Partial<PipelineSettings> = {}) =>
  pipelineText(kind, { ...SETTINGS, ...settings }, join(packageRoot, 'templates'));

/** GitLab's own tags are left as they are. */
const GITLAB = { logLevel: 'error' } as const;
const github = parse(await textOf('github'));
const githubJobs: Readonly<Record<string, Job>> = github.jobs;
const gitlab = parse(await textOf('gitlab'), GITLAB);

describe.each(kinds)('the pipeline of %s', (kind) => {
  it('pins the version, and has no place left to fill in', async () => {
    const text = await textOf(kind);
    expect(text).toContain('ILERT_HALOITSM_VERSION: 1.2.3\n');
    expect(text).not.toMatch(/@\w+@/);
  });

  it('checks all targets of a settings file that has some', async () => {
    const text = await textOf(kind, { hasTargets: true });
    for (const command of ['plan', 'status']) expect(text).toContain(`ilert-haloitsm ${command} --all --config`);
    expect(await textOf(kind)).not.toContain('--all');
  });

  it('works with a settings file of any name', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (settingsFile) => {
        const document = parse(await textOf(kind, { settingsFile }), GITLAB);
        const found: string =
          kind === 'github' ? document.env.SETTINGS_FILE : document['.ilert-haloitsm'].variables.SETTINGS_FILE;
        const read = kind === 'github' ? found.replaceAll(ESCAPED, EXPRESSION) : found.replaceAll('$$', '$');
        expect(read).toBe(settingsFile);
      }),
    ));

  it('hands file names to scripts by a variable only', async () => {
    const text = await textOf(kind, { settingsFile: 'of this test.yaml' });
    const inComments = text.match(/^ *#.*of this test/gm) ?? [];
    expect(text.match(/of this test/g)).toHaveLength(1 + inComments.length);
  });

  it('says what to set up once, with the value of each variable that is known', async () => {
    const [head = ''] = (await textOf(kind)).split(/^[^#]/m);
    for (const name of ['ILERT_API_TOKEN', 'HALO_CLIENT_SECRET', 'acme.haloitsm.com', 'ilert-haloitsm-plan'])
      expect(head).toContain(name);
    expect(await textOf(kind, { haloHosts: [] })).toContain('the host of your Halo');
  });

  it('shows which paths it is for, each as itself, in a repository of other things too', async () => {
    const text = await textOf(kind, { settingsFile: 'halo/[a].yaml', payloads: ['halo/mine.json'] });
    expect(text).toContain('["halo/\\\\[a\\\\].yaml", "halo/mine.json", "pipeline.yml"]');
  });

  it('shares nothing with the pipeline of another integration in the repository', async () => {
    const text = await textOf(kind, { name: 'ilert-haloitsm-acme' });
    expect(text.replaceAll('ilert-haloitsm-acme', '')).not.toMatch(/(?<!depName=)ilert-haloitsm(-[a-z]|$)/m);
    expect(text).toContain('<!-- ilert-haloitsm-acme -->');
  });

  it('gives the jobs of many targets the time that rate limits take', async () => {
    const minutes = async (hasTargets: boolean) =>
      (await textOf(kind, { hasTargets })).match(/(?<=timeout(-minutes)?: )\d+/g)?.map(Number) ?? [];
    expect([Math.max(...(await minutes(false))), Math.max(...(await minutes(true)))]).toEqual([30, 120]);
  });
});

describe('the name of a pipeline', () => {
  it.each([
    ['ilert-haloitsm.yaml', 'ilert-haloitsm'],
    ['ilert-haloitsm.json', 'ilert-haloitsm'],
    ['halo/ilert-haloitsm.yml', 'ilert-haloitsm-halo'],
    ['tenants/Acme Corp/ilert-haloitsm.yaml', 'ilert-haloitsm-tenants-acme-corp'],
    ['tenants/acme.yaml', 'ilert-haloitsm-tenants-acme'],
    ['ilert-haloitsm-acme.yaml', 'ilert-haloitsm-acme'],
    ['ilert-haloitsmx.yaml', 'ilert-haloitsm-ilert-haloitsmx'],
    ['a"$(touch pwned).yaml', 'ilert-haloitsm-a-touch-pwned'],
  ])('for %s is %s', (settingsFile, name) => expect(pipelineName(settingsFile)).toBe(name));

  it.each(['plan.yaml', 'acme/apply.yaml'])('is not that of a job of another pipeline: %s', (settingsFile) => {
    expect(pipelineName(settingsFile)).toMatch(/-settings$/);
  });

  it('is safe in a script, whatever the settings file is called', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (settingsFile) => {
        expect(pipelineName(settingsFile)).toMatch(/^ilert-haloitsm(-[a-z0-9]+)*$/);
      }),
    ));
});

test('pipelines are where their service looks for them', () => {
  const name = 'ilert-haloitsm-acme';
  expect(pipelinePath('github', name)).toBe('.github/workflows/ilert-haloitsm-acme.yml');
  expect([pipelinePath('gitlab', name), includedPath(name)]).toEqual([
    '.gitlab-ci.yml',
    'ilert-haloitsm-acme.gitlab-ci.yml',
  ]);
});

describe('the workflow of GitHub', () => {
  it.each([
    ['one integration', {}],
    ['several targets', { hasTargets: true, secrets: ['ILERT_API_TOKEN', 'HALO_SECRET_A', 'HALO_SECRET_B'] }],
  ])('is without fault for actionlint: %s', async (_, settings) => {
    expect(faultsOfWorkflow(await textOf('github', settings))).toBe('');
  });

  it('gives its jobs the least permissions', () => {
    expect(github.permissions).toEqual({});
    const permissions = Object.entries(githubJobs).map(([key, job]) => [key, job.permissions]);
    expect(Object.fromEntries(permissions)).toEqual({
      plan: { contents: 'read' },
      'no-plan': undefined,
      comment: { 'pull-requests': 'write' },
      apply: { actions: 'read', contents: 'read', 'pull-requests': 'read' },
      nightly: { contents: 'read' },
    });
  });

  it('hands the secrets of an environment to the steps that run the tool, and to no other', () => {
    for (const [key, { environment, steps }] of Object.entries(githubJobs)) {
      for (const { run = '', env = {} } of steps) {
        const secrets = Object.values(env).filter((value) => value.includes('secrets.'));
        const runsTool = /^ *(GITHUB_STEP_SUMMARY='' )?ilert-haloitsm /m.test(run);
        expect(secrets, `${key}: ${run}`).toHaveLength(runsTool ? SETTINGS.secrets.length : 0);
        if (runsTool) expect(environment).toMatch(/^ilert-haloitsm(-plan)?$/);
      }
    }
  });

  it('applies in an environment of its own, one run at a time, and is not cancelled', () => {
    expect(github.jobs.apply).toMatchObject({
      environment: 'ilert-haloitsm',
      concurrency: { group: 'ilert-haloitsm-apply', 'cancel-in-progress': false },
    });
  });

  it('installs the tool before anything of the repository is there', () => {
    for (const { steps } of Object.values(githubJobs)) {
      const install = steps.findIndex(({ run }) => run?.startsWith('npm install'));
      const checkout = steps.findIndex(({ uses }) => uses?.startsWith('actions/checkout'));
      expect(install).toBeLessThanOrEqual(checkout);
    }
  });

  it('puts nothing into a script that others can choose, such as the name of a branch', () => {
    for (const { steps } of Object.values(githubJobs))
      for (const { run = '' } of steps) expect(run).not.toContain(EXPRESSION);
    expect(Object.keys(github.on)).toEqual(['pull_request', 'merge_group', 'push', 'schedule', 'workflow_dispatch']);
  });

  it('applies what is pushed to the default branch, whatever it is called', async () => {
    expect(github.on.push).toEqual({ branches: ['trunk'] });
    expect(parse(await textOf('github', { defaultBranch: 'release+' })).on.push).toEqual({ branches: ['release\\+'] });
  });

  it('takes the hosts that Halo credentials may be sent to from a variable of the environment, wherever it has these', async () => {
    for (const { steps } of Object.values(githubJobs))
      for (const { env = {} } of steps)
        if ('HALO_CLIENT_SECRET' in env)
          expect(env.HALO_ALLOWED_HOSTS).toBe(`${EXPRESSION} vars.HALO_ALLOWED_HOSTS }}`);
  });

  it('of many secrets shows the command once', async () => {
    const secrets = Array.from({ length: 60 }, (_, index) => `HALO_CLIENT_SECRET_${index}`);
    const [head = ''] = (await textOf('github', { secrets })).split(/^[^#]/m);
    expect(head.match(/gh secret set .*/g)).toEqual([
      'gh secret set NAME --env ilert-haloitsm-plan',
      'gh secret set NAME --env ilert-haloitsm',
    ]);
  });

  it('gives every job a timeout', () => {
    for (const job of Object.values(githubJobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });

  it('takes a settings file whose name looks like an expression as it is', async () => {
    const { env } = parse(await textOf('github', { settingsFile: `a${EXPRESSION} secrets.X }}.yaml` }));
    expect(env.SETTINGS_FILE).toBe(`a${ESCAPED} secrets.X }}.yaml`);
  });
});

describe('the pipeline of GitLab', () => {
  const jobs = ['ilert-haloitsm-plan', 'ilert-haloitsm-comment', 'ilert-haloitsm-apply', 'ilert-haloitsm-nightly'];

  it('has only jobs of its own name, so that it can be included in another', () => {
    expect(Object.keys(gitlab)).toEqual(['.ilert-haloitsm', ...jobs]);
  });

  it('runs no job for every push', () => {
    for (const job of jobs) {
      const rules: readonly { if: string }[] = gitlab[job].rules;
      for (const rule of rules) expect(rule.if).toMatch(/^\$CI_PIPELINE_SOURCE == "\w+"/);
    }
  });

  it('makes no plan for a merge request from a fork', () => {
    const [rule] = gitlab['ilert-haloitsm-plan'].rules;
    expect(rule.if).toContain('$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID');
  });

  it('applies in an environment of its own, one run at a time', () => {
    expect(gitlab['ilert-haloitsm-apply']).toMatchObject({
      resource_group: 'ilert-haloitsm',
      environment: { name: 'ilert-haloitsm' },
    });
  });

  it('shows what the nightly check found as test results', () => {
    expect(gitlab['ilert-haloitsm-nightly'].artifacts).toMatchObject({
      when: 'always',
      reports: { junit: 'ilert-haloitsm-status.xml' },
    });
  });
});

test('both pipelines use the newest Node that CI tests with', async () => {
  expect(await textOf('github')).toContain('node-version: 24\n');
  expect(await textOf('gitlab')).toContain('image: node:24-slim\n');
});

test('the workflow, the action and its example use the actions that this repository uses, in the same versions', async () => {
  const own = ['ci.yml', 'release.yml'].map((name) => join('.github', 'workflows', name));
  const example = join('examples', 'github-actions', '.github', 'workflows', 'with-the-action.yml');
  const actionsIn = (text: string) => text.match(/(?<=uses: )actions\/.*/g) ?? [];
  const actionsAt = (path: string) => actionsIn(readFileSync(join(packageRoot, path), 'utf8'));
  const used = [...actionsIn(await textOf('github')), ...actionsAt('action.yml'), ...actionsAt(example)];
  expect(used.length).toBeGreaterThan(5);
  expect(own.flatMap(actionsAt)).toEqual(expect.arrayContaining(used));
});
