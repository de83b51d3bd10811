import type { Id } from '../engine/resource.ts';
import { ApiError, unlessForbidden } from '../errors/api-error.ts';
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
}

/** Which rows count as created by `prove`. */
export interface Search {
  /** Whether a name has the mark of a run. */
  readonly isMarked: (name: string) => boolean;
  /** What all those names contain, for Halo's search. */
  readonly mark: string;
  /** What ledgers remember, in case a list does not show it. */
  readonly entries: readonly LedgerEntry[];
}

/** The rows of one run. */
export function ofRun({ mark, entries }: Pick<ProveLedger, 'mark' | 'entries'>): Search {
  return { mark, entries, isMarked: (name) => name.startsWith(mark) };
}

/** The rows of every run, also of those on other machines. @param entries of the ledgers on this one */
export function ofAnyRun(entries: readonly LedgerEntry[]): Search {
  return { mark: MARK, entries, isMarked: (name) => ANY_MARK.test(name) };
}

const ANY_MARK = new RegExp(`^${MARK} [\\da-f]{8}:`);

/**
 * Finds what runs have left in the accounts, children first. A row that has been renamed meanwhile is somebody's, so it
 * does not count.
 *
 * @throws ApiError if a list can't be read
 */
export async function findRemaining(clients: Clients, { isMarked, mark, entries }: Search): Promise<Remaining[]> {
  const found = new Map<string, Remaining>();
  const add = ({ kind, id, name }: Remaining) => found.set(keyOf(kind, id), { kind, id, name });
  for (const row of await marked(clients, mark)) if (isMarked(row.name)) add(row);
  for (const { kind, id, name: known } of entries) {
    if (!isKindName(kind) || id === undefined || found.has(keyOf(kind, id))) continue;
    const name = await currentName(clients, kind, id).catch(unlessForbidden(() => known));
    if (name !== undefined && isMarked(name)) add({ kind, id, name });
  }
  // The events of such a runbook belong to it, whatever Halo has made of their names.
  for (const { kind, id, name } of [...found.values()])
    if (kind === 'webhook')
      for (const event of await clients.halo.events(id)) add({ kind: 'event', id: event.id, name });
  return [...found.values()].sort((one, other) => REMOVAL_ORDER.indexOf(one.kind) - REMOVAL_ORDER.indexOf(other.kind));
}

/** All rows of the lists that may contain such names. */
async function marked(clients: Clients, mark: string): Promise<Remaining[]> {
  const { halo, ilert } = clients;
  const lists: Readonly<Record<KindName, Promise<readonly { readonly id: Id; readonly name?: unknown }[]>>> = {
    ticket: ticketsWith(clients, mark),
    event: halo.everyEvent(),
    webhook: Promise.all([halo.runbooks(), halo.webhooks()]).then((all) => all.flat()),
    method: halo.everyMethod(),
    integration: halo.customIntegrations(),
    'alert-source': ilert.alertSources(),
    policy: ilert.escalationPolicies(),
  };
  const rows = await Promise.all(
    REMOVAL_ORDER.map(async (kind) =>
      (await lists[kind].catch(unlessForbidden(() => []))).map(({ id, name }) => ({ kind, id, name: String(name) })),
    ),
  );
  return rows.flat();
}

function keyOf(kind: KindName, id: Id): string {
  return `${kind} ${String(id).toLowerCase()}`;
}

/**
 * Resolves the alerts of what a run has left, and removes it, children first. Then looks again.
 *
 * @returns what is still there
 */
export async function removeRemaining(
  clients: Clients,
  search: Search,
  remaining: readonly Remaining[],
): Promise<Remaining[]> {
  for (const { kind, id } of remaining) {
    if (kind === 'alert-source') await resolveAlertsOf(clients, id).catch(ignored);
    await clients[KINDS[kind].service].request('DELETE', `${KINDS[kind].path}/${id}`).catch(ignored);
  }
  return findRemaining(clients, search);
}

async function resolveAlertsOf({ ilert }: Clients, source: Id): Promise<void> {
  for (const { id } of await ilert.openAlertsOf(source)) await ilert.resolveAlert(id).catch(ignored);
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
