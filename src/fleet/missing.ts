import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RawValue } from '../config/raw-value.ts';
import { type FieldKey, fields } from '../config/settings.ts';
import { type FileTarget, type SettingsFile, unknownTarget } from '../config/settings-file.ts';
import { readSettingsFile } from '../config/sources.ts';
import { type Problem, usageError } from '../errors/cli-error.ts';
import { fileIdentity } from '../fs/same-file.ts';
import type { Context } from '../runtime/context.ts';
import { forThisRun } from '../runtime/next-command.ts';
import { pipeWait } from '../runtime/stdin.ts';
import type { Profile, SavedTarget } from '../state/profiles.ts';
import { remembersOtherRows, remembersSameRows } from '../state/renamed-profile.ts';
import { hostOf, SECRET_VARIABLE, targetWithSecret } from './secret-of-another.ts';
import { profileOf } from './target.ts';

/** A target that this machine remembers, but that its settings file no longer has. */
interface MissingTarget {
  readonly name: string;
  readonly profile: Profile;
  readonly saved: SavedTarget;
  /** The settings file that it was set up from, if that no longer exists. */
  readonly formerFile?: string;
}

/**
 * Finds targets of this settings file that are no longer in it but still have resources, also if the file has been
 * moved since. Excludes a target that continues under another name or in another file: the file says so, or another
 * profile remembers the same.
 */
async function missingTargets(context: Context, { targets }: SettingsFile) {
  const { options, profiles } = context;
  if (options.config === undefined) return [];
  const all = await profiles.all();
  const base = profileOf(options, '');
  const placeOf = await setUpFrom(context, targets.keys(), all);
  const missing = [...all].flatMap(([key, profile]): MissingTarget[] => {
    const name = key.slice(base.length);
    const { target: saved, resources } = profile;
    const isRenamedHere = [...targets].some(([newName, { was }]) => {
      const renamed = all.get(profileOf(options, newName));
      return was.includes(name) && (renamed === undefined || hostOf(renamed.halo) === hostOf(profile.halo));
    });
    const isGone = key.startsWith(base) && !targets.has(name) && !isRenamedHere;
    const place = saved && placeOf(saved);
    const isRenamed = [...all].some(([other, remembered]) => other !== key && remembersSameRows(profile, remembered));
    const isMissing = isGone && place !== 'elsewhere' && !isRenamed && Object.keys(resources).length > 0;
    return saved && isMissing ? [{ name, profile, saved, ...(place === 'moved' && { formerFile: saved.file }) }] : [];
  });
  // They were saved in the order in which their runs ended.
  return missing.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}

function inWords({ name, profile: { halo }, formerFile }: MissingTarget): string {
  const about = [halo, formerFile === undefined ? '' : `set up from ${formerFile}`].filter((each) => each !== '');
  return about.length === 0 ? name : `${name} (${about.join(', ')})`;
}

/** Where a target was set up from: this settings file, this file in a former place, or another one. */
type SetUpFrom = 'here' | 'moved' | 'elsewhere';

/**
 * Determines where targets were set up from, whatever links the paths contain. A file that no longer exists was this
 * one, in a former place, if targets that are still in this file were set up from it.
 */
async function setUpFrom(
  { options, system }: Context,
  current: Iterable<string>,
  all: ReadonlyMap<string, Profile>,
): Promise<(saved: SavedTarget) => SetUpFrom> {
  const own = await fileIdentity(resolve(system.cwd, options.config ?? ''));
  const files = new Set([...all.values()].flatMap(({ target }) => target?.file ?? []));
  const former = new Set([...current].map((name) => all.get(profileOf(options, name))?.target?.file));
  const places = new Map<string, SetUpFrom>();
  for (const file of files) {
    const isSame = (await fileIdentity(file)) === own;
    const isMoved = !isSame && former.has(file) && !existsSync(file);
    places.set(file, isSame ? 'here' : isMoved ? 'moved' : 'elsewhere');
  }
  return ({ file }) => places.get(file) ?? 'elsewhere';
}

/** Says what to know about targets that are no longer in the settings file; undefined if there is nothing. */
export async function missingInWords(context: Context, file: SettingsFile): Promise<string | undefined> {
  const missing = await missingTargets(context, file);
  if (missing.length === 0) return undefined;
  const { options } = context;
  const names = missing.map(inWords).join(', ');
  const others = await rememberedTargets(context, file);
  const gone = missing.find((each) => possibleSuccessor(each, file, others) === undefined);
  const line = (target: string) =>
    forThisRun('ilert-haloitsm destroy', { ...context, options: { ...options, target } });
  return [
    `No longer in ${options.config}, but still set up as far as this machine knows: ${names}. Nothing is removed automatically.`,
    'If one was renamed, add "was: OLD" to the target. If one is in another settings file now, apply that one first.',
    ...(gone ? [`To remove one: ${line(gone.name)}.`] : []),
  ].join(' ');
}

/**
 * Adds a remembered target to a settings file that no longer has it, so that what is left of it can be removed.
 *
 * @throws CliError, exit 2, if it may now belong to another target
 */
export async function withMissingTarget(context: Context, file: SettingsFile, name: string): Promise<SettingsFile> {
  if (file.targets.has(name) || file.problems.length > 0) return file;
  const missing = (await missingTargets(context, file)).find((each) => each.name === name);
  if (!missing) return file;
  const other = possibleSuccessor(missing, file, await rememberedTargets(context, file));
  if (other !== undefined)
    throw usageError(
      `Nothing was removed: ${name} is no longer in ${context.options.config}, and what it had may be that of ${other}.`,
      `If it has been renamed, add "was: ${name}" to the target. Otherwise put ${name} back, run this again, and remove it then.`,
      'profile-mismatch',
    );
  const sent = { variable: SECRET_VARIABLE, halo: missing.profile.halo, isExclusive: true };
  const owner = targetWithSecret(file, context.system.env, sent);
  if (owner !== undefined)
    throw usageError(
      `Nothing was removed: ${SECRET_VARIABLE} has the client secret of ${owner}, which would be sent to the Halo of ${name}.`,
      `Set ${SECRET_VARIABLE}_FILE to a file with the client secret of ${name}, and ${SECRET_VARIABLE} to nothing.`,
      'conflict',
    );
  if (!mayHaveSecret(context, missing))
    throw usageError(
      `Missing client secret of ${name}, which is no longer in ${context.options.config}.`,
      `Set ${SECRET_VARIABLE}, or ${SECRET_VARIABLE}_FILE to a file with it.`,
      'setting-missing',
    );
  return { ...file, targets: new Map([...file.targets, [name, rememberedTarget(context, missing)]]) };
}

/**
 * Explains why a target that is not in the file can't be used: what this machine remembers, and how to remove it.
 *
 * @param suggests as for `unknownTarget`
 */
export async function unknownTargetProblem(
  context: Context,
  { targets }: SettingsFile,
  name: string,
  suggests: boolean,
): Promise<Problem> {
  const { options, profiles } = context;
  const problem = unknownTarget(name, targets, options.config, suggests);
  const all = await profiles.all();
  const { target: saved, resources = {} } = all.get(profileOf(options, name)) ?? {};
  const isNamed = [...targets.values()].some(({ was }) => was.includes(name));
  if (!saved || isNamed || Object.keys(resources).length === 0) return problem;
  const { isConfigFound: _, ...typed } = options;
  const isHere = (await setUpFrom(context, targets.keys(), all))(saved) !== 'elsewhere';
  const there = isHere ? undefined : await readSettingsFile(saved.file, context.system.cwd, pipeWait(context));
  if (there?.targets.has(name)) return { ...problem, hint: `It is in ${saved.file}: choose that file with --config.` };
  const removing = {
    ...context,
    options: isHere ? { ...options, target: name } : { ...typed, config: saved.file, target: name },
  };
  const command = forThisRun('ilert-haloitsm destroy', removing);
  return {
    ...problem,
    hint: `This machine remembers it from ${saved.file}. To remove its resources: ${command}`,
  };
}

/** Whether any source may have the client secret of a target that is not in the file. */
function mayHaveSecret({ system: { env }, options, canPrompt }: Context, { profile }: MissingTarget): boolean {
  const isSet = [SECRET_VARIABLE, `${SECRET_VARIABLE}_FILE`].some((name) => env[name]);
  return isSet || options.secretsStdin || canPrompt || profile.keychain === true;
}

/** Returns what this machine remembers about the targets in the settings file, by name. */
async function rememberedTargets({ options, profiles }: Context, { targets }: SettingsFile) {
  const all = await profiles.all();
  return new Map([...targets.keys()].map((name) => [name, all.get(profileOf(options, name))] as const));
}

/**
 * Finds a target that may be the missing one under another name, perhaps renamed on another machine: it has the same
 * Halo, or an unknown one, and is not remembered with other resources.
 */
function possibleSuccessor(
  { profile }: MissingTarget,
  { targets, shared }: SettingsFile,
  others: ReadonlyMap<string, Profile | undefined>,
): string | undefined {
  const host = hostOf(profile.halo);
  if (host === undefined) return 'another target';
  return [...targets].find(([name, { values }]) => {
    const remembered = others.get(name);
    if (remembered && remembersOtherRows(profile, remembered)) return false;
    const other = hostOf((values.get('halo.url') ?? shared.get('halo.url'))?.value);
    return other === undefined || other === host;
  })?.[0];
}

function rememberedTarget({ options }: Context, { name, saved }: MissingTarget): FileTarget {
  const origin = { from: 'saved', profile: profileOf(options, name) } as const;
  const values = new Map<FieldKey, RawValue>(
    fields.flatMap(({ key, kind }) => {
      const value = saved.settings[key];
      return value === undefined || kind === 'secret' ? [] : [[key, { value, origin }] as const];
    }),
  );
  return { values, place: { file: saved.file }, was: [] };
}
