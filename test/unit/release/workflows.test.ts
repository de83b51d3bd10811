import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../support/cli.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly needs?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: number[]; readonly os: string[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (...path: string[]) => readFileSync(join(packageRoot, ...path), 'utf8');
const workflowOf = (name: string) => parse(textOf('.github', 'workflows', name)) as Workflow;
const { scripts, engines } = JSON.parse(textOf('package.json'));

const names = readdirSync(join(packageRoot, '.github', 'workflows'));
const ci = workflowOf('ci.yml');
const release = workflowOf('release.yml');
const jobs = names.flatMap((name) => Object.entries(workflowOf(name).jobs).map(([key, job]) => ({ name, key, job })));
const steps = jobs.flatMap(({ name, key, job }) => job.steps.map((step) => ({ where: `${name}: ${key}`, job, step })));

/** Returns the npm scripts that a text calls. */
function scriptsIn(text: string): string[] {
  return [...text.matchAll(/\bnpm (?:run(?:-script)? (?:--?\w+ )*([\w:-]+)|(test)\b)/g)].map(
    ([, named, short]) => named ?? short ?? '',
  );
}

describe('every npm script that is called exists', () => {
  it.each(names)('in %s', (name) => {
    const called = scriptsIn(textOf('.github', 'workflows', name));
    expect(called).not.toEqual([]);
    for (const script of called) expect(scripts).toHaveProperty([script]);
  });

  it('in .ci/run', () => {
    const called = scriptsIn(textOf('.ci', 'run'));
    expect(called).toEqual(
      expect.arrayContaining(['lint', 'typecheck', 'layers', 'unused', 'test', 'notices', 'bench:size']),
    );
    for (const script of called) expect(scripts).toHaveProperty([script]);
  });
});

test('CI tests on Node 20, 22, 24 and 26, each on Linux, Windows and macOS, from the Node that the package asks for', () => {
  const { matrix } = ci.jobs.test?.strategy ?? {};
  expect(matrix).toEqual({ node: [20, 22, 24, 26], os: ['ubuntu-latest', 'windows-latest', 'macos-latest'] });
  expect(engines.node).toBe('>=20.12');
  for (const path of ['bin/ilert-haloitsm.js', 'README.md'])
    expect(textOf(path)).toMatch(/Node\.js\*{0,2} 20\.12 or newer/);
});

test('CI looks for known vulnerabilities of what is published and of all that it is built with', () => {
  const runs = ci.jobs.audit?.steps.map(({ run }) => run);
  expect(runs).toEqual(expect.arrayContaining(['npm audit --omit=dev', 'npm audit', 'npm audit signatures']));
});

describe('jobs have minimal permissions', () => {
  it('CI only reads', () => {
    expect(ci.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(ci.jobs)) expect(job.permissions).toBeUndefined();
    expect(Object.keys(ci.on)).not.toContain('pull_request_target');
  });

  it('of a release, one job signs and publishes, another writes the release, and neither runs the code', () => {
    expect(release.permissions).toEqual({});
    const rights = Object.entries(release.jobs).map(([key, { permissions }]) => [key, permissions]);
    expect(Object.fromEntries(rights)).toEqual({
      pack: { contents: 'read' },
      publish: { 'id-token': 'write' },
      release: { contents: 'write' },
    });
    for (const key of ['publish', 'release']) {
      const text = JSON.stringify(release.jobs[key]?.steps);
      expect(text).not.toMatch(/checkout|npm (ci|i|install|run|test)\b/);
    }
    expect([release.jobs.publish?.needs, release.jobs.release?.needs]).toEqual(['pack', 'publish']);
  });

  it.each(steps.filter(({ step }) => step.uses?.startsWith('actions/checkout')))(
    '$where: what is checked out keeps no key',
    ({ step }) => expect(step.with).toMatchObject({ 'persist-credentials': false }),
  );

  it('no command contains text that others can choose, such as a branch', () => {
    for (const { step } of steps) expect(step.run ?? '').not.toContain('${{');
  });

  it('only the actions of GitHub itself are used, each pinned to a commit whose version stands behind it', () => {
    const used = names.flatMap((name) => textOf('.github', 'workflows', name).match(/(?<=uses: ).*/g) ?? []);
    expect(used).toHaveLength(steps.filter(({ step }) => step.uses).length);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('every job has a timeout', () => {
    for (const { job } of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });
});

test('a release is of a tag, checks it, tests, and publishes with its provenance', () => {
  expect(release.on).toEqual({ push: { tags: ['v*'] } });
  const packing = release.jobs.pack?.steps.flatMap(({ run }) => run ?? []) ?? [];
  const at = (part: string) => packing.findIndex((run) => run.includes(part));
  expect(at('changelog-entry -- "$GITHUB_REF_NAME"')).toBeGreaterThan(-1);
  expect(at('npm test')).toBeGreaterThan(at('npm run build'));
  expect(at('npm pack')).toBeGreaterThan(at('npm test'));
  const publishing = release.jobs.publish?.steps.flatMap(({ run }) => run ?? []) ?? [];
  expect(publishing.join()).toMatch(/npm publish .*--provenance --access public/);
});

test('a release names its repository, its homepage and where problems are reported', () => {
  const packing = release.jobs.pack?.steps.flatMap(({ run }) => run ?? []) ?? [];
  const named = packing.find((run) => run.startsWith('npm pkg set')) ?? '';
  for (const key of ['repository.url', 'homepage', 'bugs.url']) expect(named).toContain(`${key}="`);
});

test('packages and actions are kept up to date', () => {
  const { updates } = parse(textOf('.github', 'dependabot.yml'));
  const ecosystems = updates.map((update: { 'package-ecosystem': string }) => update['package-ecosystem']);
  expect(ecosystems).toEqual(['npm', 'github-actions']);
});

test('whoever reports a problem is asked for the redacted report, and never for a secret', () => {
  const form = textOf('.github', 'ISSUE_TEMPLATE', 'bug.yml');
  expect(parse(form).body.find(({ id }: { id?: string }) => id === 'report').validations.required).toBe(true);
  expect(form).toContain('status --report');
  expect(form).toContain('Never paste a secret');
  expect(textOf('.github', 'pull_request_template.md')).toContain('status --report');
});

test('commands that need bash say so, since Windows has another shell', () => {
  for (const { where, step } of steps) {
    if (step.run && !/^npm [\w:=. -]+$/.test(step.run)) expect(step.shell, `${where}: ${step.run}`).toBe('bash');
  }
});

test('text files have the same line endings on every system', () => {
  expect(textOf('.gitattributes')).toContain('* text=auto eol=lf');
});

test('a release makes the links of the README absolute before it packs', () => {
  const packing = release.jobs.pack?.steps.flatMap(({ run }) => run ?? []) ?? [];
  const links = packing.findIndex((run) => run.includes('scripts/npm-readme.mjs'));
  expect(links).toBeGreaterThan(0);
  expect(links).toBeLessThan(packing.findIndex((run) => run.startsWith('npm pack')));
});
