import { ApiFault } from '../api.ts';
import { ExitCode, Fault, interruptedFault } from '../errors.ts';
import { type Change, isPending, type Plan, planApply } from '../plan/plan.ts';
import { resourceOf } from '../resources/index.ts';
import type { Desired, Live, Row } from '../resources/resource.ts';
import { type Fields, hasUnknown } from '../resources/value.ts';
import type { Tenant } from './tenant.ts';

/** What a run tells while it works; a spinner, lines or nothing listen. */
export interface RunEvent {
  readonly type: 'start' | 'done' | 'failed' | 'lost' | 'checking';
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
  /** Why it stopped early, where it did. */
  readonly failure?: unknown;
}

const MOST_TRIES = 3;
const PAUSE_BEFORE_LOOKING = 2_000;
/** Each resource is made once and mended once or twice: more would be a defect, and must not go on against a tenant. */
const MOST_CHANGES = 20;

/**
 * Makes the tenants as desired. Plans, carries out what is ready, all of it at the same time, and
 * plans again with what that brought, until nothing is left; so a base URL that turns out otherwise
 * is mended before the method is made. Then reads everything back and compares.
 */
export function applyRun(desired: Desired, start: Live, tenant: Tenant, options: RunOptions): Promise<Outcome> {
  return untilStopped(start, async (done) => {
    let live = start;
    for (;;) {
      const ready = readyIn(planApply(desired, live));
      if (ready.length === 0) break;
      if (done.length > MOST_CHANGES) throw new TypeError('the plan does not come to an end');
      const before = live;
      live = await together(ready, live, done, options, (change) => carryOut(change, desired, before, tenant, options));
    }
    return done.length > 0 ? readBack(desired, live, tenant, options) : live;
  });
}

/** Removes what a plan says, children first; what is gone already is as good as removed. */
export function destroyRun(plan: Plan, start: Live, tenant: Tenant, options: RunOptions): Promise<Outcome> {
  return untilStopped(start, async (done) => {
    let live = start;
    for (;;) {
      const left = plan.changes.filter(({ action, resource }) => action === 'delete' && live[resource]);
      if (left.length === 0) return live;
      const ready = left.filter(
        ({ resource }) => !left.some((other) => resourceOf(other.resource).dependsOn.includes(resource)),
      );
      live = await together(ready, live, done, options, async ({ request }) => {
        if (request) await tenant.write(request).catch(unlessGone);
        return undefined;
      });
    }
  });
}

/** Runs, and tells how far it came, whether it ended or was stopped. */
async function untilStopped(start: Live, work: (done: Change[]) => Promise<Live>): Promise<Outcome> {
  const done: Change[] = [];
  try {
    return { live: await work(done), done };
  } catch (error) {
    return error instanceof Stopped
      ? { live: error.live, done, failure: error.cause }
      : { live: start, done, failure: error };
  }
}

/** Carries the state of a run that stopped in the middle. */
class Stopped extends Error {
  readonly live: Live;

  constructor(live: Live, cause: unknown) {
    super('stopped', { cause });
    this.live = live;
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
  done: Change[],
  { signal, listen }: RunOptions,
  work: (change: Change) => Promise<Row | undefined>,
): Promise<Live> {
  if (signal.aborted) throw new Stopped(live, interruptedFault());
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
        failures.push(error);
        listen({ type: 'failed', change });
      }
    }),
  );
  if (failures.length > 0) throw new Stopped(state as Live, signal.aborted ? interruptedFault() : failures[0]);
  return state as Live;
}

async function carryOut(
  change: Change,
  desired: Desired,
  live: Live,
  tenant: Tenant,
  options: RunOptions,
): Promise<Row> {
  const { request, resource, action } = change;
  if (!request) throw new TypeError(`nothing to carry out for ${resource}`);
  const wanted = resourceOf(resource).want(desired, live);
  if (action === 'create') return create(change, wanted, live, tenant, options);
  await tenant.write(request);
  return { ...(live[resource] as Row), ...wanted };
}

/** Creates; where the answer is lost, looks whether it is there before trying again. */
async function create(
  change: Change,
  wanted: Fields,
  live: Live,
  tenant: Tenant,
  { listen, pause }: RunOptions,
): Promise<Row> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = (await tenant.write(change.request as NonNullable<Change['request']>)) as Row;
      return { ...answer, ...wanted };
    } catch (error) {
      if (!(error instanceof ApiFault && error.maybeDone)) throw error;
      listen({ type: 'lost', change });
      await pause(PAUSE_BEFORE_LOOKING);
      const found = await tenant.find(change.resource, live);
      if (found) return found;
      if (attempt === MOST_TRIES) throw error;
    }
  }
}

/** Facts marked as inferred are believed only once the tenant has shown them. */
async function readBack(desired: Desired, live: Live, tenant: Tenant, { listen }: RunOptions): Promise<Live> {
  listen({ type: 'checking' });
  const stored = await tenant.readAgain(live).catch((cause: unknown) => {
    throw new Stopped(live, cause);
  });
  const plan = planApply(desired, stored);
  if (!isPending(plan)) return stored;
  const wrong = plan.changes.filter(({ request }) => request);
  const words = wrong.flatMap(({ action, title, name, fields }) =>
    action === 'create'
      ? [`${title} "${name}" is not there`]
      : fields.map(
          ({ field, before, after }) => `${title} "${name}", ${field}: ${show(before)} instead of ${show(after)}`,
        ),
  );
  throw new Stopped(
    stored,
    new Fault({
      message: `The service stored something else than was sent: ${words.join('; ')}.`,
      hint: 'Look at it in the product. If it is right there, this version does not know your tenant well enough: please report it.',
      exitCode: ExitCode.failed,
    }),
  );
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function unlessGone(error: unknown): void {
  if (!(error instanceof ApiFault && error.status === 404)) throw error;
}
