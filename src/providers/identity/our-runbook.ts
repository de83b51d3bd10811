import { ambiguityOf, hasName, isElsewhere, isKnown, isSameId } from '../../engine/match.ts';
import { type Ambiguity, NO_ID, rowInWords, rowsInWords, type Unreadable, Vanished } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import { eventsOfRunbook } from '../halo/event.ts';
import { failureIn, readRunbooks, type UnreadRunbook } from '../halo/read-runbooks.ts';
import { isRunbook, runbook } from '../halo/runbook.ts';
import { executes, isOurRunbook, sendsOnly } from '../halo/runbook-ownership.ts';
import type { RunbookRow, WebhookRow } from '../halo/schemas.ts';
import type { IntegrationAccounts } from '../integration.ts';
import type { MethodClues } from './chain.ts';
import type { Reading } from './reading.ts';

/** Returns the runbook that calls our method. Reports others that also call it. */
export async function ourRunbook(
  reading: Reading,
  ours: Promise<MethodClues | undefined>,
): Promise<RunbookRow | undefined> {
  const { accounts, search, likely, webhooks, startedByTickets } = reading;
  const [named, found, started] = await Promise.all([likely.runbook, ours, startedByTickets]);
  const isSettled =
    named && (isKnown(runbook, named, accounts.hints) || (found && executes(named, found.row)) === true);
  const ids = (await webhooks).filter((row) => isRunbook(row) && row.id !== NO_ID).map(({ id }) => id);
  const readsAll = found && (!isSettled || ids.length <= (accounts.maxRunbooksRead ?? 0));
  const { rows, unread } = readsAll ? await readRunbooks(ids, reading.readSteps, accounts.onRunbookRead) : started;
  const hidden = found ? await unreadableAmong(unread, reading) : [];
  for (const each of hidden) search.unreadable(each);
  const callers = rows.filter((row) => row.id !== named?.id && found && executes(row, found.row));
  // Halo may have failed at our runbook, and there must not be a second one.
  const failure = failureIn({ rows, unread });
  if (!isSettled && callers.length === 0 && failure) throw failure;
  if (!isSettled) return callerOf(found, named, callers, hidden, reading);
  const { key: resource, title } = runbook;
  const does = `calls the method ${rowsInWords(found ? [found.row] : [])}`;
  for (const row of callers) search.duplicate({ resource, title, row, does });
  return named;
}

/** Used if no runbook with our name calls our method: returns a caller, or else the one with our name if it is ours. */
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
  const like = isOurs
    ? 'that could belong to this integration'
    : `that call the method ${rowsInWords(found ? [found.row] : [])}`;
  const row = candidates.length > 1 ? search.choose(ambiguityOf(runbook, like, candidates)) : candidates[0];
  if (candidates.length === 0) throwIfOneMayBeOurs(hidden, accounts);
  if (!row || row === named) return named && row;
  if (known.length === 1 || sendsOnly(row)) return { ...row, events: await eventsOfRunbook(row.id, accounts) };
  search.choose(doesMore(row));
  return undefined;
}

/** The listed runbooks that can't be read, and whether tickets start them. */
async function unreadableAmong(unread: readonly UnreadRunbook[], reading: Reading): Promise<Unreadable[]> {
  const listedOnes = (await reading.webhooks).filter(isRunbook);
  const { key: resource, title } = runbook;
  const rows = unread.map(async ({ id, reason }): Promise<Unreadable[]> => {
    const row = listedOnes.find((each) => isSameId(each.id, id));
    return row ? [{ resource, title, row, reason, isStarted: await reading.isStartedByTickets(id) }] : [];
  });
  return (await Promise.all(rows)).flat();
}

/** Prevents a second runbook if ours may be unreadable. @throws Vanished if it may have disappeared; ApiError */
function throwIfOneMayBeOurs(hidden: readonly Unreadable[], { hints }: IntegrationAccounts): void {
  const likely = hidden.find(({ isStarted, row }) => isStarted && !isElsewhere(`${runbook.key}:${row.id}`, hints));
  if (!likely) return;
  const { row, reason } = likely;
  const problem = {
    message: `The runbook ${rowInWords(row)} can't be read, and tickets start it, so it may belong to this integration.`,
    hint: `Allow the agent of the API application to read it, then run the command again. If another runbook is yours, choose it with --adopt ${runbook.key}:ID or --runbook-name.`,
  };
  const error = new ApiError(problem, ExitCode.failed, { status: reason.status, isPage: reason.isPage, cause: reason });
  throw reason.status === 404 ? new Vanished(`${runbook.key}:${row.id}`, error) : error;
}

/** A runbook that does more than send tickets may be someone else's and merely use our method. */
function doesMore(row: WebhookRow): Ambiguity<WebhookRow> {
  return {
    resource: runbook.key,
    rows: [row],
    code: 'name-ambiguous',
    message: `The runbook ${rowInWords(row)} sends tickets to ilert but also has other steps, and no runbook has the configured name.`,
    hint: `If it is yours, add --adopt ${runbook.key}:${row.id}. Otherwise, remove the step that calls this integration's method from it.`,
  };
}
