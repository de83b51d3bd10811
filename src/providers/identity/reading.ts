import { ambiguityOf, candidatesOf, hasName, isSameName, knownIds } from '../../engine/match.ts';
import { type Id, type Identification, NO_ID, type StoredRow } from '../../engine/resource.ts';
import { ifReadable, listed, listOrKnown, unlessGone, withoutId } from '../find.ts';
import { customIntegration, withMethods } from '../halo/custom-integration.ts';
import { EVENTS } from '../halo/event-catalogue.ts';
import { type ReadRunbooks, readRunbooks } from '../halo/read-runbooks.ts';
import { isRunbook, runbook, webhooksOfAnyType, withEvents } from '../halo/runbook.ts';
import type { EventRow, IntegrationRow, MethodRow, RunbookRow, WebhookRow } from '../halo/schemas.ts';
import { alertSource, ofOurType, readExternal } from '../ilert/alert-source.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';
import type { IntegrationAccounts, IntegrationResource } from '../integration.ts';
import { postsTo, showsKey } from './chain.ts';
import { everyMethod } from './every-method.ts';

/** What is read to identify our rows. */
export interface Reading {
  readonly accounts: IntegrationAccounts;
  readonly search: Identification;
  readonly sources: Promise<readonly AlertSourceRow[]>;
  readonly integrations: Promise<readonly IntegrationRow[]>;
  readonly webhooks: Promise<readonly WebhookRow[]>;
  /** Rows that are ours by name, `--adopt` or an earlier run, with all details; alert sources at least with the key. */
  readonly likely: {
    readonly sources: Promise<readonly AlertSourceRow[]>;
    readonly integrations: Promise<readonly (IntegrationRow & { readonly methods: readonly MethodRow[] })[]>;
    readonly runbook: Promise<RunbookRow | undefined>;
  };
  /** Runbooks that tickets start, with their steps; empty if all runbooks are read. */
  readonly startedByTickets: Promise<ReadRunbooks>;
  /** Whether tickets start a runbook, as far as Halo shows it. */
  readonly isStartedByTickets: (id: Id) => Promise<boolean>;
  /** Methods of all integrations, if one of them might belong to a row of ours. */
  readonly methods: Promise<readonly MethodRow[]>;
  /** Each of these reads a row with all its details, once. @throws Vanished if it no longer exists */
  readonly readSource: (id: Id) => Promise<AlertSourceRow>;
  readonly readSteps: (id: Id) => Promise<RunbookRow>;
  readonly readIntegration: (id: Id) => Promise<IntegrationRow>;
}

/** Starts reading: lists and remembered rows at once, rows with our names as soon as they are listed. */
export function beginReading(accounts: IntegrationAccounts, search: Identification): Reading {
  const { ilert, settings, hints } = accounts;
  const readSource = onceForEach((id) => listed(alertSource, id, ilert.alertSource(id)));
  const readIntegration = onceForEach((id) => listed(customIntegration, id, withMethods(id, accounts)));
  const readSteps = onceForEach((id) => accounts.halo.runbook(id));
  const readRunbook = onceForEach((id) => listed(runbook, id, withEvents(id, accounts, readSteps)));
  const early = {
    ...(!accounts.isListSufficient && { [alertSource.key]: readSource }),
    [customIntegration.key]: readIntegration,
    [runbook.key]: readRunbook,
  };
  for (const [key, read] of Object.entries(early)) {
    const known = search.isFirst ? hints.remembered[key] : undefined;
    if (known) read(known.id).catch(() => undefined);
  }

  const isExternal = settings['alertSource.id'] !== undefined;
  const sources = withoutUnhandledRejection(alertSourcesOf(accounts, search));
  const integrations = withoutUnhandledRejection(customIntegrations(accounts));
  const webhooks = withoutUnhandledRejection(webhooksOfAnyType(accounts));
  const listedOnes = {
    sources: withoutUnhandledRejection(
      sources.then((rows) => (isExternal ? rows : likelyIn(alertSource, rows, accounts))),
    ),
    integrations: withoutUnhandledRejection(integrations.then((rows) => likelyIn(customIntegration, rows, accounts))),
    runbook: withoutUnhandledRejection(
      webhooks.then((rows) => likelyRunbook(rows.filter(isRunbook), accounts, search)),
    ),
  };
  // Whether more than the key is needed is only known once the alert source is identified.
  const withKey = (row: AlertSourceRow) =>
    isExternal || (accounts.isListSufficient && showsKey(row)) ? row : readSource(row.id);
  const { sources: ofName, integrations: withName, runbook: named } = listedOnes;
  const isKnownHere = hints.adopt.length > 0 || (search.isFirst && Object.keys(hints.remembered).length > 0);
  const mayBeThere = isKnownHere
    ? Promise.resolve(true)
    : anyOf([
        ofName.then((rows) => rows.length > 0),
        withName.then((rows) => rows.length > 0),
        named.then((row) => row !== undefined),
      ]);
  const events = once(() => everyEvent(accounts));
  const readsStarted = mayBeThere.then((may) => may && !readsEveryRunbook(accounts));
  const reading = {
    accounts,
    search,
    sources,
    integrations,
    webhooks,
    likely: {
      sources: withoutUnhandledRejection(ofName.then((rows) => Promise.all(rows.map(withKey)))),
      integrations: withoutUnhandledRejection(
        withName.then((rows) => Promise.all(rows.map(({ id }) => readIntegration(id)))),
      ),
      runbook: withoutUnhandledRejection(named.then((row) => row && readRunbook(row.id))),
    },
    startedByTickets: withoutUnhandledRejection(
      readsStarted.then((reads) => startedByTickets(accounts, reads ? events : async () => [], readSteps)),
    ),
    isStartedByTickets: async (id: Id) =>
      startedBy([...USUAL_EVENTS, ...Object.values(await accounts.events)], await events()).includes(idInAnyCase(id)),
    readSteps,
    readSource,
    readIntegration,
  };
  return { ...reading, methods: withoutUnhandledRejection(mayBeThere.then((may) => (may ? methodsIn(reading) : []))) };
}

/** The alert sources that may be ours: those of its type, or only the external one. */
export async function alertSourcesOf(
  accounts: IntegrationAccounts,
  { isFirst }: Identification,
): Promise<AlertSourceRow[]> {
  const { lookups, settings } = accounts;
  const id = settings['alertSource.id'];
  if (id !== undefined) return [await readExternal(id, accounts)];
  return ofOurType(await (isFirst ? lookups.alertSources() : lookups.alertSourcesNow()), accounts);
}

function customIntegrations({ halo, settings, hints }: IntegrationAccounts): Promise<IntegrationRow[]> {
  const name = customIntegration.name(settings);
  return listOrKnown(
    knownIds(customIntegration.key, hints),
    (rows) => rows.some((row) => hasName(row, name)),
    halo.customIntegrations,
    (id) => unlessGone(halo.customIntegration(id)),
  );
}

/** Only used to find additional runbooks, so a partial or missing list is acceptable. */
function everyEvent({ halo }: IntegrationAccounts): Promise<EventRow[]> {
  return ifReadable(halo.everyEvent(), []);
}

/** A partial list will do if an integration has our name or a method posts to our alert source. */
function methodsIn({ accounts, search, integrations, likely }: Omit<Reading, 'methods'>): Promise<MethodRow[]> {
  const isEnough = async (rows: readonly MethodRow[]) => {
    const [sources, named] = await Promise.all([likely.sources, likely.integrations]);
    return named.length > 0 || rows.some((row) => sources.some((source) => postsTo(row, source)));
  };
  return everyMethod(accounts, {
    integrations: () => integrations,
    isEnough,
    isOptional: async () => !readsEveryRunbook(accounts) && isEnough([]),
    unreadable: search.unreadable,
  });
}

/** Before a removal, everything that may use our rows is read. */
function readsEveryRunbook({ maxRunbooksRead }: IntegrationAccounts): boolean {
  return maxRunbooksRead === Number.POSITIVE_INFINITY;
}

const USUAL_EVENTS = EVENTS.map(({ seen }) => seen);

/** The IDs of the runbooks that events with these numbers start. */
function startedBy(numbers: readonly number[], events: readonly EventRow[]): string[] {
  const starting = events.filter(({ eventno }) => numbers.some((number) => number === eventno));
  return [...new Set(starting.flatMap(({ webhook_id: id }) => (typeof id === 'string' ? [idInAnyCase(id)] : [])))];
}

function idInAnyCase(id: Id): string {
  return String(id).toLowerCase();
}

/**
 * A second runbook that calls our method matters if tickets start it. So steps are only read of runbooks that Halo
 * lists with our events (fact `every-event`).
 */
async function startedByTickets(
  accounts: IntegrationAccounts,
  events: () => Promise<readonly EventRow[]>,
  read: Reading['readSteps'],
): Promise<ReadRunbooks> {
  const readStarted = async (numbers: readonly number[]) => readRunbooks(startedBy(numbers, await events()), read);
  // The numbers are nearly always the usual ones, and a tenant's catalogue may be slow.
  const [usual, own] = await Promise.all([
    readStarted(USUAL_EVENTS),
    accounts.events.then((numbers) => readStarted(Object.values(numbers))),
  ]);
  const unread = [...usual.unread, ...own.unread];
  return {
    rows: [...new Set([...usual.rows, ...own.rows])],
    unread: unread.filter(({ id }, index) => unread.findIndex((each) => each.id === id) === index),
  };
}

/** Names of runbooks are unique regardless of case, so only one whose name matches in any case can be ours. */
function likelyRunbook(
  rows: readonly WebhookRow[],
  accounts: IntegrationAccounts,
  search: Identification,
): WebhookRow | undefined {
  const name = runbook.name(accounts.settings);
  const found = likelyIn(runbook, rows, accounts);
  if (found.length > 1) return search.choose(ambiguityOf(runbook, `named "${name}"`, found));
  return found[0] ?? rows.find((row) => isSameName(row.name, name));
}

/** Rows that may be ours, by name, `--adopt` or an earlier run. @throws CliError if one of our name has no usable ID */
export function likelyIn<Row extends StoredRow>(
  resource: IntegrationResource,
  rows: readonly Row[],
  { settings, hints }: IntegrationAccounts,
): Row[] {
  const name = resource.name(settings);
  if (rows.some((row) => row.id === NO_ID && hasName(row, name))) throw withoutId(resource, `named "${name}"`);
  return candidatesOf(resource, name, rows, hints);
}

/** Reads something once, on first use. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= withoutUnhandledRejection(read());
    return reading;
  };
}

/** Reads each row once. Callers share the result, even while it is being read. */
function onceForEach<T>(read: (id: Id) => Promise<T>): (id: Id) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const key = idInAnyCase(id);
    const row = known.get(key) ?? read(id);
    known.set(key, row);
    return row;
  };
}

/** Whether any answer is true, as soon as one is. Failures count as false. */
function anyOf(answers: readonly Promise<boolean>[]): Promise<boolean> {
  const yes = answers.map(async (answer) => (await answer) || Promise.reject(new Error('no')));
  return Promise.any(yes).catch(() => false);
}

/** Prevents an unhandled rejection. Whoever awaits the promise later still sees its failure. */
function withoutUnhandledRejection<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
