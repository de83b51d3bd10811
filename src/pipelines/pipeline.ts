import { posix } from 'node:path';
import { isUsualFile } from '../config/usual-settings-file.ts';

/** A service whose CI can run the tool for pull requests, on the default branch and every night. */
export type PipelineKind = 'github' | 'gitlab';

/** What a pipeline needs to know of its repository and of the settings file that it works with. */
export interface PipelineSettings {
  /** What its jobs and environments are called after, and those of no other pipeline of the repository. */
  readonly name: string;
  /** The version of this package that it uses, until somebody changes it. */
  readonly version: string;
  /** The branch that it applies. GitLab tells its pipelines. */
  readonly defaultBranch: string;
  /** Where it is itself, as seen from the repository's top folder. */
  readonly path: string;
  /** The settings file, as seen from there. */
  readonly settingsFile: string;
  /** The payloads that the settings file names, as seen from there. */
  readonly payloads: readonly string[];
  /** The environment variables that hold secrets. */
  readonly secrets: readonly string[];
  /** The hosts that Halo's credentials may be sent to, as far as the settings file says so. */
  readonly haloHosts: readonly string[];
  /** Whether the settings file describes several targets. */
  readonly hasTargets: boolean;
}

const PROGRAM = 'ilert-haloitsm';

/** What the jobs of a pipeline are called. A settings file must not give its pipeline the name of another's job. */
const JOBS = /(^|-)(plan|no-plan|comment|apply|nightly)$/;

/**
 * The name of the pipeline for a settings file, after its path, so that those of several integrations in one repository differ:
 * `tenants/acme/ilert-haloitsm.yaml` and `tenants-acme.yaml` are for `ilert-haloitsm-tenants-acme`. Pure.
 *
 * @param settingsFile as seen from the repository's top folder, with slashes
 */
export function pipelineName(settingsFile: string): string {
  const { dir, name, base } = posix.parse(settingsFile);
  const words = `${dir}/${isUsualFile(base) ? '' : name}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const own = words.replace(/^-*(ilert-haloitsm(-|$))?|-+$/g, '');
  return [PROGRAM, own, ...(JOBS.test(own) ? ['settings'] : [])].filter((word) => word !== '').join('-');
}

/** Where each CI system looks for a pipeline, from the repository's top folder. */
export function pipelinePath(kind: PipelineKind, name: string): string {
  return kind === 'github' ? `.github/workflows/${name}.yml` : GITLAB_PATH;
}

const GITLAB_PATH = '.gitlab-ci.yml';

/** Where GitLab's goes if the repository has a `.gitlab-ci.yml` already, which then has to include it. */
export function includedPath(name: string): string {
  return `${name}.gitlab-ci.yml`;
}
