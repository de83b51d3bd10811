import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { applied, configurationOf, countsIn, runAt, storedIn, writesIn } from '../support/tenants.ts';
import { DEFAULT_BRANCH } from './git-repository.ts';
import { gitHubProjectOfTest } from './github-project.ts';
import type { RunEnd } from './github-runner.ts';
import {
  ALLOWED_HOSTS,
  pipelineFile,
  SETTINGS_FILE,
  secretsOf,
  secretsOfTargets,
  settingsFileFor,
  settingsFileForTargets,
} from './project-files.ts';

/** Returns the results of a run's jobs, without those that were skipped. */
function resultsOf({ jobs }: RunEnd): Record<string, string> {
  const ran = Object.entries(jobs).filter(([, { result }]) => result !== 'skipped');
  return Object.fromEntries(ran.map(([name, { result }]) => [name, result]));
}

const logOf = ({ jobs }: RunEnd) =>
  Object.values(jobs)
    .map(({ log }) => log)
    .join('');

/** Creates a project whose settings are on the default branch and applied. */
async function setUp(variables: Readonly<Record<string, string>> = ALLOWED_HOSTS) {
  const sandbox = await sandboxOfTest();
  const project = await gitHubProjectOfTest({ secrets: secretsOf(sandbox), variables });
  project.repository.commit(DEFAULT_BRANCH, { [SETTINGS_FILE]: settingsFileFor(sandbox) });
  await applied(sandbox);
  return { sandbox, project };
}

// The workflow runs on Linux, and its scripts are bash.
describe.skipIf(onWindows)(
  'the workflow of GitHub, run in a real repository against both services',
  { timeout: 120_000 },
  () => {
    it('goes the whole way: a reviewed plan, applied as it was; a change by hand, reported at night; destroy', async () => {
      const sandbox = await sandboxOfTest();
      const before = configurationOf(sandbox);
      const project = await gitHubProjectOfTest({ secrets: secretsOf(sandbox) });
      const { comments } = project.gitHub;

      const pull = await project.openPullRequest('set-up', { [SETTINGS_FILE]: settingsFileFor(sandbox) });
      expect(resultsOf(pull.run)).toEqual({ plan: 'success', comment: 'success' });
      expect(comments).toHaveLength(1);
      expect(comments[0]?.body).toMatch(/^<!-- ilert-haloitsm -->\n/);
      expect(comments[0]?.body).toContain('6 to create');
      expect(pull.run.jobs.plan?.summary).toContain('6 to create');

      const pushed = await pull.push({ [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n') });
      expect(resultsOf(pushed)).toEqual({ plan: 'success', comment: 'success' });
      expect(comments).toHaveLength(1);
      expect(comments[0]?.body).toContain('Until alert is accepted');
      expect(writesIn(sandbox)).toEqual([]);

      const merged = await pull.merge();
      expect(resultsOf(merged)).toEqual({ apply: 'success' });
      expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
      expect(merged.jobs.apply?.summary).toContain('6 created');
      const { runbook } = storedIn(sandbox);

      expect(resultsOf(await project.start('schedule'))).toEqual({ nightly: 'success' });

      runbook.name = 'renamed by hand';
      const nightly = await project.start('schedule');
      expect(resultsOf(nightly)).toEqual({ nightly: 'failure' });
      expect(nightly.jobs.nightly?.log).toContain('exit code 4');
      expect(nightly.jobs.nightly?.summary).toContain('renamed by hand');
      expect(nightly.artifacts.get('ilert-haloitsm-status')?.['status.xml']).toContain('<failure');

      expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
      expect(configurationOf(sandbox)).toEqual(before);
    });

    it('stops where somebody has changed a resource since the review, says what to do, and that works', async () => {
      const { sandbox, project } = await setUp();
      const changed = settingsFileFor(sandbox, '  grouping: until-accepted\n');
      const pull = await project.openPullRequest('grouping', { [SETTINGS_FILE]: changed });
      storedIn(sandbox).runbook.name = 'renamed by hand';
      const writes = writesIn(sandbox).length;

      const merged = await pull.merge();
      expect(resultsOf(merged)).toEqual({ apply: 'failure' });
      expect(logOf(merged)).toContain('renamed by hand');
      expect(logOf(merged)).toContain('::error title=Not applied::Run this workflow by hand');
      expect(writesIn(sandbox)).toHaveLength(writes);

      const byHand = await project.start('workflow_dispatch');
      expect(resultsOf(byHand)).toEqual({ plan: 'success', apply: 'success' });
      expect(storedIn(sandbox).runbook.name).toBe('ilert runbook');
      expect(resultsOf(await project.start('schedule'))).toEqual({ nightly: 'success' });
    });

    it('does not apply what was pushed without a review', async () => {
      const { sandbox, project } = await setUp();
      const writes = writesIn(sandbox).length;
      const pushed = await project.push({ [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n') });
      expect(resultsOf(pushed)).toEqual({ apply: 'failure' });
      expect(logOf(pushed)).toContain('These changes were not reviewed');
      expect(writesIn(sandbox)).toHaveLength(writes);
    });

    it('is content with a push that changes nothing in the services', async () => {
      const { project } = await setUp();
      const pushed = await project.push({ 'README.md': 'Hello\n' });
      expect(resultsOf(pushed)).toEqual({ apply: 'success' });
      expect(logOf(pushed)).toContain('There is nothing to apply.');
    });

    it('gives no secrets to a fork: it says that there is no plan, and does not apply its merge', async () => {
      const { sandbox, project } = await setUp();
      const files = { [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n') };
      const pull = await project.openPullRequest('patch', files, 'mallory/on-call');
      expect(resultsOf(pull.run)).toEqual({ 'no-plan': 'success' });
      expect(logOf(pull.run)).toContain('::notice title=No plan::');
      expect(resultsOf(await pull.merge())).toEqual({ apply: 'failure' });
    });

    it('shows in the comment why there is no plan, and fails', async () => {
      const { project } = await setUp();
      const pull = await project.openPullRequest('mistake', { [SETTINGS_FILE]: 'alertSource: { nam: HaloITSM }\n' });
      expect(resultsOf(pull.run)).toEqual({ plan: 'failure', comment: 'success' });
      expect(project.gitHub.comments.at(-1)?.body).toContain('alertSource.nam');
      expect(logOf(pull.run)).toMatch(/^::error file=ilert-haloitsm\.yaml,line=1/m);
    });

    it('sends no secret to a host that a pull request names', async () => {
      const { sandbox, project } = await setUp();
      const elsewhere = settingsFileFor(sandbox).replace(sandbox.halo.url, 'https://evil.example.com');
      const pull = await project.openPullRequest('elsewhere', { [SETTINGS_FILE]: elsewhere });
      expect(resultsOf(pull.run)).toMatchObject({ plan: 'failure' });
      expect(logOf(pull.run)).toContain('HALO_ALLOWED_HOSTS');
    });

    it('sends no secret before somebody has said to which hosts', async () => {
      const { sandbox, project } = await setUp({});
      const requests = sandbox.requests.length;
      const pull = await project.openPullRequest('readme', { 'README.md': 'Hello\n' });
      expect(resultsOf(pull.run)).toEqual({ plan: 'failure', comment: 'success' });
      expect(project.gitHub.comments[0]?.body).toContain('`HALO_ALLOWED_HOSTS` is set, but empty');
      expect(sandbox.requests).toHaveLength(requests);
    });

    it('replaces the plan in its comment where a later push has none', async () => {
      const { sandbox, project } = await setUp();
      const pull = await project.openPullRequest('readme', { 'README.md': 'Hello\n' });
      const missing = await pipelineFile('github', { secrets: secretsOf(sandbox), version: '0.0.0-missing' });
      expect(resultsOf(await pull.push(missing))).toEqual({ plan: 'failure', comment: 'success' });
      expect(project.gitHub.comments.map(({ body }) => body)).toEqual([expect.stringContaining('### No plan')]);
    });

    it('plans in a merge queue, so that its check can be required there', async () => {
      const { sandbox, project } = await setUp();
      const { repository } = project;
      const files = { [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n') };
      const pull = await project.openPullRequest('grouping', files);
      const queued = 'gh-readonly-queue/main/pr-1';
      repository.merge('grouping', DEFAULT_BRANCH, `refs/heads/${queued}`);
      const run = await project.start('merge_group', queued);
      expect(resultsOf(run)).toEqual({ plan: 'success' });
      expect(resultsOf(await pull.merge())).toEqual({ apply: 'success' });
    });

    it('applies nothing that is pushed to another branch', async () => {
      const { project } = await setUp();
      project.repository.commit('elsewhere', { 'README.md': 'Hello\n' });
      expect(resultsOf(await project.start('push', 'elsewhere'))).toEqual({});
      expect(resultsOf(await project.start('workflow_dispatch', 'elsewhere'))).toEqual({ plan: 'success' });
    });

    it('finds its comment among many, and leaves those of people alone', async () => {
      const { sandbox, project } = await setUp();
      const { gitHub } = project;
      const pull = await project.openPullRequest('grouping', { 'README.md': 'one\n' });
      const [own] = gitHub.comments.splice(0);
      if (!own) throw new Error('no comment');
      const quoted = { id: 100, user: { login: 'ada', type: 'User' }, body: own.body };
      const others = Array.from({ length: 45 }, (_, index) => ({ ...quoted, id: 200 + index, body: 'Looks good.' }));
      gitHub.comments.push(quoted, ...others, own);
      await pull.push({ [SETTINGS_FILE]: settingsFileFor(sandbox, '  grouping: until-accepted\n') });
      expect(gitHub.comments).toHaveLength(47);
      expect(own.body).toContain('Until alert is accepted');
      expect(quoted.body).not.toContain('Until alert is accepted');
    });

    it('plans, applies and checks all targets of a settings file', async () => {
      const targets = { acme: await sandboxOfTest(), globex: await sandboxOfTest() };
      const project = await gitHubProjectOfTest({ secrets: secretsOfTargets(targets), hasTargets: true });
      const pull = await project.openPullRequest('customers', { [SETTINGS_FILE]: settingsFileForTargets(targets) });
      expect(resultsOf(pull.run)).toEqual({ plan: 'success', comment: 'success' });
      for (const name of Object.keys(targets)) expect(project.gitHub.comments[0]?.body).toContain(name);
      expect(resultsOf(await pull.merge())).toEqual({ apply: 'success' });
      for (const { halo } of Object.values(targets))
        expect(halo.state.webhooks.filter(({ name }) => name === 'ilert runbook')).toHaveLength(1);
      expect(resultsOf(await project.start('schedule'))).toEqual({ nightly: 'success' });
    });
  },
);
