import { dirname, join, relative, sep } from 'node:path';
import type { SettingsFile } from '../config/settings-file.ts';
import { usageError } from '../errors/cli-error.ts';
import { fileErrorMessage } from '../errors/system-error.ts';
import { entryKindAt } from '../fs/atomic-write.ts';
import { type PipeWait, readTextFile } from '../fs/bounded-read.ts';
import type { NewFile } from '../fs/new-files.ts';
import { slashed } from '../text/slashed-path.ts';
import { defaultBranchOf, topOfRepository } from './git-repository.ts';
import { includedPath, type PipelineKind, type PipelineSettings, pipelineName, pipelinePath } from './pipeline.ts';
import { pipelineText } from './pipeline-file.ts';
import { pipelineSettingsOf } from './pipeline-settings.ts';

/** Where to write a pipeline. */
export interface PipelinePlace {
  readonly kind: PipelineKind;
  readonly name: string;
  /** The repository's top folder, and the file in it. */
  readonly top: string;
  readonly path: string;
  /** Whether another file has to include it before it takes effect. */
  readonly isIncluded: boolean;
}

/**
 * Returns where to write the pipelines for a settings file. If there is no repository yet, assumes that the working
 * folder becomes one, provided that the file is in it.
 *
 * @param config the path of the settings file
 */
export async function pipelinePlaces(
  kinds: readonly PipelineKind[],
  config: string,
  { cwd, onRead }: Pick<PipeWait, 'onRead'> & { readonly cwd: string },
): Promise<PipelinePlace[]> {
  const folder = dirname(config);
  const isInside = `${folder}${sep}`.startsWith(`${cwd}${sep}`);
  const top = (await topOfRepository(folder)) ?? (isInside ? cwd : folder);
  const name = pipelineName(slashed(relative(top, config)));
  return Promise.all(
    kinds.map(async (kind) => {
      const usual = pipelinePath(kind, name);
      const isIncluded = kind === 'gitlab' && (await hasOtherPipeline(top, usual, { name, onRead }));
      const path = isIncluded ? includedPath(name) : usual;
      await assertNoLinkTo(top, path);
      return { kind, name, top, path, isIncluded };
    }),
  );
}

/** Whether the repository already has a GitLab pipeline, of which there is only one, without the jobs of this one. */
async function hasOtherPipeline(
  top: string,
  file: string,
  { name, onRead }: Pick<PipeWait, 'onRead'> & { readonly name: string },
): Promise<boolean> {
  if ((await entryKindAt(join(top, file))) === 'nothing') return false;
  try {
    return !new RegExp(`^${name}-plan:`, 'm').test(await readTextFile(join(top, file), { pipeTimeout: 0, onRead }));
  } catch (error) {
    throw usageError(
      `${file} can't be read: ${fileErrorMessage(error)}. Nothing was written.`,
      'Repair it, or move it away first.',
      'file-unwritable',
    );
  }
}

/** @throws CliError, exit 2, if a folder on the way is a link, whose author would decide where the file ends up */
async function assertNoLinkTo(top: string, path: string): Promise<void> {
  const folders = path.split('/').slice(0, -1);
  for (const [index] of folders.entries()) {
    const folder = folders.slice(0, index + 1).join('/');
    // A link counts as a file.
    if ((await entryKindAt(join(top, folder))) === 'a file')
      throw usageError(
        `${folder} is a symbolic link or a file, so ${path} is not written. Nothing was written.`,
        `Replace ${folder} by a folder.`,
        'file-unwritable',
      );
  }
}

/** What a repository's pipelines are made for. */
interface PipelinesFor {
  readonly version: string;
  /** The path of the settings file, and its content. */
  readonly config: string;
  readonly file: SettingsFile;
}

/** Returns what the pipeline at a place has to know. */
export async function settingsForPipeline(
  { name, top, path }: PipelinePlace,
  { version, config, file }: PipelinesFor,
): Promise<PipelineSettings> {
  const fromTop = (each: string) => slashed(relative(top, each));
  const { payloads, ...known } = pipelineSettingsOf(file);
  return {
    name,
    version,
    path,
    defaultBranch: await defaultBranchOf(top),
    settingsFile: fromTop(config),
    payloads: payloads.map((payload) => fromTop(join(dirname(config), payload))),
    ...known,
  };
}

/** Returns the file of a pipeline. @param templates the package's folder of templates */
export async function pipelineFile(
  { kind, top, path }: PipelinePlace,
  settings: PipelineSettings,
  templates: string,
): Promise<NewFile> {
  return { path: join(top, path), text: await pipelineText(kind, settings, templates) };
}
