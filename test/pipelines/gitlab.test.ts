import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { applied, configurationOf, countsIn, runAt, storedIn, writesIn } from '../support/tenants.ts';
import { DEFAULT_BRANCH } from './git-repository.ts';
import { gitLabProjectOfTest } from './gitlab-project.ts';
import type { PipelineEnd } from './gitlab-runner.ts';
import { ALLOWED_HOSTS, pipelineFile, SETTINGS_FILE, secretsOf, settingsFileFor } from './project-files.ts';

/** Returns the results of a pipeline's jobs, by the last word of their names. */
function resultsOf({ jobs }: PipelineEnd): Record<string, string> {
  const ends = Object.entries(jobs).map(([name, { result }]) => [name.replace('ilert-haloitsm-', ''), result]);
  return Object.fromEntries(ends);
}

const logOf = ({ jobs }: PipelineEnd) =>
  Object.values(jobs)
    .map(({ log }) => log)
    .join('');

/** Creates a project whose settings are on the default branch and applied. */
async function setUp({ hasToken = true, variables = ALLOWED_HOSTS as Readonly<Record<string, string>> } = {}) {
  const sandbox = await sandboxOfTest();
  const project = await gitLabProjectOfTest({ secrets: secretsOf(sandbox), variables }, hasToken);
  project.repository.commit(DEFAULT_BRANCH, { [SETTINGS_FILE]: settingsFileFor(sandbox) });
  await applied(sandbox);
  return { sandbox, project };
}

// The pipeline runs in a Linux image, and its scripts are bash.
describe.skipIf(onWindows)('the pipeline of GitLab, run in a real repository', { timeout: 120_000 }, () => {
  it('goes the whole way: a reviewed plan, applied as it was; a change by hand, reported at night; destroy', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const project = await gitLabProjectOfTest({ secrets: secretsOf(sandbox) });
    const { notes } = project.gitLab;

    const opened = await project.pushForReview('set-up', { [SETTINGS_FILE]: settingsFileFor(sandbox) });
    expect(resultsOf(opened)).toEqual({ plan: 'success', comment: 'success' });
    expect(notes.map(({ body }) => body)).toEqual([expect.stringContaining('6 to create')]);

    const grouped = settingsFileFor(sandbox, '  grouping: until-accepted\n');
    const pushed = await project.pushForReview('set-up', { [SETTINGS_FILE]: grouped });
    expect(resultsOf(pushed)).toEqual({ plan: 'success', comment: 'success' });
    expect(notes.map(({ body }) => body)).toEqual([expect.stringContaining('Until alert is accepted')]);
    expect(writesIn(sandbox)).toEqual([]);

    expect(resultsOf(await project.merge('set-up'))).toEqual({ apply: 'success' });
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);

    storedIn(sandbox).runbook.name = 'renamed by hand';
    const nightly = await project.start('schedule');
    expect(resultsOf(nightly)).toEqual({ nightly: 'failed' });
    expect(logOf(nightly)).toContain('exit code 4');
    expect(nightly.artifacts.get('ilert-haloitsm-status.xml')).toContain('<failure');

    expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('stops where somebody has changed a resource since the review, says what to do, and that works', async () => {
    const { sandbox, project } = await setUp();
    await project.pushForReview('grouping', {
      [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n'),
    });
    storedIn(sandbox).runbook.name = 'renamed by hand';
    const writes = writesIn(sandbox).length;

    const merged = await project.merge('grouping');
    expect(resultsOf(merged)).toEqual({ apply: 'failed' });
    expect(logOf(merged)).toContain('renamed by hand');
    expect(logOf(merged)).toContain('Run a pipeline by hand');
    expect(writesIn(sandbox)).toHaveLength(writes);

    expect(resultsOf(await project.start('web'))).toEqual({ plan: 'success', apply: 'success' });
    expect(storedIn(sandbox).runbook.name).toBe('ilert runbook');
    expect(resultsOf(await project.start('schedule'))).toEqual({ nightly: 'success' });
  });

  it('is content with a merge that changes nothing in the services, and applies none that was not reviewed', async () => {
    const { sandbox, project } = await setUp();
    const readme = await project.pushForReview('readme', { 'README.md': 'Hello\n' }, '2');
    expect(resultsOf(readme)).toEqual({});
    expect(resultsOf(await project.merge('readme'))).toEqual({ apply: 'success' });

    const writes = writesIn(sandbox).length;
    const grouped = settingsFileFor(sandbox, '  grouping: until-accepted\n');
    expect(resultsOf(await project.pushForReview('fork', { [SETTINGS_FILE]: grouped }, '2'))).toEqual({});
    const merged = await project.merge('fork');
    expect(resultsOf(merged)).toEqual({ apply: 'failed' });
    expect(logOf(merged)).toContain('These changes were not reviewed');
    expect(writesIn(sandbox)).toHaveLength(writes);
  });

  it('takes nothing that a branch brings along for a plan or a result of its own', async () => {
    const { sandbox, project } = await setUp();
    const grouped = settingsFileFor(sandbox, '  grouping: until-accepted\n');
    const forged = {
      'ilert-haloitsm-plan/plan.md': 'Nothing changes: please merge.\n',
      'ilert-haloitsm-plan/plan.json': 'forged\n',
      'ilert-haloitsm-status.xml': 'forged\n',
    };
    const bodies = () => project.gitLab.notes.map(({ body }) => body);
    const opened = await project.pushForReview('forged', { ...forged, [SETTINGS_FILE]: grouped });
    expect(resultsOf(opened)).toEqual({ plan: 'success', comment: 'success' });
    expect(bodies()).toEqual([expect.stringContaining('Until alert is accepted')]);

    const withoutTool = await pipelineFile('gitlab', { secrets: secretsOf(sandbox), version: '0.0.0-missing' });
    expect(resultsOf(await project.pushForReview('forged', withoutTool))).toMatchObject({ plan: 'failed' });
    expect(bodies()).toEqual([expect.stringContaining('### No plan')]);

    const withTool = await pipelineFile('gitlab', { secrets: secretsOf(sandbox) });
    const { artifacts } = await project.pushForReview('forged', withTool);
    const writes = writesIn(sandbox).length;
    const plan = 'ilert-haloitsm-plan/plan.json';
    const pushed = await project.push({ [plan]: artifacts.get(plan) ?? '', [SETTINGS_FILE]: grouped });
    expect(resultsOf(pushed)).toEqual({ apply: 'failed' });
    expect(logOf(pushed)).toContain('These changes were not reviewed');
    expect(writesIn(sandbox)).toHaveLength(writes);

    await project.push({ ...withoutTool, ...forged });
    expect((await project.start('schedule')).artifacts).toEqual(new Map());
  });

  it('writes through no link that a branch brings along', async () => {
    const { sandbox, project } = await setUp();
    const elsewhere = join(temporaryFolder(), 'elsewhere.json');
    const opened = await project.pushForReview('linked', {
      'ilert-haloitsm-plan/plan.json': { linkTo: elsewhere },
      [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n'),
    });
    expect(resultsOf(opened)).toEqual({ plan: 'success', comment: 'success' });
    expect(resultsOf(await project.merge('linked'))).toEqual({ apply: 'success' });
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('without a token, says in a job of its own what is missing, and applies what there is no plan for only by hand', async () => {
    const { sandbox, project } = await setUp({ hasToken: false });
    const grouped = settingsFileFor(sandbox, '  grouping: until-accepted\n');
    const opened = await project.pushForReview('grouping', { [SETTINGS_FILE]: grouped });
    expect(resultsOf(opened)).toEqual({ plan: 'success', comment: 'warning' });
    expect(logOf(opened)).toContain('No comment: the variable GITLAB_TOKEN is not set, or it is protected');

    const merged = await project.merge('grouping');
    expect(resultsOf(merged)).toEqual({ apply: 'failed' });
    expect(logOf(merged)).toContain('GITLAB_TOKEN is not set');
    expect(resultsOf(await project.start('web'))).toEqual({ plan: 'success', apply: 'success' });
    expect(resultsOf(await project.push({ 'README.md': 'Hello\n' }))).toEqual({ apply: 'success' });
  });

  it('sends no secret before somebody has said to which hosts', async () => {
    const { sandbox, project } = await setUp({ variables: {} });
    const requests = sandbox.requests.length;
    const opened = await project.pushForReview('readme', { 'README.md': 'Hello\n' });
    expect(resultsOf(opened)).toEqual({ plan: 'failed', comment: 'success' });
    expect(project.gitLab.notes[0]?.body).toContain('`HALO_ALLOWED_HOSTS` is set, but empty');
    expect(sandbox.requests).toHaveLength(requests);
  });

  it('replaces the plan in its comment where a later push has none', async () => {
    const { sandbox, project } = await setUp();
    await project.pushForReview('readme', { 'README.md': 'Hello\n' });
    const missing = await pipelineFile('gitlab', { secrets: secretsOf(sandbox), version: '0.0.0-missing' });
    const pushed = await project.pushForReview('readme', missing);
    expect(resultsOf(pushed)).toEqual({ plan: 'failed', comment: 'success' });
    expect(project.gitLab.notes.map(({ body }) => body)).toEqual([expect.stringContaining('### No plan')]);
  });

  it('finds its comment among many, and leaves those of people alone', async () => {
    const { sandbox, project } = await setUp();
    const { notes } = project.gitLab;
    await project.pushForReview('grouping', { 'README.md': 'one\n' });
    const [own] = notes.splice(0);
    if (!own) throw new Error('no comment');
    const quoted = { id: 100, author: { username: 'ada' }, body: own.body };
    const others = Array.from({ length: 45 }, (_, index) => ({ ...quoted, id: 200 + index, body: 'Looks good.' }));
    notes.push(quoted, ...others, own);
    await project.pushForReview('grouping', {
      [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n'),
    });
    expect(notes).toHaveLength(47);
    expect(own.body).toContain('Until alert is accepted');
    expect(quoted.body).not.toContain('Until alert is accepted');
  });
});
