import { basename, join, relative } from 'node:path';
import { CREDENTIALS } from '../config/required-settings.ts';
import { variableIn } from '../config/secret-reference.ts';
import { USUAL_FILE } from '../config/usual-settings-file.ts';
import { ExitCode, messageOf, usageError } from '../errors/cli-error.ts';
import { isSystemError } from '../errors/system-error.ts';
import { createFiles, type NewFile } from '../fs/new-files.ts';
import { pipelineFile, pipelinePlaces, settingsForPipeline } from '../pipelines/new-pipelines.ts';
import { nextSteps } from '../pipelines/next-steps.ts';
import { refreshShown } from '../reporters/refresh.ts';
import type { ResultOf } from '../reporters/result.ts';
import { type CommandInput, defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { type LiveSettingsToWrite, liveSettingsToWrite, settingsToFind } from '../runtime/live-settings-to-write.ts';
import { loadSettings, templatesFolder } from '../runtime/load-settings.ts';
import {
  assertNothingAt,
  assertOnlyOne,
  newSettingsFiles,
  placeOfSettings,
  type SettingsFilePlace,
  settingsIn,
  withoutAnswersOfAnother,
} from '../runtime/new-settings-file.ts';
import { flag } from '../runtime/options.ts';
import { profileForPerson } from '../runtime/profile.ts';
import { assertNoInputOverwritten } from '../runtime/run-files.ts';
import { loadScoped } from '../runtime/scope.ts';
import { settingsToWrite } from '../runtime/settings-to-write.ts';
import { pipeWait } from '../runtime/stdin.ts';
import { shellOf } from '../text/shell-word.ts';

/** `init`: writes a settings file from what is known or set up, and the pipelines that work with it. */
export const init = defineCommand({
  name: 'init',
  about: 'write a settings file, and pipelines for it',
  takesSettings: true,
  argument: { name: 'file', about: 'settings file to write, YAML or .json', isFile: true, default: USUAL_FILE },
  // A file of another name is for another integration.
  ignoresFoundFile: (file) => file !== USUAL_FILE,
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
    const { version, system } = context;
    const kinds = [...(github ? ['github' as const] : []), ...(gitlab ? ['gitlab' as const] : [])];
    const place = await placeOfSettings(context, argument, kinds.length > 0 && !fromLive);
    const places = await pipelinePlaces(kinds, place.path, { cwd: system.cwd, ...pipeWait(context) });
    await assertNothingAt(
      [
        ...(place.isKept ? [] : [place.path]),
        ...(fromLive ? [place.payload] : []),
        ...places.map(({ top, path }) => join(top, path)),
      ],
      context,
    );
    if (!place.isKept) assertOnlyOne(place);

    const content = place.isKept ? undefined : await contentOf(context, flags, place, fromLive);
    const settings = content ? await newSettingsFiles(content, place) : [];
    const file = await settingsIn(place, settings[0], context);

    const shown = (path: string) => relative(system.cwd, path);
    const about = { version, config: place.path, file };
    const pipelines = await Promise.all(
      places.map(async (each) => ({ place: each, settings: await settingsForPipeline(each, about) })),
    );
    const templates = templatesFolder(system);
    const ofPipelines = await Promise.all(pipelines.map((each) => pipelineFile(each.place, each.settings, templates)));
    const files = [...settings, ...ofPipelines];
    await assertNoInputOverwritten(context.files);
    await create(files);
    for (const { path } of files) context.files.written.add(path);
    const settingsFile = shown(place.path);
    const [toFillIn, variables] = [content?.toFillIn ?? [], variablesIn(content)];
    const shell = shellOf(system.platform);
    return {
      kind: 'init',
      exitCode: ExitCode.done,
      settingsFile,
      files: files.map(({ path }) => shown(path)),
      toFillIn,
      variables,
      toInclude: places.filter(({ isIncluded }) => isIncluded).map(({ path }) => path),
      steps: nextSteps({ settingsFile, toFillIn, variables, pipelines, hasTargets: file.targets.size > 0, shell }),
    };
  },
});

/** Returns what the file should say: what is set up, or otherwise what is known. */
async function contentOf(
  context: Context,
  flags: CommandInput['flags'],
  { path, folder, payload }: SettingsFilePlace,
  fromLive: boolean,
): Promise<LiveSettingsToWrite> {
  if (!fromLive) {
    const known = withoutAnswersOfAnother(context, path);
    const profile = await profileForPerson(known);
    const loaded = await loadSettings(known, flags, []);
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

/** Returns the variables that the settings file takes its secrets from. */
function variablesIn(content: LiveSettingsToWrite | undefined): string[] {
  return [...(content?.values.values() ?? [])].flatMap((value) =>
    typeof value === 'string' ? (variableIn(value) ?? []) : [],
  );
}
