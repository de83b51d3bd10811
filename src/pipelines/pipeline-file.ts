import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PipelineKind, PipelineSettings } from './pipeline.ts';
import { renderPipeline } from './render-pipeline.ts';

/** Returns the text of a pipeline. @param templates the package's folder of templates */
export async function pipelineText(kind: PipelineKind, settings: PipelineSettings, templates: string): Promise<string> {
  return renderPipeline(kind, await readFile(join(templates, 'pipelines', `${kind}.yml`), 'utf8'), settings);
}
