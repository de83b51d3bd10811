import type { Resolved } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import { type Ambiguity, adoptedInVain, type Hints } from '../engine/match.ts';
import type { Desired, Live, Row } from '../engine/resource.ts';
import { type Problem, usageError, usageErrors } from '../errors/cli-error.ts';
import { type Clients, createLookups, type Lookups } from '../providers/lookups.ts';
import { readEvents, readReferences, referencesOffline } from '../providers/resolve-references.ts';
import { createTenant, type Tenant } from '../providers/tenant.ts';
import { Secret } from '../secret/secret.ts';
import type { Context } from './context.ts';

/** Both tenants as they are, and as they should be. */
export interface Observed {
  readonly desired: Desired;
  readonly live: Live;
  /** Webhooks and runbooks of others that have the name of our runbook. */
  readonly namesakes: readonly Row[];
  readonly tenant: Tenant;
}

/** What a look at both tenants brought, with what stands in the way of a plan. */
export interface Look extends Observed {
  /** Names that are unknown or not clear. */
  readonly problems: readonly Problem[];
  /** Several rows of a name that could be ours. */
  readonly ambiguities: readonly Ambiguity[];
  /** What this profile knows of these same tenants. */
  readonly remembered: Hints['remembered'];
}

export interface LookOptions {
  /** To remove something, the names of policy and teams need not be right. */
  readonly purpose?: 'apply' | 'destroy';
  /** Lists that are read already. */
  readonly directory?: Lookups;
  /** Ids that are ours, besides those of `--adopt`. */
  readonly adopt?: readonly string[];
}

/** Reads both tenants. @throws CliError, exit 3 where a service refuses, exit 1 where one does not answer */
export async function lookAt(
  context: Context,
  { settings, origins }: Resolved,
  clients: Clients,
  { purpose = 'apply', directory = directoryOf(context, settings, clients), adopt = [] }: LookOptions = {},
): Promise<Look> {
  const hints = { adopt: [...context.options.adopt, ...adopt], remembered: await rememberedOf(context, settings) };
  const assumed: string[] = [];
  const events = readEvents(directory, (note) => assumed.push(note));
  const tenant = createTenant(clients, directory, settings, hints, events);
  const [{ references, problems }, found] = await Promise.all([
    readReferences(directory, purpose === 'apply' ? settings : withoutReferences(settings), origins, events),
    tenant.read(),
  ]);
  hideKeys(context, found.live);
  for (const note of assumed) context.streams.note(note);
  const desired = { settings, references };
  const { live, namesakes, problems: ambiguities } = found;
  return { desired, live, namesakes, tenant, problems, ambiguities, remembered: hints.remembered };
}

/** Reads both tenants. @throws CliError as `lookAt`, and exit 2 with every name that is unknown or that several rows have */
export async function observe(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  options: LookOptions = {},
): Promise<Observed> {
  const look = await lookAt(context, resolved, clients, options);
  const problems = [...look.problems, ...look.ambiguities, ...inVain(context, look, options)];
  if (problems.length > 0) throw usageErrors(problems);
  return look;
}

/** What hangs on a row that is ambiguous was not read; and what is removed already needs no adopting. */
function inVain({ options }: Context, { live, ambiguities }: Look, { purpose }: LookOptions): Problem[] {
  const isGone = purpose === 'destroy' && Object.keys(live).length === 0;
  return ambiguities.length > 0 || isGone ? [] : adoptedInVain(options.adopt, live);
}

/** The account in ilert is read once for all targets that share it. */
function directoryOf({ shared }: Context, settings: Settings, clients: Clients): Lookups {
  const token = settings['ilert.apiToken'];
  const account = token && shared?.account(settings['ilert.endpoint'], token, clients.ilert);
  return createLookups(clients, account);
}

/** As they should be, without a look at how they are. */
export function desiredOffline(settings: Settings): Desired {
  return { settings, references: referencesOffline(settings) };
}

/** An integration key is a secret: from here on it is not printed, whoever repeats it. */
export function hideKeys({ redactor }: Context, live: Live): void {
  const { 'alert-source': source, method } = live;
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
