import { dirname, join, relative, sep } from 'node:path';
import type { SettingsFile } from '../config/settings-file.ts';
import { entryKindAt } from '../fs/atomic-write.ts';
import type { NewFile } from '../fs/new-files.ts';
import type { PipelineKind } from './pipeline.ts';
import { GITLAB_INCLUDED_PATH, PIPELINE_PATHS, pipelineText } from './pipeline-file.ts';
import { pipelineSettingsOf } from './pipeline-settings.ts';

/** Where a pipeline is to be. */
export interface PipelinePlace {
  readonly kind: PipelineKind;
  readonly path: string;
  /** Whether another file has to include it before it counts. */
  readonly isIncluded: boolean;
}

/** Where the pipelines of a repository are to be. @param top the repository's top folder */
export function pipelinePlaces(kinds: readonly PipelineKind[], top: string): Promise<PipelinePlace[]> {
  return Promise.all(
    kinds.map(async (kind) => {
      const usual = join(top, PIPELINE_PATHS[kind]);
      // A repository has one pipeline of GitLab's, which may be for much else.
      const isIncluded = kind === 'gitlab' && (await entryKindAt(usual)) !== 'nothing';
      return { kind, path: isIncluded ? join(top, GITLAB_INCLUDED_PATH) : usual, isIncluded };
    }),
  );
}

/** What the pipelines of a repository are made for. */
interface PipelinesFor {
  readonly top: string;
  readonly version: string;
  /** The package's folder of templates. */
  readonly templates: string;
  /** The path of the settings file, and what it says. */
  readonly config: string;
  readonly file: SettingsFile;
}

/** The files of pipelines for a settings file. */
export function pipelineFiles(
  places: readonly PipelinePlace[],
  { top, version, templates, config, file }: PipelinesFor,
): Promise<NewFile[]> {
  const settingsFile = relative(top, config).split(sep).join('/');
  const settings = { version, settingsFile, ...pipelineSettingsOf(file) };
  return Promise.all(
    places.map(async ({ kind, path }) => ({ path, text: await pipelineText(kind, settings, templates) })),
  );
}

/** The top folder of the repository that a folder is in; the folder itself where it is in none. */
export async function topOfRepository(folder: string): Promise<string> {
  for (let each = folder; ; each = dirname(each)) {
    if ((await entryKindAt(join(each, '.git')).catch(() => 'nothing')) !== 'nothing') return each;
    if (dirname(each) === each) return folder;
  }
}
