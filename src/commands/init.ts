import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { CREDENTIALS } from '../config/required-settings.ts';
import { variableIn } from '../config/secret-reference.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import { SCHEMA_FILE } from '../config/settings-file-heading.ts';
import { readSettingsFile } from '../config/sources.ts';
import { isUsualFile, USUAL_FILE, usualFilesIn } from '../config/usual-settings-file.ts';
import { ExitCode, messageOf, usageError, usageErrors } from '../errors/cli-error.ts';
import { isSystemError } from '../errors/system-error.ts';
import { entryKindAt } from '../fs/atomic-write.ts';
import { createFiles, type NewFile } from '../fs/new-files.ts';
import { pipelineFiles, pipelinePlaces, topOfRepository } from '../pipelines/new-pipelines.ts';
import { refreshShown } from '../reporters/refresh.ts';
import type { ResultOf } from '../reporters/result.ts';
import { type CommandInput, defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { type LiveSettingsToWrite, liveSettingsToWrite, settingsToFind } from '../runtime/live-settings-to-write.ts';
import { loadSettings, templatesFolder } from '../runtime/load-settings.ts';
import { flag } from '../runtime/options.ts';
import { profileForPerson } from '../runtime/profile.ts';
import { loadScoped } from '../runtime/scope.ts';
import { settingsToWrite } from '../runtime/settings-to-write.ts';
import { pipeWait } from '../runtime/stdin.ts';
import { listInWords } from '../text/list.ts';

/** `init`: writes a settings file, from what is known or from what is set up, and the pipelines that work with it. */
export const init = defineCommand({
  name: 'init',
  about: 'write a settings file, and pipelines for it',
  takesSettings: true,
  argument: { name: 'file', about: 'settings file to write, YAML or .json', isFile: true, default: USUAL_FILE },
  options: {
    fromLive: flag('--from-live', 'write what is set up in ilert and HaloITSM; needs credentials for both'),
    github: flag('--github', 'also write a GitHub Actions workflow: plan on pull requests, apply, nightly check'),
    gitlab: flag('--gitlab', 'also write a GitLab pipeline: plan on merge requests, apply, nightly check'),
  },
  examples: [
    ['init', `writes ${USUAL_FILE} from flags, variables and saved answers, with comments`],
    ['init --from-live --github', 'writes what is set up already, and a workflow that keeps it so'],
  ],
  async run(context, { flags, options: { fromLive, github, gitlab }, argument }): Promise<ResultOf<'init'>> {
    const kinds = [...(github ? ['github' as const] : []), ...(gitlab ? ['gitlab' as const] : [])];
    const mayBeThere = kinds.length > 0 && !fromLive;
    const place = placeOf(context, mayBeThere ? nameOfThere(context, argument) : argument);
    const top = await topOfRepository(place.folder);
    const pipelines = await pipelinePlaces(kinds, top);
    const isKept = mayBeThere && (await entryKindAt(place.path)) === 'a file';
    await assertFree(context, [
      ...(isKept ? [] : [place.path]),
      ...(fromLive ? [place.payload] : []),
      ...pipelines.map(({ path }) => path),
    ]);
    if (!isKept) await assertOnlyOne(place);

    const written = isKept ? undefined : await contentOf(context, flags, place, fromLive);
    const settings = written ? await settingsFiles(written, place) : [];
    const file = await readSettings(context, place, settings[0]);
    const { version, system } = context;
    const templates = templatesFolder(system);
    const ofPipelines = await pipelineFiles(pipelines, { top, version, templates, config: place.path, file });
    await create([...settings, ...ofPipelines]);
    const shown = (path: string) => relative(system.cwd, path);
    return {
      kind: 'init',
      exitCode: ExitCode.done,
      settingsFile: shown(place.path),
      files: [...settings, ...ofPipelines].map(({ path }) => shown(path)),
      toFillIn: written?.toFillIn ?? [],
      variables: variablesIn(written),
      toInclude: pipelines.filter(({ isIncluded }) => isIncluded).map(({ path }) => relative(top, path)),
    };
  },
});

/** Where the settings file is to be, and what is beside it. */
interface Place {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  /** The file of a payload that is no shipped one. */
  readonly payload: string;
}

/** The settings that a pipeline is for: who asks for a pipeline alone has written them before, perhaps with another ending. */
function nameOfThere({ options }: Context, argument: string): string {
  return argument === USUAL_FILE && options.isConfigFound ? (options.config ?? argument) : argument;
}

function placeOf({ system }: Context, argument: string): Place {
  if (argument.trim() === '')
    throw usageError('The name of the settings file is empty.', `Leave it out for ${USUAL_FILE}.`);
  const path = resolve(system.cwd, argument);
  const name = basename(path);
  const folder = dirname(path);
  return { path, name, folder, payload: join(folder, `${basename(name, extname(name))}.payload.json`) };
}

/** @throws CliError, exit 2, where something is there already */
async function assertFree({ system }: Context, paths: readonly string[]): Promise<void> {
  const kinds = await Promise.all(paths.map((path) => entryKindAt(path).catch(() => 'nothing' as const)));
  const taken = paths.filter((_, index) => kinds[index] !== 'nothing').map((path) => relative(system.cwd, path));
  if (taken.length === 0) return;
  const exist = taken.length === 1 ? 'exists already' : 'exist already';
  const hint = taken.length === 1 ? 'Choose another name, or move it away first.' : 'Move them away first.';
  throw usageError(`${listInWords(taken)} ${exist}. Nothing was written.`, hint, 'file-unwritable');
}

/** @throws CliError, exit 2, where there would be two settings files that are used by themselves */
async function assertOnlyOne({ name, folder }: Place): Promise<void> {
  const [other] = isUsualFile(name) ? await usualFilesIn(folder) : [];
  if (other === undefined) return;
  const message = `That folder has the settings file ${other} already, and with two of them none would be used. Nothing was written.`;
  throw usageError(message, `Choose another name, or move ${other} away first.`, 'file-unwritable');
}

/** What the file is to say: what is set up, or else what is known. */
async function contentOf(
  context: Context,
  flags: CommandInput['flags'],
  { folder, payload }: Place,
  fromLive: boolean,
): Promise<LiveSettingsToWrite> {
  if (!fromLive) {
    const profile = await profileForPerson(context);
    const loaded = await loadSettings(context, flags, []);
    const only = profile?.only === 'ilert' && !loaded.given.has('halo.clientId') ? profile.only : undefined;
    return { ...(await settingsToWrite(context, loaded, folder, only)), payload: undefined };
  }
  const { resolved, only } = await loadScoped(context, flags, { only: undefined, required: CREDENTIALS });
  const given = await settingsToWrite(context, resolved, folder, only);
  const toFind = { ...resolved, ...settingsToFind(resolved) };
  const session = await refreshShown(context, toFind, connect(context, toFind, { only }), {
    only,
    purpose: 'describe',
  });
  return liveSettingsToWrite(context, session, given, basename(payload));
}

/** The settings file, and with it the payload's. */
async function settingsFiles(content: LiveSettingsToWrite, place: Place): Promise<NewFile[]> {
  const { settingsAsJson, settingsAsYaml } = await import('../config/write-settings-file.ts');
  const hasSchema = (await entryKindAt(join(place.folder, SCHEMA_FILE))) !== 'nothing';
  const url = content.values.get('halo.url');
  const about = {
    name: place.name,
    url: url === undefined ? undefined : String(url),
    schema: hasSchema ? SCHEMA_FILE : undefined,
  };
  const write = extname(place.name).toLowerCase() === '.json' ? settingsAsJson : settingsAsYaml;
  const { path, payload } = place;
  return [
    { path, text: write(content, about) },
    ...(content.payload === undefined ? [] : [{ path: payload, text: content.payload }]),
  ];
}

/** What the settings file says that is to be written, or that is there. @throws CliError, exit 2, where the latter is wrong */
async function readSettings(context: Context, { path, name }: Place, own: NewFile | undefined): Promise<SettingsFile> {
  if (own) {
    const { parseSettingsFile } = await import('../config/parse-settings-file.ts');
    return parseSettingsFile(own.text, name);
  }
  const { cwd } = context.system;
  const file = await readSettingsFile(relative(cwd, path), cwd, pipeWait(context));
  if (file.problems.length > 0) throw usageErrors(file.problems, 'setting-invalid');
  return file;
}

async function create(files: readonly NewFile[]): Promise<void> {
  try {
    await createFiles(files);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw usageError(
      `The files can't be written: ${messageOf(error)}.`,
      'Choose a writable folder.',
      'file-unwritable',
    );
  }
}

/** The variables from which the settings file takes its secrets. */
function variablesIn(content: LiveSettingsToWrite | undefined): string[] {
  return [...(content?.values.values() ?? [])].flatMap((value) => variableIn(String(value)) ?? []);
}
