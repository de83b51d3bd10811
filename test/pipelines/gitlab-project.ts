import { type CommittedFiles, DEFAULT_BRANCH, type GitRepository, gitRepositoryOfTest } from './git-repository.ts';
import { type GitLab, gitLabOfTest } from './gitlab.ts';
import { type PipelineEnd, type Runner, runPipeline } from './gitlab-runner.ts';
import { ALLOWED_HOSTS, PIPELINE_PATHS, type ProjectSettings, pipelineFile } from './project-files.ts';

type Files = Readonly<Record<string, string>>;

/** A project on the simulated GitLab, with the pipeline that `init --gitlab` writes; each step runs it. */
export interface GitLabProject {
  readonly gitLab: GitLab;
  readonly repository: GitRepository;
  /** Pushes files to a branch with a merge request, a new one if needed. @param from ID of the branch's project */
  pushForReview(branch: string, files: CommittedFiles, from?: string): Promise<PipelineEnd>;
  /** Merges the branch of the latest merge request. */
  merge(branch: string): Promise<PipelineEnd>;
  /** Pushes files to the default branch, without a merge request. */
  push(files: CommittedFiles): Promise<PipelineEnd>;
  /** Starts a pipeline on the default branch, by hand or on the nightly schedule. */
  start(source: 'web' | 'schedule'): Promise<PipelineEnd>;
}

/** Creates a project for this test alone. @param hasToken whether its variables contain a token for GitLab's API */
export async function gitLabProjectOfTest(settings: ProjectSettings, hasToken = true): Promise<GitLabProject> {
  const gitLab = await gitLabOfTest();
  const repository = gitRepositoryOfTest();
  const { secrets, variables = ALLOWED_HOSTS } = settings;
  const environment = { ...secrets, ...variables };
  const runner: Runner = {
    gitLab,
    repository,
    token: hasToken ? gitLab.token : '',
    environments: { 'ilert-haloitsm': environment, 'ilert-haloitsm-plan': environment },
  };
  repository.commit(DEFAULT_BRANCH, await pipelineFile('gitlab', settings));
  const runOn = (sha: string, occasion: Files) => runPipeline(runner, PIPELINE_PATHS.gitlab, sha, occasion);
  const onDefaultBranch = (source: string) =>
    runOn(repository.tipOf(DEFAULT_BRANCH), { CI_PIPELINE_SOURCE: source, CI_COMMIT_BRANCH: DEFAULT_BRANCH });

  return {
    gitLab,
    repository,
    async pushForReview(branch, files, from = '1') {
      const sha = repository.commit(branch, files);
      gitLab.mergeRequests[0] = { iid: 1, state: 'opened', target_branch: DEFAULT_BRANCH, merge_commit_sha: null };
      const end = await runOn(sha, {
        CI_PIPELINE_SOURCE: 'merge_request_event',
        CI_MERGE_REQUEST_IID: '1',
        CI_MERGE_REQUEST_PROJECT_ID: '1',
        CI_MERGE_REQUEST_SOURCE_PROJECT_ID: from,
      });
      if (Object.values(end.jobs).every(({ result }) => result !== 'failed'))
        for (const [path, text] of end.artifacts)
          gitLab.artifacts.set(`refs/merge-requests/1/head ilert-haloitsm-plan ${path}`, text);
      return end;
    },
    merge(branch) {
      const merge_commit_sha = repository.merge(branch, DEFAULT_BRANCH, `refs/heads/${DEFAULT_BRANCH}`);
      gitLab.mergeRequests[0] = { iid: 1, state: 'merged', target_branch: DEFAULT_BRANCH, merge_commit_sha };
      return onDefaultBranch('push');
    },
    push(files) {
      repository.commit(DEFAULT_BRANCH, files);
      return onDefaultBranch('push');
    },
    start: onDefaultBranch,
  };
}
