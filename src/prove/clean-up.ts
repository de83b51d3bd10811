import type { Id } from '../engine/resource.ts';
import { ApiError, isUnavailable } from '../errors/api-error.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import type { Alert } from '../providers/ilert/schemas.ts';
import type { Clients } from '../providers/lookups.ts';
import { isRaw } from '../providers/row-reader.ts';
import { type LedgerEntry, MARK, type ProveLedger } from '../state/prove-ledger.ts';
import { inLowerCase } from '../text/json.ts';
import { isKindName, KINDS, type KindName, REMOVAL_ORDER } from './lab/kinds.ts';
import { idIn, isSame, rowsIn } from './lab/rows.ts';

/** A resource that a run has created and that still exists. */
export interface Remaining {
  readonly kind: KindName;
  readonly id: Id;
  readonly name: string;
  /** Its open alerts, which are resolved before it is removed. Only of an alert source. */
  readonly openAlerts?: number;
  /** Why it could not be removed, in the service's words. */
  readonly because?: string;
}

/** What is left in the accounts, as far as they show it. */
export interface Findings {
  readonly remaining: readonly Remaining[];
  /** Summaries of tickets that may exist although no search finds them: there was no answer to their creation. */
  readonly unknown: readonly string[];
  /** Why a list could not be read. */
  readonly failure?: ApiError | undefined;
}

/** Says that a ticket may exist. Pure. @param summary its own */
export function mayExist(summary: string): string {
  return `There was no answer when the ticket "${summary}" was logged, and no search finds it: it may exist.`;
}

/** Says what may still be there, and how to go on; undefined if nothing is left. Pure. */
export function failureOf({ remaining, unknown, failure }: Findings): CliError | undefined {
  if (remaining.length === 0 && unknown.length === 0 && !failure) return undefined;
  const reasons = [
    ...(remaining.length > 0 ? [`${remaining.length} of the created resources could not be removed.`] : []),
    ...unknown.map(mayExist),
    ...(failure ? [`Some lists could not be read: ${failure.message}`] : []),
  ];
  const inUse =
    remaining.length > 0 ? ' If something else uses them, such as a renamed runbook, remove that first.' : '';
  return new CliError({
    message: reasons.join(' '),
    hint: `Run: ilert-haloitsm prove --clean-up${inUse && `.${inUse}`}`,
    exitCode: ExitCode.failed,
    cause: failure,
  });
}

/** Which rows count as created by `prove`. */
export interface Search {
  /** Whether a name has the mark of a run. */
  readonly isMarked: (name: string) => boolean;
  /** What all those names contain, for Halo's search. */
  readonly mark: string;
  /** What ledgers remember: also rows that no list shows, and the names that rows were given. */
  readonly entries: readonly LedgerEntry[];
}

/** The rows of one run. */
export function ofRun({ mark, entries }: Pick<ProveLedger, 'mark' | 'entries'>): Search {
  return { mark, entries, isMarked: (name) => name.includes(mark) };
}

/** The rows of every run, also of those on other machines. @param entries of the ledgers on this one */
export function ofAnyRun(entries: readonly LedgerEntry[]): Search {
  return { mark: MARK, entries, isMarked: (name) => ANY_MARK.test(name) };
}

const ANY_MARK = new RegExp(`^${MARK} [\\da-f]{8}:`);

/**
 * Finds what runs have left in the accounts, children first. A row that has been renamed meanwhile is somebody's, so it
 * does not count. A list that can't be read does not keep the others from being read.
 */
export async function findRemaining(clients: Clients, search: Search): Promise<Findings> {
  const { rows, failure } = await listed(clients, search.mark);
  const isReachable = !failure || !isUnavailable(failure);
  const found = new Map<string, Remaining>();
  const add = (row: Remaining) => found.set(keyOf(row.kind, row.id), row);
  for (const row of rows.filter((each) => isOfRun(each, search))) add(row);
  for (const row of rowsOf(search.entries).filter(({ kind, id }) => !found.has(keyOf(kind, id)))) {
    // While a service can't be reached, everything counts as left behind.
    const now = isReachable ? await readAgain(clients, row) : row;
    if (now && isOfRun(now, search)) add(now);
  }
  if (isReachable) for (const row of [...found.values()]) (await withChildren(clients, row, search)).forEach(add);
  const inOrder = (one: Remaining, other: Remaining) =>
    REMOVAL_ORDER.indexOf(one.kind) - REMOVAL_ORDER.indexOf(other.kind);
  const remaining = [...found.values()].sort(inOrder);
  const names = new Set(remaining.map(({ name }) => name));
  // Lists show everything but tickets, which only a search finds.
  const unknown = search.entries.filter(
    ({ kind, id, name }) => kind === 'ticket' && id === undefined && !names.has(name),
  );
  return { remaining, unknown: unknown.map(({ name }) => name), failure };
}

/** A row as it is now; undefined if it is gone. What nobody may look at counts as unchanged. */
async function readAgain(clients: Clients, row: Remaining): Promise<Remaining | undefined> {
  const name = await currentName(clients, row.kind, row.id).catch(() => row.name);
  return name === undefined ? undefined : { ...row, name };
}

/** A row and what belongs to it: the events of a runbook, the number of open alerts of an alert source. */
async function withChildren(clients: Clients, row: Remaining, search: Search): Promise<Remaining[]> {
  if (row.kind === 'webhook') return [row, ...(await eventsOf(clients, row.id))];
  if (row.kind === 'alert-source') return [{ ...row, openAlerts: await countOpenAlerts(clients, row.id, search) }];
  return [row];
}

/** The rows of ledgers whose IDs are known. */
function rowsOf(entries: readonly LedgerEntry[]): Remaining[] {
  return entries.flatMap(({ kind, id, name }) => (isKindName(kind) && id !== undefined ? [{ kind, id, name }] : []));
}

async function countOpenAlerts({ ilert }: Clients, source: Id, search: Search): Promise<number> {
  const open = await ilert.openAlertsOf(source).catch(() => []);
  return open.filter((alert) => isOwnAlert(alert, source, search)).length;
}

/** Whether a row has the name that a ledger says it was given, or the mark of a run if no ledger knows it. */
function isOfRun({ kind, id, name }: Remaining, { isMarked, entries }: Search): boolean {
  const known = entries.find((entry) => entry.kind === kind && entry.id !== undefined && isSame(entry.id, id));
  return known ? name === known.name : isMarked(name);
}

/** A server could ignore the filter of a list, and not say whose an alert is: then its summary decides. */
function isOwnAlert({ source, summary }: Alert, id: Id, { isMarked }: Search): boolean {
  return source === undefined ? isMarked(summary) : isSame(source, id);
}

/** The events of a runbook. A tenant could ignore the filter of the list, so those that don't say so are left. */
async function eventsOf({ halo }: Clients, runbook: Id): Promise<Remaining[]> {
  const events = await halo.events(runbook).catch(() => []);
  return events
    .filter(({ webhook_id }) => isSame(webhook_id, runbook))
    .map(({ id, name }) => ({ kind: 'event', id, name: String(name) }));
}

/** All rows of the lists that may contain such names. */
async function listed(clients: Clients, mark: string) {
  const { halo, ilert } = clients;
  const lists: Readonly<Record<KindName, () => Promise<readonly { readonly id: Id; readonly name?: unknown }[]>>> = {
    ticket: () => ticketsWith(clients, mark),
    event: () => halo.everyEvent(),
    webhook: () => Promise.all([halo.runbooks(), halo.webhooks()]).then((all) => all.flat()),
    method: () => halo.everyMethod(),
    integration: () => halo.customIntegrations(),
    'alert-source': () => ilert.alertSources(),
    policy: () => ilert.escalationPolicies(),
  };
  let failure: ApiError | undefined;
  const read = async (kind: KindName): Promise<Remaining[]> => {
    const rows = await lists[kind]().catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      // What may not be read can't have been created either.
      if (error.status !== 403) failure ??= error;
      return [];
    });
    return rows.map(({ id, name }) => ({ kind, id, name: String(name) }));
  };
  const rows = (await Promise.all(REMOVAL_ORDER.map(read))).flat();
  return { rows, failure };
}

function keyOf(kind: KindName, id: Id): string {
  return `${kind} ${String(id).toLowerCase()}`;
}

/** Finds what runs have left, and removes it, unless a service can't be reached. @returns what is still there */
export async function cleanUp(clients: Clients, search: Search): Promise<Findings> {
  const found = await findRemaining(clients, search);
  const isReachable = !found.failure || !isUnavailable(found.failure);
  return found.remaining.length > 0 && isReachable ? removeRemaining(clients, search, found.remaining) : found;
}

/**
 * Resolves the alerts of what a run has left, and removes it, children first. Then looks again. Each row is read once
 * more before it is removed: somebody may have renamed it since it was found.
 *
 * @returns what is still there
 */
export async function removeRemaining(
  clients: Clients,
  search: Search,
  remaining: readonly Remaining[],
): Promise<Findings> {
  const reasons = new Map<string, string>();
  for (const { kind, id, name } of remaining) {
    if ((await currentName(clients, kind, id).catch(() => undefined)) !== name) continue;
    if (kind === 'alert-source') await resolveAlertsOf(clients, id, search).catch(ignored);
    await clients[KINDS[kind].service].request('DELETE', `${KINDS[kind].path}/${id}`).catch((error: unknown) => {
      ignored(error);
      if (error instanceof ApiError) reasons.set(keyOf(kind, id), error.message);
    });
  }
  const left = await findRemaining(clients, search);
  const withReason = (row: Remaining): Remaining => {
    const because = reasons.get(keyOf(row.kind, row.id));
    return because === undefined ? row : { ...row, because };
  };
  return { ...left, remaining: left.remaining.map(withReason) };
}

async function resolveAlertsOf({ ilert }: Clients, source: Id, search: Search): Promise<void> {
  const open = (await ilert.openAlertsOf(source)).filter((alert) => isOwnAlert(alert, source, search));
  for (const { id } of open) await ilert.resolveAlert(id).catch(ignored);
}

/** What could not be removed is listed again afterwards. */
function ignored(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}

/** Tickets whose summary has the mark, as far as Halo's search finds them; those in a ledger are known anyway. */
async function ticketsWith({ halo }: Clients, mark: string): Promise<{ readonly id: Id; readonly name: unknown }[]> {
  const query = `search=${encodeURIComponent(mark)}&pageinate=true&page_size=100&page_no=1&order=id&orderdesc=true`;
  const rows = rowsIn(await halo.request('GET', `/Tickets?${query}`));
  return rows.flatMap((row) => {
    const id = idIn(row);
    return id === undefined ? [] : [{ id, name: row.summary }];
  });
}

/** Whether a status says that a row is not there, rather than that nobody may see it. */
function isRefusal(status = 0): boolean {
  return status >= 400 && status < 500 && status !== 403 && status !== 429;
}

/** The name of a row that is in a ledger but in no list; undefined if it is gone. @throws ApiError if nobody says */
async function currentName(clients: Clients, kind: KindName, id: Id): Promise<string | undefined> {
  const { service, path, nameField } = KINDS[kind];
  const answer = await clients[service].request('GET', `${path}/${id}`).catch((error: unknown) => {
    if (!(error instanceof ApiError) || !isRefusal(error.status)) throw error;
  });
  const [row] = Array.isArray(answer) ? answer : [answer];
  const fields = isRaw(row) ? inLowerCase(row) : {};
  return isSame(fields.id, id) ? String(fields[nameField]) : undefined;
}
