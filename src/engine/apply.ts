import { interruptedError, NotSent } from '../errors/cli-error.ts';
import { ApiError } from '../http/api-call.ts';
import { resourceOf } from '../providers/resources.ts';
import type { Tenant } from '../providers/tenant.ts';
import { confirmWrite, isAmbiguous, UnknownOutcome } from './confirm-write.ts';
import type { Made } from './made.ts';
import { type Change, type Plan, planApply } from './plan.ts';
import { settle } from './reconcile.ts';
import type { Desired, Live, ResourceKey, Row } from './resource.ts';
import { Stopped } from './stopped.ts';
import { type Fields, hasUnknown } from './values.ts';

/** What a run tells while it works; a spinner, lines or nothing listen. */
export interface RunEvent {
  readonly type: 'start' | 'done' | 'failed' | 'lost' | 'checking' | 'beside';
  readonly change?: Change;
}

export interface RunOptions {
  /** Stops the run before its next writing request. */
  readonly signal: AbortSignal;
  readonly listen: (event: RunEvent) => void;
  /** Waits; rejects when the signal is given. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** How far a run came. */
export interface Outcome {
  /** What is there now, as far as the run knows. */
  readonly live: Live;
  /** What was carried out, in order. */
  readonly done: readonly Change[];
  /** What was sent, and may or may not have been done: no answer came, and neither did one to the look for it. */
  readonly unsure: readonly Change[];
  /** Why it stopped early, where it did. */
  readonly failure?: unknown;
}

/** What came of the changes that were sent. */
interface Log {
  readonly done: Change[];
  readonly unsure: Change[];
}

/** A run that is under way. */
export interface Run extends Log {
  readonly desired: Desired;
  readonly tenant: Tenant;
  readonly options: RunOptions;
  /** What was created and is known to be ours. */
  readonly made: Made[];
  /** Kinds of which one was created, whatever became of it. */
  readonly created: Set<ResourceKey>;
}

/** Each resource is made once and mended once or twice: more would be a defect, and must not go on against a tenant. */
const MOST_CHANGES = 20;

/** Makes the tenants as desired, and reads everything back. */
export function applyRun(desired: Desired, start: Live, tenant: Tenant, options: RunOptions): Promise<Outcome> {
  return untilStopped(start, (log) => {
    const run: Run = { ...log, desired, tenant, options, made: [], created: new Set() };
    return settle(start, (live) => carryOutAll(live, run), run);
  });
}

/**
 * Plans, carries out what is ready, all of it at the same time, and plans again with what that brought,
 * until nothing is left; so a base URL that turns out otherwise is mended before the method is made.
 */
async function carryOutAll(start: Live, run: Run): Promise<Live> {
  let live = start;
  for (let changes = 0; ; ) {
    const ready = readyIn(planned(run.desired, live));
    if (ready.length === 0) return live;
    changes += ready.length;
    if (changes > MOST_CHANGES) throw new TypeError('the plan does not come to an end');
    const before = live;
    live = await together(ready, live, run, (change) => carryOut(change, before, run));
  }
}

/** @throws Stopped with what is there, where nothing can be planned with it, such as with a URL that ilert hides */
function planned(desired: Desired, live: Live): Plan {
  try {
    return planApply(desired, live);
  } catch (error) {
    throw new Stopped(live, error);
  }
}

/** Removes what a plan says, children first; what is gone already is as good as removed. */
export function destroyRun(plan: Plan, start: Live, tenant: Tenant, options: RunOptions): Promise<Outcome> {
  return untilStopped(start, async (log) => {
    let live = start;
    for (;;) {
      const left = plan.changes.filter(({ action, resource }) => action === 'delete' && live[resource]);
      if (left.length === 0) return live;
      const ready = left.filter(
        ({ resource }) => !left.some((other) => resourceOf(other.resource).dependsOn.includes(resource)),
      );
      const before = live;
      live = await together(ready, live, { ...log, options }, (change) => remove(change, before, tenant, options));
    }
  });
}

/** Runs, and tells how far it came, whether it ended or was stopped. */
async function untilStopped(start: Live, work: (log: Log) => Promise<Live>): Promise<Outcome> {
  const log: Log = { done: [], unsure: [] };
  try {
    return { live: await work(log), done: log.done, unsure: [] };
  } catch (error) {
    const [live, failure] = error instanceof Stopped ? [error.live, error.cause] : [start, error];
    // What was read later is known.
    const unsure = log.unsure.filter(({ action, resource }) => action !== 'create' || !live[resource]);
    return { live, done: log.done, unsure, failure };
  }
}

/** What can be done now: nothing that it depends on is still to be done, and nothing in its request is open. */
function readyIn(plan: Plan): Change[] {
  const pending = plan.changes.filter(({ request }) => request);
  const isPendingKey = (key: Change['resource']) => pending.some(({ resource }) => resource === key);
  return pending.filter(
    ({ request, resource }) => !hasUnknown(request?.body) && !resourceOf(resource).dependsOn.some(isPendingKey),
  );
}

/** Works on several changes at once, lets all of them end, and puts what they brought into the state. */
async function together(
  changes: readonly Change[],
  live: Live,
  { done, unsure, options: { signal, listen } }: Log & Pick<Run, 'options'>,
  work: (change: Change) => Promise<Row | undefined>,
): Promise<Live> {
  if (signal.aborted) throw new Stopped(live, interruptedError());
  const state: Record<string, Row | undefined> = { ...live };
  const failures: unknown[] = [];
  await Promise.all(
    changes.map(async (change) => {
      listen({ type: 'start', change });
      try {
        const row = await work(change);
        if (row) state[change.resource] = row;
        else delete state[change.resource];
        done.push(row ? { ...change, id: row.id } : change);
        listen({ type: 'done', change });
      } catch (error) {
        failures.push(error instanceof UnknownOutcome ? error.cause : error);
        // After Ctrl-C, what ended without an answer may have been on its way already.
        const isCutOff = signal.aborted && !(error instanceof ApiError) && !(error instanceof NotSent);
        if (isCutOff || error instanceof UnknownOutcome || (change.action === 'update' && isAmbiguous(error)))
          unsure.push(change);
        listen({ type: 'failed', change });
      }
    }),
  );
  if (failures.length > 0) throw new Stopped(state as Live, signal.aborted ? interruptedError() : failures[0]);
  return state as Live;
}

async function carryOut(change: Change, live: Live, run: Run): Promise<Row> {
  const { request, resource, action } = change;
  if (!request) throw new TypeError(`nothing to carry out for ${resource}`);
  const wanted = resourceOf(resource).desired(run.desired, live);
  if (action === 'create') {
    run.created.add(resource);
    return create(change, wanted, live, run);
  }
  const answer = (await run.tenant.write(request)) as Row;
  return { ...(live[resource] as Row), ...wanted, ...storedIn(resource, answer) };
}

/** Fields that others are made from, as the service has stored them. */
function storedIn(key: ResourceKey, answer: Row): Fields {
  const told = (resourceOf(key).storedFields ?? []).filter((field) => typeof answer[field] === 'string');
  return Object.fromEntries(told.map((field) => [field, answer[field]]));
}

/** Creates, once. */
function create(change: Change, wanted: Fields, live: Live, { tenant, options, made }: Run): Promise<Row> {
  const send = async () => {
    const request = change.request as NonNullable<Change['request']>;
    const answer = (await tenant.write(request).catch(orNameTaken(change))) as Row;
    const row = { ...answer, ...wanted, ...storedIn(change.resource, answer) };
    made.push({ change, row });
    return row;
  };
  // Ours, or one that another run has made in between: it is taken, and would not be taken away.
  return confirmWrite(change, send, () => tenant.find(change.resource, live), options);
}

/** Halo's refusal of a name that somebody took after the plan was made, with what helps. */
function orNameTaken({ resource }: Change): (error: unknown) => never {
  return (error) => {
    const isTaken = error instanceof ApiError && error.status === 400 && /\bunique\b/i.test(error.message);
    if (resource !== 'runbook' || !isTaken) throw error;
    const hint = 'Choose another name with --runbook-name.';
    throw new ApiError({ message: error.message, hint }, error.exitCode, { status: 400, cause: error });
  };
}

/** Removes; what is gone already is as good as removed. */
async function remove(change: Change, live: Live, tenant: Tenant, options: RunOptions): Promise<undefined> {
  const { request, resource, id } = change;
  const isRemoved = async () => (await tenant.find(resource, live))?.id !== id;
  const send = async () => {
    try {
      if (request) await tenant.write(request);
    } catch (error) {
      // How a row is refused that is gone already is not known (fact `halo-deletions`).
      if (!isRefusal(error) || !(await isRemoved())) throw error;
    }
    return true;
  };
  const look = async () => ((await isRemoved()) ? true : undefined);
  await confirmWrite(change, send, look, options);
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && [400, 404, 409, 410].includes(error.status ?? 0);
}
