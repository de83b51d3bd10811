import type { Resolved } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import { type Hints, unmatchedAdoptIds } from '../engine/match.ts';
import { conflictsIn } from '../engine/plan.ts';
import { refresh } from '../engine/refresh.ts';
import { readKnown, type Session } from '../engine/run.ts';
import { inOneLine, type Problem, usageErrors } from '../errors/cli-error.ts';
import { addressOf, keyIn } from '../providers/halo/method-address.ts';
import { identify } from '../providers/identity/identify.ts';
import { identifySource } from '../providers/identity/identify-source.ts';
import {
  adoptHint,
  completeSets,
  isNothingThere,
  readAdopted,
  renamedAmong,
} from '../providers/identity/renamed-set.ts';
import { isListedAsWanted } from '../providers/ilert/listed-as-wanted.ts';
import type {
  Desired,
  Integration,
  IntegrationAccounts,
  IntegrationPlan,
  IntegrationState,
  Service,
} from '../providers/integration.ts';
import { type Clients, createLookups, type Lookups } from '../providers/lookups.ts';
import { planApply } from '../providers/plan.ts';
import { type Removable, removableIn } from '../providers/removable.ts';
import { referencesOffline } from '../providers/resolve-references.ts';
import { resourcesIn, rootResources } from '../providers/resources.ts';
import type { UnresolvedExtra } from '../providers/unresolved-extra.ts';
import { Secret } from '../secret/secret.ts';
import type { Profile } from '../state/profiles.ts';
import type { Context } from './context.ts';
import { beginLookUp, type LookUp } from './look-up.ts';
import { formerSourceNames, hintsOf, namedResources, type Remembered, readProfile } from './profile.ts';
import { matchOtherProfiles, matchProfile, matchProfileToRemove, type ProfileMatch } from './profile-match.ts';

/** Both services as they are, and as they should be. */
export type IntegrationSession = Session<Integration>;

/** The same, with what stands in the way of a plan. */
export interface Refresh extends IntegrationSession {
  /** Names that are unknown or not clear. */
  readonly problems: readonly Problem[];
  /** Options for whoever is on call that could not be looked up, where that stands in nobody's way. */
  readonly extras: readonly UnresolvedExtra[];
  /** What this profile knows of the integration. */
  readonly remembered: Hints['remembered'];
  /** What of it may be removed; to remove something, nothing else is found. */
  readonly removable: Removable;
  /** Whether the alert source is known by its list entry alone, which has neither templates nor filters nor its setup status. */
  readonly isSourceListed: boolean;
  /** Whether the profile may be used for the integration. */
  readonly profileMatch: ProfileMatch;
}

/** How both services are read. */
export interface RefreshOptions {
  /** To remove something, the names of policy and teams need not be right; to describe what is there, its own names neither. */
  readonly purpose?: 'apply' | 'destroy' | 'describe';
  /** The service that alone is read. */
  readonly only?: Service | undefined;
  /** Ids to adopt, besides those of `--adopt`. */
  readonly adopt?: readonly string[];
  /** Rows that the person has said to be something else, each as `resource:id`. */
  readonly notOurs?: readonly string[];
  /** Up to so many runbooks, the steps of all are read to know which of them call our method, and not only of those that tickets start. */
  readonly mostRunbooksRead?: number;
  /** Whether the alert source is read by its id only where its list entry does not show that it is as wanted: of many targets, each would use up ilert's rate limit. */
  readonly prefersLists?: boolean;
  /** Whether all is read although an option for whoever is on call can't be looked up: without it there is no plan, but a state. */
  readonly toleratesExtras?: boolean;
  /** Called as the steps of other runbooks are read. */
  readonly onRunbookRead?: (read: number, total: number) => void;
}

/** Reads both services, or one alone. @throws CliError, exit 3 where one refuses, exit 1 where one does not answer */
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
    // What has a former name may be another's by now: it is updated after its plan was shown, and never removed for it.
    formerly: purpose === 'destroy' ? [] : formerSourceNames(context, settings, origins),
  });
  const lookups = lookupsOf(context, settings, clients);
  const lookUp = beginLookUp(lookups, resolved, { isToApply: purpose !== 'destroy', only });
  const isAsWanted = isListedAsWanted(settings, lookUp.found);
  let isSourceListed = false;
  const isListedWell: typeof isAsWanted = async (row, isSetUp) => {
    isSourceListed = purpose === 'destroy' || (await isAsWanted(row, isSetUp));
    return isSourceListed;
  };
  const accounts = accountsOf(
    { ...clients, lookups, settings, hints, ...(prefersLists && { isListedWell }) },
    lookUp,
    options,
  );
  const resources = resourcesIn(only);
  const [{ references, ...looked }, named] = await Promise.all([lookUp.found, refresh(resources, accounts)]);
  const extras = toleratesExtras ? looked.extras : [];
  const problems = [...looked.problems, ...(toleratesExtras ? [] : problemsWith(looked.extras))];
  // A profile knows its set, whatever it is called.
  const mayBeRenamed = !only && !profile && hints.adopt.length === 0 && problems.length === 0 && isNothingThere(named);
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

/** Both services as the run reaches them, and how it finds our rows there. */
function accountsOf(
  reached: Clients & Pick<IntegrationAccounts, 'lookups' | 'settings' | 'hints' | 'isListedWell'>,
  { events, filters }: LookUp,
  { only, mostRunbooksRead, onRunbookRead }: RefreshOptions,
): IntegrationAccounts {
  const { ilert, halo, lookups } = reached;
  const accounts: IntegrationAccounts = {
    ...reached,
    ...(mostRunbooksRead !== undefined && { mostRunbooksRead }),
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

/** What is wrong with options for whoever is on call. @throws CliError where one could not be looked up */
function problemsWith(extras: readonly UnresolvedExtra[]): readonly Problem[] {
  const refusal = extras.find((extra) => extra.refusal)?.refusal;
  if (refusal) throw refusal;
  return extras.map(({ problem }) => problem);
}

/** The one set that differs from the settings in names only, or to describe it the one that there is. What has none of our names is never removed without `--adopt`. */
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
  // Which row is ours has to be decided first.
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

/** Reads the services. @throws CliError as `refreshBoth`, and exit 2 with every name that is unknown or that several rows have */
export async function refreshOrRefuse(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  options: RefreshOptions = {},
): Promise<Refresh> {
  const session = await refreshBoth(context, resolved, clients, options);
  const problems = [...problemsOf(session), ...session.refreshed.ambiguities, ...inVain(context, session, options)];
  if (problems.length > 0) throw usageErrors(problems);
  return session;
}

/** What has to be put right before a plan can be made, but for rows that a person has to choose from. */
function problemsOf({ problems, profileMatch }: Refresh): readonly Problem[] {
  return profileMatch.kind === 'another' ? [profileMatch.problem, ...problems] : problems;
}

/** What hangs on a row that is ambiguous was not read; and what is removed already needs no adopting. */
function inVain({ options }: Context, { refreshed }: Refresh, { purpose }: RefreshOptions): Problem[] {
  const { state, ambiguities } = refreshed;
  const isGone = purpose === 'destroy' && Object.keys(state).length === 0;
  return ambiguities.length > 0 || isGone ? [] : unmatchedAdoptIds(options.adopt, state);
}

/** The account in ilert is read once for all targets that share it. */
function lookupsOf({ shared }: Context, settings: Settings, clients: Clients): Lookups {
  const token = settings['ilert.apiToken'];
  const account = token && shared?.account?.(settings['ilert.endpoint'], token, clients.ilert);
  return createLookups(clients, account);
}

/** What would be done on empty accounts: nothing is asked of the services. */
export function planOffline(settings: Settings, only?: Service): IntegrationPlan {
  return planApply({ settings, references: referencesOffline(settings), only }, {});
}

/** What has to be done, and what of it would break what belongs to others. */
export function planWithConflicts({ desired, refreshed, resources }: IntegrationSession) {
  const plan = planApply(desired, refreshed.state, refreshed.duplicates);
  return { plan, conflicts: conflictsIn(plan, resources, desired, refreshed) };
}

/** What has to be done. @throws CliError, exit 2, where it would break what belongs to others */
export function planOf(session: IntegrationSession): IntegrationPlan {
  const { plan, conflicts } = planWithConflicts(session);
  if (conflicts.length > 0) throw usageErrors(conflicts, 'conflict');
  return plan;
}

/** The same for a run that changes nothing: conflicts are notes, and do not end it. */
export function planToShow(session: IntegrationSession, { streams }: Context): IntegrationPlan {
  const { plan, conflicts } = planWithConflicts(session);
  for (const each of conflicts) streams.note(`apply can't repair this yet. ${inOneLine(each)}`);
  return plan;
}

function foundNamesIn(state: IntegrationState): Pick<Desired, 'foundNames'> {
  const [integration, method] = [state['custom-integration']?.name, state.method?.name];
  return typeof integration === 'string' && typeof method === 'string' ? { foundNames: { integration, method } } : {};
}

/** An integration key is a secret: from here on it is not printed, whoever repeats it. */
export function hideKeys({ redactor }: Context, state: IntegrationState): void {
  const { 'alert-source': source, 'custom-integration': integration, method } = state;
  for (const value of [source?.integrationKey, source?.integrationUrl, method?.path]) {
    if (value instanceof Secret) redactor.add(afterLastSlash(value.reveal()));
  }
  // A person may have entered the key, or a part of it, as base URL.
  for (const address of [integration?.resourcebaseurl, method?.resource, method && addressOf(method)]) {
    if (typeof address !== 'string') continue;
    const key = keyIn(address);
    if (key !== undefined) for (const written of [key, afterLastSlash(address)]) redactor.add(written);
  }
}

function afterLastSlash(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}
