import { ambiguityOf, hasName, isAdopted, isKnown, isSameId } from '../../engine/match.ts';
import {
  type Ambiguity,
  type Id,
  type Identification,
  NO_ID,
  type Unreadable,
  Vanished,
} from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import { ifReadable, listed, unlessGone, withoutId } from '../find.ts';
import { customIntegration } from '../halo/custom-integration.ts';
import { eventsOfRunbook } from '../halo/event.ts';
import { method } from '../halo/method.ts';
import { addressOf, keyIn } from '../halo/method-address.ts';
import { withPath } from '../halo/method-path.ts';
import { failureIn, readRunbooks, type UnreadRunbook } from '../halo/read-runbooks.ts';
import { isRunbook, runbook } from '../halo/runbook.ts';
import { calledMethods, executes, isOurRunbook, sendsOnly } from '../halo/runbook-ownership.ts';
import type { IntegrationRow, MethodRow, RunbookRow, WebhookRow } from '../halo/schemas.ts';
import { alertSource, ofOurType } from '../ilert/alert-source.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';
import type { Identity, IntegrationAccounts } from '../integration.ts';
import { readEach } from '../read-each.ts';
import { inWords, isLinked, likeliest, type MethodClues, postsTo, showsKey, sourceInDoubt } from './chain.ts';
import { beginReading, type Reading } from './reading.ts';

/**
 * Finds out which rows are ours: by structure, then by name, then by what an earlier run knew.
 *
 * @returns at once; each part resolves as soon as it is known
 */
export function identify(accounts: IntegrationAccounts, search: Identification): Identity {
  const reading = beginReading(accounts, search);
  const clues = cluesOf(reading);
  const named = namedIntegration(reading, clues);
  const ours = ourMethod(reading, clues, named);
  const { sources, integrations, webhooks } = reading;
  const identity = {
    sources,
    integrations,
    webhooks,
    source: ourSource(reading, clues, ours),
    integration: ourIntegration(reading, named, ours),
    method: ours.then((found) => found && whole(found.row, accounts)),
    runbook: ourRunbook(reading, ours),
  };
  for (const part of Object.values<Promise<unknown>>(identity)) part.catch(() => undefined);
  return identity;
}

/** What speaks for each method that could be ours. @throws CliError where one of our name has no id by which it could be called */
async function cluesOf(reading: Reading): Promise<MethodClues[]> {
  const { accounts, likely } = reading;
  const { settings, hints } = accounts;
  const [all, sources, integrations, likelyRunbook, every] = await Promise.all([
    reading.sources,
    likely.sources,
    likely.integrations,
    likely.runbook,
    reading.methods,
  ]);
  const own = await Promise.all(
    integrations.flatMap(({ id: parent, methods }) =>
      methods.map(async (row) => ({ row: await withPath(row, accounts.halo), parent })),
    ),
  );
  const isLinkedByName = own.some(({ row }) => sources.some((source) => postsTo(row, source)));
  const listedOnes = isLinkedByName ? every : await readEach(every, (row) => withPath(row, accounts.halo));
  const others = listedOnes
    .filter(({ id }) => !own.some(({ row }) => isSameId(row.id, id)))
    .map((row) => ({ row, parent: row.integration_id as Id | undefined }));
  const executed = likelyRunbook ? calledMethods(likelyRunbook) : [];
  return Promise.all(
    [...own, ...others].map(async ({ row, parent }) => {
      const isInOurs = integrations.some(({ id }) => id === parent);
      const named = isInOurs && hasName(row, method.name(settings));
      if (named && row.id === NO_ID) throw withoutId(method, `named "${method.name(settings)}"`);
      const isExecuted = executed.some((id) => isSameId(id, row.id));
      return {
        row,
        parent,
        named,
        posts: sources.some((source) => postsTo(row, source)),
        executed: isExecuted && (named || (await linkedSource(row, reading)) !== undefined),
        sends: isInOurs && (keyIn(addressOf(row)) ?? all.find((source) => postsTo(row, source))) !== undefined,
        adopted: isAdopted(method, row, hints, named),
        remembered:
          hints.remembered[method.key]?.id === row.id && hints.remembered[method.key]?.name === method.name(settings),
      };
    }),
  );
}

/** The alert source that a method posts to. A list may leave out the keys, but ilert finds an alert source by its key (fact `ilert-source-by-key`). */
async function linkedSource(
  row: MethodRow,
  { accounts, sources, likely }: Reading,
): Promise<AlertSourceRow | undefined> {
  const key = keyIn(addressOf(row));
  const [rows, details] = await Promise.all([sources, likely.sources]);
  const listedOne = [...details, ...rows].find((source) => postsTo(row, source));
  if (listedOne || key === undefined || rows.every(showsKey)) return listedOne;
  const found = await ifReadable(unlessGone(accounts.ilert.alertSource(key)), undefined);
  return found && ofOurType([found], accounts)[0];
}

/** The integration of our name. Of several, the one whose method is linked to the rest; else a person has to choose. */
async function namedIntegration(
  { accounts, search, likely }: Reading,
  clues: Promise<readonly MethodClues[]>,
): Promise<IntegrationRow | undefined> {
  const named = await likely.integrations;
  if (named.length < 2) return named[0];
  const linked = new Set((await clues).filter(isLinked).map(({ parent }) => parent));
  const [only, ...more] = named.filter(({ id }) => linked.has(id));
  if (only && more.length === 0) return only;
  return search.choose(ambiguityOf(customIntegration, `named "${customIntegration.name(accounts.settings)}"`, named));
}

/** The method that most speaks for. Others that post to the same alert source are reported. */
async function ourMethod(
  reading: Reading,
  clues: Promise<readonly MethodClues[]>,
  integration: Promise<IntegrationRow | undefined>,
): Promise<MethodClues | undefined> {
  const { accounts, search, likely } = reading;
  const [all, ours, named] = await Promise.all([clues, integration, likely.integrations]);
  // Of several integrations of our name, only the chosen one counts.
  const isInAnother = ({ parent }: MethodClues) => parent !== ours?.id && named.some(({ id }) => id === parent);
  const [first, ...more] = likeliest(all.filter((each) => isLinked(each) || !isInAnother(each)));
  if (!first) return undefined;
  const name = method.name(accounts.settings);
  if (isOfOthers(first)) {
    search.choose(notSending(first.row, name));
    return undefined;
  }
  const rows = [first, ...more].map(({ row }) => row);
  const like = rows.every((row) => hasName(row, name)) ? `named "${name}"` : 'that could be ours';
  const row = more.length > 0 ? search.choose(ambiguityOf(method, like, rows)) : first.row;
  const found = all.find((each) => each.row === row);
  if (found?.row.id === NO_ID) throw withoutId(method, like);
  if (found) await reportSecondMethods(found, all, reading);
  return found;
}

/** Every ticket would be sent twice. */
async function reportSecondMethods(ours: MethodClues, all: readonly MethodClues[], reading: Reading): Promise<void> {
  const source = await linkedSource(ours.row, reading);
  if (!source) return;
  const { key: resource, title } = method;
  const does = `posts to the alert source ${inWords([source])}`;
  for (const { row } of all)
    if (row !== ours.row && postsTo(row, source)) reading.search.duplicate({ resource, title, row, does });
}

/** Found by its name alone, and it calls something else: somebody else's, which must not be overwritten. */
function isOfOthers({ adopted, remembered, posts, executed, sends, row }: MethodClues): boolean {
  const isSet = row.path !== undefined && !/^(https?:\/\/[^/]*\/?)?$/i.test(addressOf(row));
  return !adopted && !remembered && !posts && !executed && !sends && isSet;
}

function notSending(row: MethodRow, name: string): Ambiguity<MethodRow> {
  return {
    resource: method.key,
    rows: [row],
    code: 'conflict',
    message: `The method "${name}" (id ${row.id}) does not send tickets to ilert, and nothing of ours calls it.`,
    hint: `Choose another name with --method-name or --integration-name, or if it is yours, add --adopt method:${row.id}.`,
  };
}

async function ourSource(
  reading: Reading,
  clues: Promise<readonly MethodClues[]>,
  ours: Promise<MethodClues | undefined>,
): Promise<AlertSourceRow | undefined> {
  const { accounts, search, readSource } = reading;
  const { settings, hints } = accounts;
  const [named, found] = await Promise.all([reading.likely.sources, ours]);
  const [only, ...more] = named;
  if (alertSource.isExternal?.(settings)) return only;
  const linked = found && (await linkedSource(found.row, reading));
  const isNamed = linked && named.some(({ id }) => id === linked.id);
  if (!linked || isNamed) {
    const like = `named "${alertSource.name(settings)}"`;
    if (isNamed) return named.find(({ id }) => id === linked.id);
    return more.length > 0 ? search.choose(ambiguityOf(alertSource, like, named)) : only;
  }
  if (!only) return readSource(linked.id);
  if (isKnown(alertSource, only, { ...hints, remembered: {} })) return only;
  const others = (await clues).filter((each) => each !== found).map(({ row }) => row);
  const decided =
    more.length === 0 ? sourceInDoubt(linked, only, others, hints.remembered[alertSource.key]?.id) : undefined;
  const chosen = decided ?? search.choose(inDoubt(found.row, linked, named));
  return chosen && readSource(chosen.id);
}

function inDoubt(
  caller: MethodRow,
  linked: AlertSourceRow,
  named: readonly AlertSourceRow[],
): Ambiguity<AlertSourceRow> {
  const rows = [linked, ...named];
  return {
    resource: alertSource.key,
    rows,
    code: 'name-ambiguous',
    message: `The method ${inWords([caller])} posts to the alert source ${inWords([linked])}, and another one has the name in the settings: ${inWords(named)}.`,
    hint: `Say which one is yours: ${rows.map(({ id }) => `--adopt ${alertSource.key}:${id}`).join(' or ')}.`,
  };
}

/** The integration that our method is in; without a method, the one of our name. */
async function ourIntegration(
  { likely, readIntegration }: Reading,
  named: Promise<IntegrationRow | undefined>,
  ours: Promise<MethodClues | undefined>,
): Promise<IntegrationRow | undefined> {
  const parent = (await ours)?.parent;
  if (parent === undefined) return named;
  return (await likely.integrations).find(({ id }) => id === parent) ?? readIntegration(parent);
}

/** The runbook that calls our method. Others that call it as well are reported. */
async function ourRunbook(reading: Reading, ours: Promise<MethodClues | undefined>): Promise<RunbookRow | undefined> {
  const { accounts, search, likely, webhooks, startedByTickets } = reading;
  const [named, found, started] = await Promise.all([likely.runbook, ours, startedByTickets]);
  const isSettled =
    named && (isKnown(runbook, named, accounts.hints) || (found && executes(named, found.row)) === true);
  const ids = (await webhooks).filter((row) => isRunbook(row) && row.id !== NO_ID).map(({ id }) => id);
  const readsAll = found && (!isSettled || ids.length <= (accounts.mostRunbooksRead ?? 0));
  const { rows, unread } = readsAll ? await readRunbooks(ids, reading.readSteps, accounts.onRunbookRead) : started;
  const hidden = found ? await unreadableAmong(unread, reading) : [];
  for (const each of hidden) search.unreadable(each);
  const callers = rows.filter((row) => row.id !== named?.id && found && executes(row, found.row));
  // Ours may be the one that Halo failed at: there must not be a second one.
  const failure = failureIn({ rows, unread });
  if (!isSettled && callers.length === 0 && failure) throw failure;
  if (!isSettled) return callerOf(found, named, callers, hidden, reading);
  const { key: resource, title } = runbook;
  const does = `calls the method ${inWords(found ? [found.row] : [])}`;
  for (const row of callers) search.duplicate({ resource, title, row, does });
  return named;
}

/** Our runbook, where the one of our name does not call our method: one that does, or, if there is none, the one of our name where it is ours otherwise. */
async function callerOf(
  found: MethodClues | undefined,
  named: RunbookRow | undefined,
  callers: readonly RunbookRow[],
  hidden: readonly Unreadable[],
  { accounts, search }: Reading,
): Promise<RunbookRow | undefined> {
  const hasOurName = named && hasName(named, runbook.name(accounts.settings));
  const isOurs = hasOurName && (await isOurRunbook(named, found?.row, accounts));
  const known = callers.filter((row) => isKnown(runbook, row, accounts.hints));
  const candidates = known.length === 1 ? known : [...(isOurs ? [named] : []), ...callers];
  const like = isOurs ? 'that could be ours' : `that call the method ${inWords(found ? [found.row] : [])}`;
  const row = candidates.length > 1 ? search.choose(ambiguityOf(runbook, like, candidates)) : candidates[0];
  if (candidates.length === 0) throwIfOneMayBeOurs(hidden, accounts);
  if (!row || row === named) return named && row;
  if (known.length === 1 || sendsOnly(row)) return { ...row, events: await eventsOfRunbook(row.id, accounts) };
  search.choose(doesMore(row));
  return undefined;
}

/** Runbooks of the list that can't be read, and whether tickets start them. */
async function unreadableAmong(unread: readonly UnreadRunbook[], reading: Reading): Promise<Unreadable[]> {
  const listedOnes = (await reading.webhooks).filter(isRunbook);
  const { key: resource, title } = runbook;
  const rows = unread.map(async ({ id, reason }): Promise<Unreadable[]> => {
    const row = listedOnes.find((each) => isSameId(each.id, id));
    return row ? [{ resource, title, row, reason, isStarted: await reading.isStartedByTickets(id) }] : [];
  });
  return (await Promise.all(rows)).flat();
}

/** Where ours is not among the runbooks that can be read, there must not be a second one. @throws Vanished where it may be gone meanwhile; ApiError */
function throwIfOneMayBeOurs(hidden: readonly Unreadable[], { hints }: IntegrationAccounts): void {
  const isElsewhere = ({ row }: Unreadable) =>
    hints.elsewhere?.some((each) => isSameId(each, `${runbook.key}:${row.id}`)) === true;
  const likely = hidden.find((each) => each.isStarted && !isElsewhere(each));
  if (!likely) return;
  const { row, reason } = likely;
  const problem = {
    message: `The runbook ${inWords([row])} can't be read, and tickets start it, so it may be ours.`,
    hint: `Give the agent of the API application the right to read it, then run this again. If another runbook is yours, name it with --adopt ${runbook.key}:ID or --runbook-name.`,
  };
  const error = new ApiError(problem, ExitCode.failed, { status: reason.status, isPage: reason.isPage, cause: reason });
  throw reason.status === 404 ? new Vanished(error) : error;
}

/** One that does more than to send tickets may be somebody else's, which only makes use of our method. */
function doesMore(row: WebhookRow): Ambiguity<WebhookRow> {
  return {
    resource: runbook.key,
    rows: [row],
    code: 'name-ambiguous',
    message: `The runbook ${inWords([row])} sends tickets to ilert and does more, and no other runbook has the name in the settings.`,
    hint: `If it is yours, add --adopt ${runbook.key}:${row.id}. Otherwise remove the step that calls our method from it.`,
  };
}

/** The row with what is compared: a list may come without the bodies. */
function whole(row: MethodRow, { halo }: IntegrationAccounts): Promise<MethodRow> {
  return typeof row.requestbody === 'string' ? Promise.resolve(row) : listed(method, halo.method(row.id));
}
