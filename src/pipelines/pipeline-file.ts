import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PipelineKind, type PipelineSettings, renderPipeline } from './pipeline.ts';

/** Where each CI system looks for its pipeline, from the repository's top folder. */
export const PIPELINE_PATHS: Readonly<Record<PipelineKind, string>> = {
  github: '.github/workflows/ilert-haloitsm.yml',
  gitlab: '.gitlab-ci.yml',
};

/** Where GitLab's goes if the repository has a `.gitlab-ci.yml` already, which then has to include it. */
export const GITLAB_INCLUDED_PATH = 'ilert-haloitsm.gitlab-ci.yml';

/** The text of a pipeline. @param templates the package's folder of templates */
export async function pipelineText(kind: PipelineKind, settings: PipelineSettings, templates: string): Promise<string> {
  return renderPipeline(kind, await readFile(join(templates, 'pipelines', `${kind}.yml`), 'utf8'), settings);
}
