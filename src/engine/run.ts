import { ApiError, isPermanent } from '../errors/api-error.ts';
import { interruptedError, NotSent } from '../errors/cli-error.ts';
import { isAmbiguous, UnknownOutcome } from './confirm-write.ts';
import type { RunOptions } from './events.ts';
import type { Change, ChangeOf } from './plan.ts';
import type { Refreshed } from './refresh.ts';
import { identityOnce, typedGet, withoutVanishing, withRow } from './refresh.ts';
import type { Id, Identification, Resource, Search, StoredRow, World } from './resource.ts';

/** Both services, as they were when the plan was made and as they should be. */
export interface Session<W extends World> {
  readonly resources: readonly Resource<W>[];
  readonly accounts: W['accounts'];
  readonly desired: W['desired'];
  readonly refreshed: Refreshed<W>;
}

/** A row that this run has created, and whose creation the service has answered. */
export interface Made<C extends Change = Change> {
  readonly change: C;
  readonly row: StoredRow;
}

/** A run in progress. */
export interface Run<W extends World> extends Session<W> {
  readonly options: RunOptions;
  /** What exists now, as far as the run knows. */
  state: W['state'];
  /** What was carried out, in order. */
  done: ChangeOf<W>[];
  /** What was sent, and may or may not have been done: neither it nor the check afterwards got an answer. */
  unknown: ChangeOf<W>[];
  made: Made<ChangeOf<W>>[];
  /** Resources that may exist twice: a creation got no answer, or two were found when everything was read back. */
  readonly suspects: Set<string>;
}

/** How far a run got. */
export interface Outcome<W extends World = World> {
  readonly state: W['state'];
  readonly done: readonly ChangeOf<W>[];
  readonly unknown: readonly ChangeOf<W>[];
  /** Why it stopped early, if it did. */
  readonly failure?: unknown;
}

/** Does the work and returns how far it got, whether it finished or failed. */
export async function outcomeOf<W extends World>(
  session: Session<W>,
  options: RunOptions,
  work: (run: Run<W>) => Promise<void>,
): Promise<Outcome<W>> {
  const run: Run<W> = {
    ...session,
    options,
    state: session.refreshed.state,
    done: [],
    unknown: [],
    made: [],
    suspects: new Set(),
  };
  try {
    await work(run);
    return { state: run.state, done: run.done, unknown: [] };
  } catch (failure) {
    // A creation whose row was read later is known.
    const unknown = run.unknown.filter(({ action, resource }) => action !== 'create' || !run.state[resource]);
    return { state: run.state, done: run.done, unknown, failure: isAbort(failure, run) ? interruptedError() : failure };
  }
}

/** Whether Ctrl-C has ended a read or a wait between two changes. */
function isAbort<W extends World>(error: unknown, { options: { signal } }: Run<W>): boolean {
  return signal.aborted && error === signal.reason;
}

/** Returns the resource that a change is about. */
export function resourceOf<W extends World>({ resources }: Session<W>, key: string): Resource<W> {
  const resource = resources.find((each) => each.key === key);
  if (!resource) throw new TypeError(`there is no resource ${key}`);
  return resource;
}

/** Creates a search from what a run knows: it reads parents again, and of several rows, chooses the oldest. */
export function searchOf<W extends World>(run: Session<W> & Pick<Run<W>, 'state'>): Search<W> {
  const identification: Identification = {
    isFirst: false,
    choose: ({ rows }) => firstMade(rows),
    duplicate: () => undefined,
    unreadable: () => undefined,
  };
  const search: Search<W> = {
    ...identification,
    accounts: run.accounts,
    identity: identityOnce<W>(run.accounts, identification),
    get: typedGet<W>(async (key) => {
      const row = run.state[key];
      return row && resourceOf(run, key).read(row, search);
    }),
    taken: () => undefined,
  };
  return search;
}

/** Reads a row by its id, such as one saved by an earlier run. @returns undefined if it is gone */
export function readKnown<W extends World>(
  resource: Resource<W>,
  id: Id,
  session: Session<W>,
): Promise<StoredRow | undefined> {
  return withoutVanishing(() => resource.read({ id }, searchOf({ ...session, state: session.refreshed.state })));
}

/**
 * Returns the oldest of several rows: both services assign ascending ids (facts `halo-ids-ascend`, `ilert-ids-ascend`,
 * both inferred).
 */
export function firstMade<Row extends StoredRow>(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((one, other) => Number(one.id) - Number(other.id))[0];
}

/** Reads something before a change is sent. If Ctrl-C ends the read, nothing was sent. @throws NotSent */
export async function beforeWrite<W extends World, T>({ options: { signal } }: Run<W>, read: Promise<T>): Promise<T> {
  return read.catch((error: unknown) => {
    throw signal.aborted ? new NotSent(signal.reason) : error;
  });
}

/**
 * Works on several changes at once, waits for all of them to end, and adds their results to the state.
 *
 * @param work returns the row that exists afterwards, and whether anything was written
 */
export async function together<W extends World>(
  changes: readonly ChangeOf<W>[],
  run: Run<W>,
  work: (change: ChangeOf<W>) => Promise<{ readonly row: StoredRow | undefined; readonly wrote: boolean }>,
): Promise<void> {
  const { signal, listen } = run.options;
  if (signal.aborted) throw interruptedError();
  const failures: unknown[] = [];
  const one = async (change: ChangeOf<W>) => {
    listen({ type: 'start', change });
    try {
      const { row, wrote } = await work(change);
      run.state = withRow<W>(run.state, change.resource, row);
      if (!wrote) return;
      run.done.push(row ? { ...change, id: row.id } : change);
      listen({ type: 'done', change });
    } catch (error) {
      failures.push(error instanceof UnknownOutcome ? error.cause : error);
      // After Ctrl-C, a change that ended without an answer may already have been on its way.
      const isCutOff = signal.aborted && !(error instanceof ApiError) && !(error instanceof NotSent);
      if (isCutOff || error instanceof UnknownOutcome || (change.action === 'update' && isAmbiguous(error)))
        run.unknown.push(change);
      // A change that was not sent or not retried because of Ctrl-C has not failed.
      if (!signal.aborted || isPermanent(error)) listen({ type: 'failed', change });
    }
  };
  await Promise.all(changes.map(one));
  if (failures.length > 0) throw signal.aborted ? interruptedError() : failures[0];
}
