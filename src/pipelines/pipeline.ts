import { posix } from 'node:path';
import { isUsualFile } from '../config/usual-settings-file.ts';

/** A service whose CI can run the tool for pull requests, on the default branch, and every night. */
export type PipelineKind = 'github' | 'gitlab';

/** What a pipeline needs to know about its repository and its settings file. */
export interface PipelineSettings {
  /** The name used for its jobs and environments, unique among the repository's pipelines. */
  readonly name: string;
  /** The version of this package that it uses until somebody changes it. */
  readonly version: string;
  /** The branch that it applies. In GitLab, pipelines know it from the CI system. */
  readonly defaultBranch: string;
  /** The path of the pipeline itself, relative to the repository's top folder. */
  readonly path: string;
  /** The settings file, relative to the same folder. */
  readonly settingsFile: string;
  /** The payloads that the settings file names, relative to the same folder. */
  readonly payloads: readonly string[];
  /** The environment variables that hold secrets. */
  readonly secrets: readonly string[];
  /** The hosts that may receive Halo's credentials, as far as the settings file names them. */
  readonly haloHosts: readonly string[];
  /** Whether the settings file describes several targets. */
  readonly hasTargets: boolean;
}

const PROGRAM = 'ilert-haloitsm';

/** How names of jobs end. A settings file must not give its pipeline the name of another pipeline's job. */
const JOBS = /(^|-)(plan|no-plan|comment|apply|nightly)$/;

/**
 * Derives a pipeline's name from the path of its settings file, so that several integrations in one repository differ:
 * `tenants/acme/ilert-haloitsm.yaml` and `tenants-acme.yaml` give `ilert-haloitsm-tenants-acme`. Pure.
 *
 * @param settingsFile relative to the repository's top folder, with forward slashes
 */
export function pipelineName(settingsFile: string): string {
  const { dir, name, base } = posix.parse(settingsFile);
  const words = `${dir}/${isUsualFile(base) ? '' : name}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const own = words.replace(/^-*(ilert-haloitsm(-|$))?|-+$/g, '');
  return [PROGRAM, own, ...(JOBS.test(own) ? ['settings'] : [])].filter((word) => word !== '').join('-');
}

/** Returns where the CI system looks for a pipeline, relative to the repository's top folder. */
export function pipelinePath(kind: PipelineKind, name: string): string {
  return kind === 'github' ? `.github/workflows/${name}.yml` : GITLAB_PATH;
}

const GITLAB_PATH = '.gitlab-ci.yml';

/** Returns the path for GitLab if the repository already has a `.gitlab-ci.yml`, which then has to include it. */
export function includedPath(name: string): string {
  return `${name}.gitlab-ci.yml`;
}
