import type { Resolved } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import { adoptedInVain, type Hints } from '../engine/match.ts';
import { conflictsIn } from '../engine/plan.ts';
import { refresh } from '../engine/refresh.ts';
import type { WriteRequest } from '../engine/resource.ts';
import type { Session } from '../engine/run.ts';
import { type Problem, usageError, usageErrors } from '../errors/cli-error.ts';
import type { Integration, IntegrationPlan, IntegrationState } from '../providers/integration.ts';
import { type Clients, createLookups, type Lookups } from '../providers/lookups.ts';
import { planApply } from '../providers/plan.ts';
import { readEvents, readReferences, referencesOffline } from '../providers/resolve-references.ts';
import { resources } from '../providers/resources.ts';
import { Secret } from '../secret/secret.ts';
import type { Context } from './context.ts';

/** Both services as they are, and as they should be. */
export type IntegrationSession = Session<Integration>;

/** The same, with what stands in the way of a plan. */
export interface Refresh extends IntegrationSession {
  /** Names that are unknown or not clear. */
  readonly problems: readonly Problem[];
  /** What this profile knows of these same accounts. */
  readonly remembered: Hints['remembered'];
}

interface RefreshOptions {
  /** To remove something, the names of policy and teams need not be right. */
  readonly purpose?: 'apply' | 'destroy';
  /** Ids to adopt, besides those of `--adopt`. */
  readonly adopt?: readonly string[];
}

/** Reads both services. @throws CliError, exit 3 where one refuses, exit 1 where one does not answer */
export async function refreshBoth(
  context: Context,
  { settings, origins }: Resolved,
  clients: Clients,
  { purpose = 'apply', adopt = [] }: RefreshOptions = {},
): Promise<Refresh> {
  const lookups = lookupsOf(context, settings, clients);
  const hints = { adopt: [...context.options.adopt, ...adopt], remembered: await rememberedOf(context, settings) };
  const assumed: string[] = [];
  const events = readEvents(lookups, (note) => assumed.push(note));
  const write = (request: WriteRequest) => (request.service === 'ilert' ? clients.ilert : clients.halo).write(request);
  const accounts = { ...clients, lookups, settings, hints, events, write };
  const [{ references, problems }, refreshed] = await Promise.all([
    readReferences(lookups, purpose === 'apply' ? settings : withoutReferences(settings), origins, events),
    refresh(resources, accounts),
  ]);
  hideKeys(context, refreshed.state);
  for (const note of assumed) context.streams.note(note);
  return { resources, accounts, desired: { settings, references }, refreshed, problems, remembered: hints.remembered };
}

/** Reads both services. @throws CliError as `refreshBoth`, and exit 2 with every name that is unknown or that several rows have */
export async function refreshOrRefuse(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  options: RefreshOptions = {},
): Promise<IntegrationSession> {
  const session = await refreshBoth(context, resolved, clients, options);
  const problems = [...session.problems, ...session.refreshed.ambiguities, ...inVain(context, session, options)];
  if (problems.length > 0) throw usageErrors(problems);
  return session;
}

/** What hangs on a row that is ambiguous was not read; and what is removed already needs no adopting. */
function inVain({ options }: Context, { refreshed }: Refresh, { purpose }: RefreshOptions): Problem[] {
  const { state, ambiguities } = refreshed;
  const isGone = purpose === 'destroy' && Object.keys(state).length === 0;
  return ambiguities.length > 0 || isGone ? [] : adoptedInVain(options.adopt, state);
}

/** The account in ilert is read once for all targets that share it. */
function lookupsOf({ shared }: Context, settings: Settings, clients: Clients): Lookups {
  const token = settings['ilert.apiToken'];
  const account = token && shared?.account(settings['ilert.endpoint'], token, clients.ilert);
  return createLookups(clients, account);
}

/** What would be done on empty accounts: nothing is asked of the services. */
export function planOffline(settings: Settings): IntegrationPlan {
  return planApply({ settings, references: referencesOffline(settings) }, {});
}

/** What has to be done. @throws CliError, exit 2, where it would break what belongs to others */
export function planOf({ desired, refreshed }: IntegrationSession): IntegrationPlan {
  const plan = planApply(desired, refreshed.state, refreshed.duplicates);
  const conflicts = conflictsIn(plan, resources, desired, refreshed);
  if (conflicts.length > 0) throw usageErrors(conflicts, 'conflict');
  return plan;
}

/** An integration key is a secret: from here on it is not printed, whoever repeats it. */
export function hideKeys({ redactor }: Context, { 'alert-source': source, method }: IntegrationState): void {
  for (const value of [source?.integrationKey, source?.integrationUrl, method?.path]) {
    if (value instanceof Secret) redactor.add(value.reveal().slice(value.reveal().lastIndexOf('/') + 1));
  }
}

function withoutReferences(settings: Settings): Settings {
  const {
    'alertSource.escalationPolicy': _policy,
    'alertSource.teams': _teams,
    'alertSource.supportHours': _hours,
    'alertSource.services': _services,
    'alertSource.policyResponders': _responders,
    'halo.onlyTicketType': _ticketType,
    'halo.onlyPriority': _priority,
    'halo.onlyTeam': _team,
    ...rest
  } = settings;
  return rest;
}

/** What this profile knows of these same tenants. */
async function rememberedOf({ profiles, options }: Context, settings: Settings): Promise<Hints['remembered']> {
  const profile = await profiles.read(options.profile).catch(() => undefined);
  const isSame = profile?.ilert === settings['ilert.endpoint'] && profile.halo === settings['halo.url'];
  // Forgetting the flag on a second run must not point a working link at another alert source.
  const product = profile?.product ?? settings['halo.product'];
  if (isSame && product !== settings['halo.product'] && Object.keys(profile.resources).length > 0) {
    throw usageError(
      `The profile "${options.profile}" was set up with --product ${product}, and this run has ${settings['halo.product']}.`,
      `Give --product ${product}, or another --profile for a second integration.`,
    );
  }
  return isSame ? profile.resources : {};
}
