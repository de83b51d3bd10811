import { isElsewhere } from '../../engine/match.ts';
import { type Refreshed, refresh } from '../../engine/refresh.ts';
import { type Id, NO_ID, rowInWords } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { CliError } from '../../errors/cli-error.ts';
import { withPath } from '../halo/method-path.ts';
import { failureIn, readRunbooks } from '../halo/read-runbooks.ts';
import { executes } from '../halo/runbook-ownership.ts';
import type { MethodRow, RunbookRow } from '../halo/schemas.ts';
import { ofOurType } from '../ilert/alert-source.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';
import type { Desired, Integration, IntegrationAccounts, IntegrationChange, IntegrationState } from '../integration.ts';
import { planApply } from '../plan.ts';
import { readEach } from '../read-each.ts';
import { FOR_ALL_TICKETS } from '../references.ts';
import { resources, rootResources } from '../resources.ts';
import { postsTo, showsKey } from './chain.ts';
import { everyMethod, throwIfUnavailable } from './every-method.ts';
import { identify } from './identify.ts';

/** Rows that form a complete integration, whatever their names are. */
export interface RenamedSet {
  readonly source: AlertSourceRow;
  readonly integration: Id;
  readonly method: MethodRow;
  readonly runbook: RunbookRow;
}

/** A set as found when its rows are adopted. */
interface AdoptedSet {
  readonly set: RenamedSet;
  readonly accounts: IntegrationAccounts;
  readonly refreshed: Refreshed<Integration>;
}

/** Whether no row has a name from the settings. */
export function isNothingFound({ state, ambiguities }: Refreshed<Integration>): boolean {
  return ambiguities.length === 0 && rootResources.every(({ key }) => state[key] === undefined);
}

/**
 * Returns all complete sets: a method that posts to an alert source whose key this account shows, and the only runbook
 * that calls it. Excludes sets that another profile on this machine remembers.
 */
export async function completeSets(accounts: IntegrationAccounts): Promise<RenamedSet[]> {
  const { halo, lookups, hints, onRunbookRead } = accounts;
  const sources = ofOurType(await lookups.alertSources(), accounts).filter(showsKey);
  if (sources.length === 0) return [];
  const listed = await everyMethod(accounts, { integrations: halo.customIntegrations });
  const methods = await readEach(listed, (row) => withPath(row, halo));
  const sending = methods.filter((row) => row.id !== NO_ID && sources.some((source) => postsTo(row, source)));
  if (sending.length === 0) return [];
  const ids = (await halo.runbooks()).map(({ id }) => id).filter((id) => id !== NO_ID);
  const read = await readRunbooks(ids, halo.runbook, onRunbookRead);
  const failure = failureIn(read);
  const sets = sending.flatMap((method): RenamedSet[] => {
    const source = sources.find((each) => postsTo(method, each));
    const [runbook, ...others] = read.rows.filter((each) => executes(each, method));
    // Halo may have failed at the runbook, and there must not be a second set.
    if (source && !runbook && failure) throw failure;
    const { integration_id: integration } = method;
    if (!source || !runbook || others.length > 0 || typeof integration !== 'number') return [];
    return [{ source, integration, method, runbook }];
  });
  return sets.filter((set) => !adopting(set).some((row) => isElsewhere(row, hints)));
}

/** Sets that differ from the settings only in names. Any other difference means that it is another integration. */
export async function renamedAmong(
  sets: readonly RenamedSet[],
  accounts: IntegrationAccounts,
  desired: Desired,
): Promise<AdoptedSet[]> {
  const adopted = await Promise.all(sets.map((set) => readAdopted(set, accounts).catch(skipUnreadable)));
  return adopted.filter((set) => set !== undefined).filter(({ refreshed }) => differsInNamesOnly(refreshed, desired));
}

/** Explains what to do if it is not certain that a set is ours. */
export function adoptHint(sets: readonly RenamedSet[]): string {
  const names = sets.map(({ method, source }) => `${rowInWords(method)} to the alert source ${rowInWords(source)}`);
  const flags = sets.map(({ method }) => `--adopt method:${method.id}`);
  return `Nothing has a name in the settings. Tickets are sent by the method ${names.join(', and by ')}. If that is yours under other names, add ${flags.join(' or ')}.`;
}

/** Reads a set as if it were ours. */
export async function readAdopted(set: RenamedSet, accounts: IntegrationAccounts): Promise<AdoptedSet> {
  const adopted: IntegrationAccounts = {
    ...accounts,
    hints: { ...accounts.hints, adopt: adopting(set) },
    identify: (search) => identify(adopted, search),
  };
  return { set, accounts: adopted, refreshed: await refresh(resources, adopted) };
}

/** Skips a set with an unreadable row. @throws ApiError if a service is unavailable, since the set may be ours */
function skipUnreadable(error: unknown): undefined {
  if (!(error instanceof CliError) || error instanceof ApiError) throwIfUnavailable(error);
  return undefined;
}

function differsInNamesOnly({ state, ambiguities, duplicates }: Refreshed<Integration>, desired: Desired): boolean {
  if (ambiguities.length + duplicates.length > 0) return false;
  const { references } = desired;
  // Without a filter setting, a set for only some tickets is not the one that the settings describe.
  const wanted = { ...desired, references: { ...references, filters: references.filters ?? FOR_ALL_TICKETS } };
  return changesTo(wanted, state)?.every(isRename) ?? false;
}

/** @returns undefined if a row makes a plan impossible */
function changesTo(desired: Desired, state: IntegrationState): readonly IntegrationChange[] | undefined {
  try {
    return planApply(desired, state).changes;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

/** The label of a step is made of names too. */
function isRename({ action, resource, fields }: IntegrationChange): boolean {
  if (action !== 'update') return action === 'keep';
  return fields.every(({ field, path }) => field === 'name' || (resource === 'runbook' && path?.at(-1) === 'message'));
}

/** The values for `--adopt`. */
function adopting({ source, integration, method, runbook }: RenamedSet): string[] {
  const ids = { 'alert-source': source.id, 'custom-integration': integration, method: method.id, runbook: runbook.id };
  return Object.entries(ids).map(([resource, id]) => `${resource}:${id}`);
}
