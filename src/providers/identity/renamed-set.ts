import { isSameId } from '../../engine/match.ts';
import { type Refreshed, refresh } from '../../engine/refresh.ts';
import { type Id, NO_ID } from '../../engine/resource.ts';
import { CliError } from '../../errors/cli-error.ts';
import { ifReadable } from '../find.ts';
import { readRunbooks } from '../halo/read-runbooks.ts';
import { executes } from '../halo/runbook-ownership.ts';
import { ofOurType } from '../ilert/alert-source.ts';
import type { Desired, Integration, IntegrationAccounts, IntegrationChange, IntegrationState } from '../integration.ts';
import { planApply } from '../plan.ts';
import { resources, rootResources } from '../resources.ts';
import { keyIn, postsTo, showsKey } from './chain.ts';
import { identify } from './identify.ts';

/** A set that was found by what its rows refer to alone. */
export interface RenamedSet {
  /** With its rows adopted, so that they are found again. */
  readonly accounts: IntegrationAccounts;
  readonly refreshed: Refreshed<Integration>;
}

/** What refers to what, by resource. */
type Chain = Readonly<Record<'alert-source' | 'custom-integration' | 'method' | 'runbook', Id>>;

/** Without a filter setting, a set for some tickets is not the one that the settings describe. */
const FOR_ALL_TICKETS = { ticketType: [], priority: [], team: [] };

/** Whether nothing was found by the names in the settings. */
export function isNothingThere({ state, ambiguities }: Refreshed<Integration>): boolean {
  return ambiguities.length === 0 && rootResources.every(({ key }) => state[key] === undefined);
}

/**
 * The complete set that differs from the settings in names only: all of them were changed, in a product or in the
 * settings. One that differs in more is another integration, as is one that another profile of this machine remembers.
 *
 * @returns nothing where there is none, or where there are several
 */
export async function findRenamedSet(accounts: IntegrationAccounts, desired: Desired): Promise<RenamedSet | undefined> {
  const chains = await chainsIn(accounts);
  const sets = await Promise.all(chains.map((chain) => readAdopted(chain, accounts)));
  const [renamed, ...more] = sets.filter(({ refreshed }) => differsInNamesOnly(refreshed, desired));
  return more.length > 0 ? undefined : renamed;
}

/** Methods that post to an alert source whose key this account shows, and that one runbook calls. */
async function chainsIn(accounts: IntegrationAccounts): Promise<Chain[]> {
  const { halo, lookups, hints, onRunbookRead } = accounts;
  const sources = ofOurType(await lookups.alertSources(), accounts).filter(showsKey);
  if (sources.length === 0) return [];
  const methods = await ifReadable(halo.everyMethod(), []);
  const sending = methods.filter(({ id, path }) => id !== NO_ID && keyIn(path) !== undefined);
  if (sending.length === 0) return [];
  const ids = (await halo.runbooks()).map(({ id }) => id).filter((id) => id !== NO_ID);
  const runbooks = await readRunbooks(ids, halo.runbook, onRunbookRead);
  const chains = sending.flatMap((method): Chain[] => {
    const source = sources.find((each) => postsTo(method, each));
    const [runbook, ...others] = runbooks.filter((each) => executes(each, method));
    const { id, integration_id: integration } = method;
    if (!source || !runbook || others.length > 0 || typeof integration !== 'number') return [];
    return [{ 'alert-source': source.id, 'custom-integration': integration, method: id, runbook: runbook.id }];
  });
  const isElsewhere = (row: string) => hints.elsewhere?.some((each) => isSameId(each, row)) ?? false;
  return chains.filter((chain) => !adopting(chain).some(isElsewhere));
}

async function readAdopted(chain: Chain, accounts: IntegrationAccounts): Promise<RenamedSet> {
  const adopted: IntegrationAccounts = {
    ...accounts,
    hints: { ...accounts.hints, adopt: adopting(chain) },
    identify: (search) => identify(adopted, search),
  };
  return { accounts: adopted, refreshed: await refresh(resources, adopted) };
}

function differsInNamesOnly({ state, ambiguities, duplicates }: Refreshed<Integration>, desired: Desired): boolean {
  if (ambiguities.length + duplicates.length > 0) return false;
  const { references } = desired;
  const wanted = { ...desired, references: { ...references, filters: references.filters ?? FOR_ALL_TICKETS } };
  return changesTo(wanted, state)?.every(isRename) ?? false;
}

/** @returns nothing where a row rules a plan out */
function changesTo(desired: Desired, state: IntegrationState): readonly IntegrationChange[] | undefined {
  try {
    return planApply(desired, state).changes;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

/** The label of a step is made of names as well. */
function isRename({ action, resource, fields }: IntegrationChange): boolean {
  if (action !== 'update') return action === 'keep';
  return fields.every(({ field, path }) => field === 'name' || (resource === 'runbook' && path?.at(-1) === 'message'));
}

/** As `--adopt` takes them. */
function adopting(chain: Chain): string[] {
  return Object.entries(chain).map(([resource, id]) => `${resource}:${id}`);
}
