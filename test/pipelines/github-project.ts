import { DEFAULT_BRANCH, gitRepositoryOfTest } from './git-repository.ts';
import { type GitHub, gitHubOfTest, type PullRequest, REPOSITORY } from './github.ts';
import { type RunEnd, runWorkflow } from './github-runner.ts';
import type { Runner, WorkflowEvent } from './github-steps.ts';
import { ALLOWED_HOSTS, PIPELINE_PATHS, type ProjectSettings, pipelineFile } from './project-files.ts';

type Files = Readonly<Record<string, string>>;

/** A repository on the simulated GitHub, with the workflow that `init --github` writes; each step runs it. */
export interface GitHubProject extends Runner {
  /** Pushes files to a branch and opens a pull request. @param headRepository has the branch: another for a fork */
  openPullRequest(branch: string, files: Files, headRepository?: string): Promise<OpenPullRequest>;
  /** Pushes files to the default branch, without a pull request. */
  push(files: Files): Promise<RunEnd>;
  /** Starts the workflow, on the default branch unless another is named. */
  start(by: 'workflow_dispatch' | 'schedule' | 'push' | 'merge_group', branch?: string): Promise<RunEnd>;
  /** Creates an event of the named kind, on the default branch. */
  eventOn(branch: string, name: WorkflowEvent['name']): WorkflowEvent;
}

/** A pull request, with the run that its latest push started. */
export interface OpenPullRequest {
  readonly run: RunEnd;
  push(files: Files): Promise<RunEnd>;
  /** Merges it, and returns the run on the default branch. */
  merge(): Promise<RunEnd>;
}

const WORKFLOW = PIPELINE_PATHS.github;

/** Creates a project for this test alone. */
export async function gitHubProjectOfTest(settings: ProjectSettings): Promise<GitHubProject> {
  const gitHub: GitHub = await gitHubOfTest();
  const repository = gitRepositoryOfTest();
  const { secrets, variables = ALLOWED_HOSTS } = settings;
  const environment = { secrets, variables };
  const runner: Runner = {
    gitHub,
    repository,
    environments: { 'ilert-haloitsm': environment, 'ilert-haloitsm-plan': environment },
  };
  repository.commit(DEFAULT_BRANCH, await pipelineFile('github', settings));

  function eventOn(branch: string, name: WorkflowEvent['name']): WorkflowEvent {
    const sha = repository.tipOf(branch);
    return { name, sha, headSha: sha, ref: `refs/heads/${branch}`, payload: repositoryPayload };
  }

  async function runFor(pull: PullRequest): Promise<RunEnd> {
    const ref = `refs/pull/${pull.number}/merge`;
    const sha = repository.merge(pull.head.ref, DEFAULT_BRANCH, ref);
    const payload = { ...repositoryPayload, pull_request: pull };
    return runWorkflow(runner, WORKFLOW, { name: 'pull_request', sha, headSha: pull.head.sha, ref, payload });
  }

  return {
    ...runner,
    eventOn,
    async openPullRequest(branch, files, headRepository = REPOSITORY) {
      const number = gitHub.pullRequests.length + 1;
      const update = (sha: string, merged: string | null = null): PullRequest => {
        const head = { sha, ref: branch, repo: { full_name: headRepository } };
        const pull = { number, head, user: { login: 'ada' }, merge_commit_sha: merged };
        gitHub.pullRequests[number - 1] = pull;
        return pull;
      };
      let pull = update(repository.commit(branch, files));
      return {
        run: await runFor(pull),
        push(more) {
          pull = update(repository.commit(branch, more));
          return runFor(pull);
        },
        merge() {
          update(pull.head.sha, repository.merge(branch, DEFAULT_BRANCH, `refs/heads/${DEFAULT_BRANCH}`));
          return runWorkflow(runner, WORKFLOW, eventOn(DEFAULT_BRANCH, 'push'));
        },
      };
    },
    push(files) {
      repository.commit(DEFAULT_BRANCH, files);
      return runWorkflow(runner, WORKFLOW, eventOn(DEFAULT_BRANCH, 'push'));
    },
    start: (by, branch = DEFAULT_BRANCH) => runWorkflow(runner, WORKFLOW, eventOn(branch, by)),
  };
}

const repositoryPayload = { repository: { default_branch: DEFAULT_BRANCH } };
