import type { Resolved } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import { type Hints, unmatchedAdoptIds } from '../engine/match.ts';
import { refresh } from '../engine/refresh.ts';
import { readKnown, type Session } from '../engine/run.ts';
import { type Problem, usageErrors } from '../errors/cli-error.ts';
import { identify } from '../providers/identity/identify.ts';
import { identifySource } from '../providers/identity/identify-source.ts';
import {
  adoptHint,
  completeSets,
  isNothingFound,
  readAdopted,
  renamedAmong,
} from '../providers/identity/renamed-set.ts';
import { isListedAsWanted } from '../providers/ilert/listed-as-wanted.ts';
import type { Desired, Integration, IntegrationAccounts, IntegrationState, Service } from '../providers/integration.ts';
import { type Clients, createLookups, type Lookups } from '../providers/lookups.ts';
import { type Removable, removableIn } from '../providers/removable.ts';
import { resourcesIn, rootResources } from '../providers/resources.ts';
import type { UnresolvedExtra } from '../providers/unresolved-extra.ts';
import type { Profile } from '../state/profiles.ts';
import type { Context } from './context.ts';
import { hideKeys } from './hide-keys.ts';
import { beginLookUp, type LookUp } from './look-up.ts';
import { formerSourceNames, hintsOf, namedResources, type Remembered, readProfile } from './profile.ts';
import { matchOtherProfiles, matchProfile, matchProfileToRemove, type ProfileMatch } from './profile-match.ts';

/** Both services' current and desired state. */
export type IntegrationSession = Session<Integration>;

/** The same, with what prevents a plan. */
export interface Refresh extends IntegrationSession {
  /** Names that are unknown or ambiguous. */
  readonly problems: readonly Problem[];
  /** On-call options that could not be looked up, if that does not prevent the run. */
  readonly extras: readonly UnresolvedExtra[];
  /** What this profile knows about the integration. */
  readonly remembered: Hints['remembered'];
  /** What may be removed of it; for a removal, nothing else is found. */
  readonly removable: Removable;
  /** Whether the alert source was only read from the list, which lacks templates, filters and setup status. */
  readonly isSourceListed: boolean;
  /** Whether the profile may be used for the integration. */
  readonly profileMatch: ProfileMatch;
}

/** How to read both services. */
export interface RefreshOptions {
  /**
   * For a removal, the names of policy and teams need not be right; for a description, its own names needn't either.
   */
  readonly purpose?: 'apply' | 'destroy' | 'describe';
  /** The only service to read. */
  readonly only?: Service | undefined;
  /** IDs to adopt, besides those of `--adopt`. */
  readonly adopt?: readonly string[];
  /** Rows that the person has said are something else, each as `resource:id`. */
  readonly notOurs?: readonly string[];
  /** Up to this many runbooks, reads the steps of all to find callers of our method, not only those tickets start. */
  readonly maxRunbooksRead?: number;
  /** Whether to trust the alert source's list entry if it is as wanted: reading each by ID uses up the rate limit. */
  readonly prefersLists?: boolean;
  /** Whether to read everything even if an on-call option can't be looked up: no plan then, but a state. */
  readonly toleratesExtras?: boolean;
  /** Reports progress in reading the steps of other runbooks. */
  readonly onRunbookRead?: (read: number, total: number) => void;
}

/** Reads both services, or one alone. @throws CliError, exit 3 if one refuses, exit 1 if one does not answer */
export async function refreshBoth(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  options: RefreshOptions = {},
): Promise<Refresh> {
  const { settings, origins } = resolved;
  const { purpose, only, adopt = [], notOurs = [], toleratesExtras = false, prefersLists = false } = options;
  const profile = await readProfile(context, settings, origins);
  const hints = await hintsOf(context, profile, settings, {
    adopt,
    notOurs,
    // A former name may now be someone else's: its row is updated once its plan has been shown, and never removed.
    formerly: purpose === 'destroy' ? [] : formerSourceNames(context, settings, origins),
  });
  const lookups = lookupsOf(context, settings, clients);
  const lookUp = beginLookUp(lookups, resolved, { isToApply: purpose !== 'destroy', only });
  const isAsWanted = isListedAsWanted(settings, lookUp.found);
  let isSourceListed = false;
  const isListSufficient: typeof isAsWanted = async (row, isSetUp) => {
    isSourceListed = purpose === 'destroy' || (await isAsWanted(row, isSetUp));
    return isSourceListed;
  };
  const accounts = accountsOf(
    { ...clients, lookups, settings, hints, ...(prefersLists && { isListSufficient }) },
    lookUp,
    options,
  );
  const resources = resourcesIn(only);
  const [{ references, ...looked }, named] = await Promise.all([lookUp.found, refresh(resources, accounts)]);
  const extras = toleratesExtras ? looked.extras : [];
  const problems = [...looked.problems, ...(toleratesExtras ? [] : problemsWith(looked.extras))];
  // A profile knows its set, whatever its names are.
  const mayBeRenamed = !only && !profile && hints.adopt.length === 0 && problems.length === 0 && isNothingFound(named);
  const renamed = mayBeRenamed ? await renamedSet(context, accounts, { settings, references }, purpose) : undefined;
  const found = renamed?.refreshed ?? named;
  hideKeys(context, found.state);
  const removable = removableIn(found, settings, hints);
  const refreshed = purpose === 'destroy' ? removable.refreshed : found;
  for (const note of lookUp.assumed) context.streams.note(note);
  const desired = { settings, references, only, ...foundNamesIn(refreshed.state) };
  const session: IntegrationSession = { resources, accounts: renamed?.accounts ?? accounts, desired, refreshed };
  const profileMatch = await matchOf(context, profile, session, purpose);
  return { ...session, problems, extras, remembered: hints.remembered, removable, isSourceListed, profileMatch };
}

/** Both services as the run reaches them, and how to find our rows there. */
function accountsOf(
  reached: Clients & Pick<IntegrationAccounts, 'lookups' | 'settings' | 'hints' | 'isListSufficient'>,
  { events, filters }: LookUp,
  { only, maxRunbooksRead, onRunbookRead }: RefreshOptions,
): IntegrationAccounts {
  const { ilert, halo, lookups } = reached;
  const accounts: IntegrationAccounts = {
    ...reached,
    ...(maxRunbooksRead !== undefined && { maxRunbooksRead }),
    ...(onRunbookRead && { onRunbookRead }),
    events,
    filters,
    write: (request) =>
      request.service === 'ilert'
        ? ilert.write(request).finally(lookups.alertSourcesBack.noteWrite)
        : halo.write(request),
    identify: (search) => (only === 'ilert' ? identifySource : identify)(accounts, search),
  };
  return accounts;
}

/** Explains what is wrong with on-call options. @throws CliError if one could not be looked up */
function problemsWith(extras: readonly UnresolvedExtra[]): readonly Problem[] {
  const refusal = extras.find((extra) => extra.refusal)?.refusal;
  if (refusal) throw refusal;
  return extras.map(({ problem }) => problem);
}

/**
 * Returns the only set that differs from the settings in its names alone; for a description, the only set at all. For a
 * removal there is none without `--adopt`: a set with none of our names is not removed unasked.
 */
async function renamedSet(
  { streams }: Context,
  accounts: IntegrationAccounts,
  desired: Desired,
  purpose: RefreshOptions['purpose'],
) {
  const sets = await completeSets(accounts);
  if (purpose === 'destroy') {
    if (sets.length > 0) streams.note(adoptHint(sets));
    return undefined;
  }
  const [only, ...others] = sets;
  if (purpose === 'describe' && only && others.length === 0) return readAdopted(only, accounts);
  const [renamed, ...more] = await renamedAmong(sets, accounts, desired);
  if (renamed && more.length === 0) return renamed;
  const likely = renamed ? [renamed, ...more].map(({ set }) => set) : sets;
  if (likely.length > 0) streams.note(adoptHint(likely));
  return undefined;
}

async function matchOf(
  context: Context,
  profile: Profile | undefined,
  session: IntegrationSession,
  purpose: RefreshOptions['purpose'],
): Promise<ProfileMatch> {
  const { state, ambiguities } = session.refreshed;
  // Decide first which row is ours.
  if (ambiguities.length > 0) return { kind: 'same' };
  const { settings, only } = session.desired;
  const { hints } = session.accounts;
  const read = ({ resource, id }: Remembered) => readKnown(resource, id, session);
  const kinds = (purpose === 'destroy' ? namedResources : rootResources).filter((each) =>
    resourcesIn(only).includes(each),
  );
  const found = { settings, state, hints, kinds, read };
  const match = await (purpose === 'destroy' ? matchProfileToRemove : matchProfile)(context, profile, found);
  if (match.kind === 'another') return match;
  const others = await matchOtherProfiles(context, profile, found);
  return others.kind === 'another' ? others : match;
}

/** Reads the services. @throws CliError as `refreshBoth`, and exit 2 with every unknown or ambiguous name */
export async function refreshOrRefuse(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  options: RefreshOptions = {},
): Promise<Refresh> {
  const session = await refreshBoth(context, resolved, clients, options);
  const problems = [
    ...problemsOf(session),
    ...session.refreshed.ambiguities,
    ...unmatchedAdoptions(context, session, options),
  ];
  if (problems.length > 0) throw usageErrors(problems);
  return session;
}

/** What has to be fixed before a plan can be made, except rows that a person has to choose from. */
function problemsOf({ problems, profileMatch }: Refresh): readonly Problem[] {
  return profileMatch.kind === 'another' ? [profileMatch.problem, ...problems] : problems;
}

/** IDs to adopt that match nothing. Below an ambiguous row nothing was read; a complete removal needs none. */
function unmatchedAdoptions({ options }: Context, { refreshed }: Refresh, { purpose }: RefreshOptions): Problem[] {
  const { state, ambiguities } = refreshed;
  const isGone = purpose === 'destroy' && Object.keys(state).length === 0;
  return ambiguities.length > 0 || isGone ? [] : unmatchedAdoptIds(options.adopt, state);
}

/** The ilert account is read once for all targets that share it. */
function lookupsOf({ shared }: Context, settings: Settings, clients: Clients): Lookups {
  const token = settings['ilert.apiToken'];
  const account = token && shared?.account?.(settings['ilert.endpoint'], token, clients.ilert);
  return createLookups(clients, account);
}

function foundNamesIn(state: IntegrationState): Pick<Desired, 'foundNames'> {
  const [integration, method] = [state['custom-integration']?.name, state.method?.name];
  return typeof integration === 'string' && typeof method === 'string' ? { foundNames: { integration, method } } : {};
}
