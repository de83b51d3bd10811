import { productOf } from '../config/product.ts';
import { fieldOf, type Settings } from '../config/settings.ts';
import { type Hints, isAdopted, isSameId } from '../engine/match.ts';
import { rowInWords, type StoredRow } from '../engine/resource.ts';
import type { Problem } from '../errors/cli-error.ts';
import type { IntegrationResource, IntegrationState } from '../providers/integration.ts';
import { rootResources } from '../providers/resources.ts';
import { DEFAULT_PROFILE, type Profile } from '../state/profiles.ts';
import type { Context } from './context.ts';
import { flagOf, hasConfiguredName, type Remembered, rowsIn, rowsOfOthers } from './profile.ts';

/** How the profile relates to the integration that the settings name. */
export type ProfileMatch =
  /** It remembers this one, or nothing that still exists. */
  | { readonly kind: 'same' }
  /** It remembers another one, which this run leaves alone. */
  | { readonly kind: 'left-alone' }
  /** It remembers another one, or another profile remembers this one, so it must not be used for it. */
  | {
      readonly kind: 'another';
      readonly problem: Problem;
      /** What makes the remembered integration the one in the settings, each as `resource:id`; empty if nothing can. */
      readonly adopt: readonly string[];
    };

/** What a run has found, and how to find more. */
export interface FoundByRun {
  readonly settings: Settings;
  readonly state: IntegrationState;
  readonly hints: Hints;
  /** The kinds of rows to look for. */
  readonly kinds: readonly IntegrationResource[];
  /** Reads the row of a remembered id; undefined if it no longer exists. */
  readonly read: (remembered: Remembered) => Promise<StoredRow | undefined>;
}

/**
 * Determines whether a profile remembers the integration that the settings name. The ids decide: after a rename it is
 * still the same one. A profile whose rows have all disappeared says nothing.
 */
export async function matchProfile(
  context: Context,
  profile: Profile | undefined,
  found: FoundByRun,
): Promise<ProfileMatch> {
  const rows = rowsIn(profile, found.kinds);
  if (rows.length === 0 || rows.some((row) => isFound(row, found))) return { kind: 'same' };
  const there = await stillThere(rows, found);
  if (there.length === 0) return { kind: 'same' };
  const others = await rowsOfOthers(context, profile, found.settings);
  const fitting = [...others].find(([, remembered]) => remembered.some((row) => isFound(row, found)));
  return notThisOne(context, found, there, fitting?.[0]);
}

/**
 * Does the same for a removal, which requires every name to match the profile. `--adopt` names what to remove instead.
 */
export async function matchProfileToRemove(
  context: Context,
  profile: Profile | undefined,
  found: FoundByRun,
): Promise<ProfileMatch> {
  const rows = rowsIn(profile, found.kinds);
  const isSame = rows.some((row) => isFound(row, found));
  if (rows.length === 0 || (isSame && rows.every((row) => hasConfiguredName(row, found.settings))))
    return { kind: 'same' };
  const there = await stillThere(rows, found);
  if (there.length === 0) return { kind: 'same' };
  if (!isSame && rootResources.some((resource) => isChosen(resource, found))) return { kind: 'left-alone' };
  const ways = waysToRemove(context, found, there);
  // The names are the same, and no other row has them, so nothing can be confused.
  if (ways.length === 0) return { kind: 'same' };
  const message = `Nothing was removed. ${mismatch(context, found, there)}`;
  return { kind: 'another', problem: { code: 'profile-mismatch', message, hint: oneOf(ways) }, adopt: [] };
}

/**
 * Determines whether another profile of this machine remembers what a run has found, under other names than those in
 * the settings. The run would rename or remove it, and that profile would lose it. Other targets of the settings file
 * are compared by their settings if several run; a target that remembers nothing must not take what another one has.
 *
 * @param own the profile of this run, whose rows are its own
 */
export async function matchOtherProfiles(
  context: Context,
  own: Profile | undefined,
  found: FoundByRun,
): Promise<ProfileMatch> {
  const base = context.options.profile.replace(/\/.*/, '/');
  const isSibling = (name: string) => context.options.target !== undefined && name.startsWith(base);
  for (const [name, remembered] of await rowsOfOthers(context, own, found.settings)) {
    const sibling = name.slice(base.length);
    if (!own && isSibling(name) && context.shared?.file.targets.has(sibling)) {
      const taken = remembered.filter((row) => row.resource.service === 'halo' && isFound(row, found));
      if (taken.length > 0) return usedByTarget(sibling, found, taken);
    }
    const rows = isSibling(name) ? [] : remembered.filter((row) => isFound(row, found));
    const isMeant = rows.some(({ resource }) => isChosen(resource, found));
    if (!isMeant && rows.some((row) => !hasConfiguredName(row, found.settings)))
      return ofAnotherProfile(name, found, rows);
  }
  return { kind: 'same' };
}

function usedByTarget(target: string, { settings }: FoundByRun, rows: readonly Remembered[]): ProfileMatch {
  const theirs = rows.map((row) => `${row.resource.title} ${rowInWords(row)}`).join(', ');
  const problem: Problem = {
    code: 'profile-mismatch',
    message: `What this run found in ${productOf(settings).name} belongs to target ${target}: ${theirs}.`,
    hint: `Check halo.url of both targets. If ${target} was renamed, replace it in the file with the new name and "was: ${target}".`,
  };
  return { kind: 'another', problem, adopt: [] };
}

function ofAnotherProfile(profile: string, { settings }: FoundByRun, rows: readonly Remembered[]): ProfileMatch {
  const theirs = rows.map((row) => `${row.resource.title} ${rowInWords(row)}`).join(', ');
  const ours = rows.map(({ resource }) => `${resource.title} "${resource.name(settings)}"`).join(', ');
  const sameNames = rows.flatMap((row) =>
    row.resource.nameSetting && hasConfiguredName(row, settings) ? [`--${fieldOf(row.resource.nameSetting).flag}`] : [],
  );
  const adopt = idsOf(rows).slice(0, 1);
  const problem: Problem = {
    code: 'profile-mismatch',
    message: `The profile "${profile}" remembers under other names what this run has found: ${theirs}. The settings name: ${ours}.`,
    hint: oneOf([
      `${usedBy(profile)} to work on that integration`,
      ...(sameNames.length > 0 ? [`${sameNames.join(' and ')} for a name of its own in another integration`] : []),
      ...adopt.map((id) => `--adopt ${id} if it is to be this one`),
    ]),
  };
  return { kind: 'another', problem, adopt };
}

/** Says how to make a run use a profile. Each target of a settings file has its own, which can't be used without it. */
function usedBy(profile: string): string {
  const [name = profile, target] = profile.split('/', 2);
  if (target === undefined) return `--profile ${profile}`;
  return `${name === DEFAULT_PROFILE ? '' : `--profile ${name} `}--target ${target} with its settings file`;
}

async function stillThere(rows: readonly Remembered[], { read }: FoundByRun): Promise<Remembered[]> {
  const exist = await Promise.all(rows.map(read));
  return rows.filter((_, index) => exist[index] !== undefined);
}

/** @param fitting the profile that remembers the one in the settings */
function notThisOne(
  context: Context,
  found: FoundByRun,
  there: readonly Remembered[],
  fitting: string | undefined,
): ProfileMatch {
  const isNew = rootResources.every(({ key }) => found.state[key] === undefined);
  const adopt = isNew ? idsOf(there) : [];
  const flags = adopt.map((id) => `--adopt ${id}`).join(' ');
  const problem: Problem = {
    code: 'profile-mismatch',
    message: mismatch(context, found, there),
    hint: oneOf([
      fitting === undefined
        ? '--profile NAME to work on the one in the settings under a profile of its own'
        : `${usedBy(fitting)} to work on the one in the settings, which that profile remembers`,
      ...namesToGive(context, found, there).map((names) => `${names} to work on the remembered one`),
      ...(isNew ? [`${flags} to give the remembered one the names in the settings`] : []),
    ]),
  };
  return { kind: 'another', problem, adopt };
}

function waysToRemove(context: Context, found: FoundByRun, there: readonly Remembered[]): string[] {
  const isRemembered = (key: string) => there.some((row) => row.resource.key === key && isFound(row, found));
  const [other] = rootResources.filter(({ key }) => found.state[key] && !isRemembered(key));
  return [
    ...namesToGive(context, found, there).map((flags) => `${flags} to remove what the profile remembers`),
    ...(other ? [`--adopt ${other.key}:${found.state[other.key]?.id} to remove what the settings name`] : []),
  ];
}

function mismatch({ options }: Context, { settings, state, kinds }: FoundByRun, there: readonly Remembered[]): string {
  const theirs = there.map((row) => `${row.resource.title} ${rowInWords(row)}`);
  const ours = kinds.map(({ key, title, name }) => {
    const row = state[key];
    return `${title} ${rowInWords({ ...row, name: name(settings) })}`;
  });
  const both = `${theirs.join(', ')}. The settings name: ${ours.join(', ')}`;
  return `The profile "${options.profile}" remembers another integration than the settings name. It remembers: ${both}.`;
}

/** Returns the remembered names as flags, if the settings have others; empty if they are all the same. */
function namesToGive(context: Context, { settings }: FoundByRun, there: readonly Remembered[]): string[] {
  const flags = there.flatMap((row) =>
    row.resource.nameSetting === undefined || hasConfiguredName(row, settings)
      ? []
      : [flagOf(context, row.resource.nameSetting, row.name)],
  );
  return flags.length > 0 ? [flags.join(' ')] : [];
}

function idsOf(rows: readonly Remembered[]): string[] {
  return rows.map(({ resource, id }) => `${resource.key}:${id}`);
}

/** Joins flags, each with what it does, into one sentence. */
function oneOf(ways: readonly string[]): string {
  return `Give ${ways.join('; or ')}.`;
}

function isFound({ resource, id }: Remembered, { state }: FoundByRun): boolean {
  const row = state[resource.key];
  return row !== undefined && isSameId(row.id, id);
}

function isChosen(resource: IntegrationResource, { state, hints }: FoundByRun): boolean {
  const row = state[resource.key];
  return row !== undefined && isAdopted(resource, row, hints, true);
}
