import { describeOrigin, type RawValue } from '../config/raw-value.ts';
import { type FieldKey, fieldOf, type Origins, type Settings } from '../config/settings.ts';
import { type Hints, isSameId } from '../engine/match.ts';
import type { Id } from '../engine/resource.ts';
import { type Problem, usageError, usageErrors } from '../errors/cli-error.ts';
import type { IntegrationResource } from '../providers/integration.ts';
import { resources, rootResources } from '../providers/resources.ts';
import type { Profile } from '../state/profiles.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { quoted, shellOf } from '../text/shell-word.ts';
import type { Context } from './context.ts';
import { forThisRun } from './next-command.ts';

/** A row that a profile remembers. */
export interface Remembered {
  readonly resource: IntegrationResource;
  readonly id: Id;
  /** Its name in the settings at that time. */
  readonly name: string;
}

/** Settings that say which accounts an integration is in. */
const ACCOUNTS = ['ilert.endpoint', 'halo.url', 'halo.product'] as const satisfies readonly FieldKey[];
/** The ones that are known. */
type AccountSettings = { readonly [Key in (typeof ACCOUNTS)[number]]?: string | undefined };
type NameSettings = Pick<Settings, 'alertSource.name'>;

/**
 * Returns the profile of this run, if it remembers any row.
 *
 * @param origins where the settings come from, if known
 * @throws CliError, exit 2, if it remembers rows in other accounts than those of the settings
 */
export async function readProfile(
  context: Context,
  settings: AccountSettings & Partial<NameSettings>,
  origins: Origins,
): Promise<Profile | undefined> {
  const { profiles, options } = context;
  const profile = withNewSourceName(context, await profiles.read(options.profile), settings, origins);
  if (!profile || Object.keys(profile.resources).length === 0) return undefined;
  const problem = accountMismatch(context, profile, settings, origins);
  if (problem && isKnownToHaveMoved(context, profile, settings)) return undefined;
  if (problem) throw usageErrors([problem]);
  return profile;
}

/** Returns the earlier names of a renamed target's alert source, if it is named after its target. Pure. */
export function formerSourceNames(
  { options: { target, formerTargets = [] } }: Pick<Context, 'options'>,
  { 'alertSource.name': name }: Partial<NameSettings>,
  origins: Origins,
): string[] {
  const isNamedAfter = target !== undefined && origins.get('alertSource.name')?.from === 'default';
  if (!isNamedAfter || !name?.endsWith(target)) return [];
  return formerTargets.map((former) => `${name.slice(0, -target.length)}${former}`);
}

/** Returns a renamed target's profile with the new name of its alert source, if that follows from the rename alone. */
function withNewSourceName(
  context: Context,
  profile: Profile | undefined,
  settings: Partial<NameSettings>,
  origins: Origins,
): Profile | undefined {
  const source = profile?.resources['alert-source'];
  const { 'alertSource.name': name } = settings;
  if (!source || name === undefined || !formerSourceNames(context, settings, origins).includes(source.name.trim()))
    return profile;
  return { ...profile, resources: { ...profile.resources, 'alert-source': { ...source, name } } };
}

/**
 * Returns the profile of this run if a person at a terminal relies on it: a script must not depend on what a machine
 * remembers, and a settings file is complete in itself.
 */
export async function profileForPerson({ canPrompt, options, profiles }: Context): Promise<Profile | undefined> {
  return canPrompt && options.config === undefined ? profiles.read(options.profile) : undefined;
}

/** Explains the problem if a profile and the known settings are for different accounts. */
export function accountMismatch(
  context: Context,
  profile: Profile,
  settings: AccountSettings,
  origins: Origins = new Map(),
): Problem | undefined {
  const differing = differingAccounts(profile, settings);
  if (differing.length === 0) return undefined;
  const remembered = accountsOf(profile);
  const theirs = differing.map((key) => flagOf(context, key, remembered[key] ?? '')).join(' ');
  const ours = differing.map((key) => {
    const origin = origins.get(key);
    const value = settings[key] ?? '';
    const isTyped = origin === undefined || origin.from === 'flag';
    return isTyped ? flagOf(context, key, value) : `${value} (${describeOrigin(origin, fieldOf(key))})`;
  });
  return {
    code: 'profile-mismatch',
    message: `Profile "${context.options.profile}" belongs to an integration with ${theirs}, but this run uses ${ours.join(' and ')}.`,
    hint:
      adviceForTarget(context, profile, differing, origins) ??
      `Use ${theirs} to work on that integration, or --profile NAME to keep this one in its own profile.`,
  };
}

/** Says what to do if the settings file has another account for a target: a flag would apply to all targets. */
function adviceForTarget(
  context: Context,
  profile: Profile,
  differing: readonly (keyof AccountSettings)[],
  origins: Origins,
): string | undefined {
  const { target, config } = context.options;
  if (target === undefined || differing.some((key) => origins.get(key)?.from !== 'file')) return undefined;
  const remembered = accountsOf(profile);
  const former = differing.map((key) => `${key} to ${remembered[key]}`).join(' and ');
  const [origin] = differing.map((key) => origins.get(key));
  const line = origin?.from === 'file' ? `, line ${origin.line}` : '';
  const back = `To keep working on that integration, set ${former} again in ${config}${line}.`;
  const source = sourceOfMoved(profile, differing);
  if (source === undefined) return back;
  // Another ID of an alert source has just proved wrong.
  const adopt = context.options.adopt.filter((id) => !/^(?:alert-source:)?\d+$/.test(id));
  const plan = forThisRun('ilert-haloitsm plan', { ...context, options: { ...context.options, adopt } });
  return `${back} If its Halo has moved to the new address: ${plan} --adopt ${source}, then apply with the same.`;
}

/**
 * Returns the alert source as `--adopt` takes it, if only Halo's address differs: naming it says that Halo has moved.
 */
function sourceOfMoved(profile: Profile, differing: readonly (keyof AccountSettings)[]): string | undefined {
  const { 'alert-source': source } = profile.resources;
  return source && differing.every((key) => key === 'halo.url') ? `alert-source:${source.id}` : undefined;
}

/** Whether `--adopt` says that a target's Halo has moved, so what is remembered of the former one no longer counts. */
export function isKnownToHaveMoved(
  { options: { target, adopt } }: Context,
  profile: Profile,
  settings: AccountSettings,
): boolean {
  const source = sourceOfMoved(profile, differingAccounts(profile, settings));
  return target !== undefined && source !== undefined && adopt.includes(source);
}

/**
 * Returns rows in the same accounts that other profiles of this machine remember, by profile. Alert sources are rows of
 * ilert's account alone, whichever Halo they serve.
 *
 * @param own the profile of this run, whose rows are its own
 */
export async function rowsOfOthers(
  { profiles, options }: Context,
  own: Profile | undefined,
  settings: Settings,
): Promise<ReadonlyMap<string, readonly Remembered[]>> {
  const all = await profiles.all();
  const others = [...all].filter(([name]) => name !== options.profile);
  const isOwn = ({ resource, id }: Remembered) => {
    const mine = own?.resources[resource.key];
    return mine !== undefined && isSameId(mine.id, id);
  };
  const rowsOf = (profile: Profile) => {
    const differing = differingAccounts(profile, settings);
    const isReached = ({ resource: { service } }: Remembered) =>
      differing.every((key) => service === 'ilert' && key !== 'ilert.endpoint');
    return rowsIn(profile, namedResources).filter((row) => isReached(row) && !isOwn(row));
  };
  return new Map(others.map(([name, profile]) => [name, rowsOf(profile)]));
}

/** Returns the settings in which a profile is for other accounts. Pure. */
function differingAccounts(profile: Profile, settings: AccountSettings): (keyof AccountSettings)[] {
  const accounts = accountsOf(profile);
  return ACCOUNTS.filter((key) => {
    const [theirs, ours] = [accounts[key], settings[key]];
    return theirs !== undefined && ours !== undefined && theirs.toLowerCase() !== ours.toLowerCase();
  });
}

/** Returns the accounts that settings are for, if they say so; not yet checked. Pure. */
export function accountsIn(settings: ReadonlyMap<FieldKey, RawValue>): AccountSettings {
  const given = ACCOUNTS.flatMap((key) => {
    const value = settings.get(key)?.value;
    return typeof value === 'string' ? [[key, value] as const] : [];
  });
  return Object.fromEntries(given);
}

function accountsOf({ ilert, halo, product }: Profile): AccountSettings {
  // It has no Halo if only ilert's side was set up.
  return { 'ilert.endpoint': ilert, 'halo.url': halo || undefined, 'halo.product': product };
}

/**
 * Warns before a run about saved profiles: that they can't be read, or that none has the typed name, which may be a
 * typo.
 *
 * @param mayBeNew whether an unknown name is all right
 */
export async function profileNotes({ profiles, options }: Context, { mayBeNew = false } = {}): Promise<string[]> {
  const damaged = await profiles.damaged();
  if (damaged !== undefined)
    return [
      `Saved profiles in ${damaged} can't be read, and are ignored. Before they are replaced, the file is copied to ${damaged}.bak.`,
    ];
  const { typedProfile: typed } = options;
  if (typed === undefined || mayBeNew) return [];
  const names = [...(await profiles.all()).keys()];
  if (names.some((name) => name === typed || name.startsWith(`${typed}/`))) return [];
  return [
    ['This machine has no profile of the name after --profile yet.', didYouMean(typed, names)]
      .filter(Boolean)
      .join(' '),
  ];
}

/**
 * Ensures that a typo does not decide what is removed: a named profile must exist.
 *
 * @throws CliError, exit 2, if this machine has no profile of the typed name
 */
export async function assertProfileKnown({ profiles, options }: Context): Promise<void> {
  const { typedProfile: typed, target } = options;
  if (typed === undefined) return;
  const names = [...(await profiles.all()).keys()];
  // Each target has its own profile, and some may not be set up.
  const isKnown = target === undefined ? names.includes(typed) : names.some((name) => name.startsWith(`${typed}/`));
  if (isKnown) return;
  const damaged = await profiles.damaged();
  if (damaged !== undefined)
    throw usageError(
      `Nothing was removed: the profile "${typed}" can't be read from ${damaged}.`,
      `Repair the file or restore it from a backup. Or leave --profile out to remove what the settings name.`,
      'profile-unknown',
    );
  const known = names.length > 0 ? `It has ${names.map((name) => `"${name}"`).join(', ')}.` : 'It has none.';
  throw usageError(
    `Nothing was removed: this machine has no profile "${typed}". ${known}`,
    'Leave --profile out to remove what the settings name.',
    'profile-unknown',
  );
}

/** Returns what this machine knows about the accounts, as hints for this run. */
export async function hintsOf(
  context: Context,
  profile: Profile | undefined,
  settings: Settings,
  {
    adopt = [],
    notOurs = [],
    formerly = [],
  }: Partial<Record<'adopt' | 'notOurs' | 'formerly', readonly string[]>> = {},
): Promise<Hints> {
  const others = [...(await rowsOfOthers(context, profile, settings)).values()].flat();
  return {
    adopt: [...context.options.adopt, ...adopt],
    remembered: hintsIn(profile, settings),
    formerly: { 'alert-source': formerly },
    elsewhere: [...notOurs, ...others.map(({ resource, id }) => `${resource.key}:${id}`)],
  };
}

/**
 * Returns remembered ids, as hints for this run: they count if at least one name is still the same. Rows whose names
 * the settings have changed since are to be renamed. Pure.
 */
function hintsIn(profile: Profile | undefined, settings: Settings): Hints['remembered'] {
  const isNamedAlike = rowsIn(profile, rootResources).some((row) => hasConfiguredName(row, settings));
  if (!profile || !isNamedAlike) return {};
  const named = rowsIn(profile, namedResources).map(({ resource, id }) => {
    return [resource.key, { id, name: resource.name(settings) }];
  });
  return { ...profile.resources, ...Object.fromEntries(named) };
}

/** Resources whose names are settings. */
export const namedResources = resources.filter(({ nameSetting }) => nameSetting !== undefined);

/** Returns the rows of some kinds that a profile remembers. */
export function rowsIn(profile: Profile | undefined, kinds: readonly IntegrationResource[]): Remembered[] {
  return kinds.flatMap((resource) => {
    const row = profile?.resources[resource.key];
    return row ? [{ resource, ...row }] : [];
  });
}

/** Whether the settings still give a remembered row its name. */
export function hasConfiguredName({ resource, name }: Remembered, settings: Settings): boolean {
  return resource.name(settings).trim() === name.trim();
}

/** Returns a setting as it is typed on a command line. */
export function flagOf({ system }: Context, key: FieldKey, value: string): string {
  return `--${fieldOf(key).flag} ${quoted(value, shellOf(system.platform))}`;
}
