import { CliError, ExitCode, usageErrors } from '../errors/cli-error.ts';
import { ApiError } from '../http/api-call.ts';
import { conflictsIn } from '../providers/conflicts.ts';
import type { Seen } from '../providers/read-again.ts';
import type { Run } from './apply.ts';
import { andLeft, giveWay, type Kept, stillTwice } from './give-way.ts';
import { givenUp } from './made.ts';
import { isPending, type Plan, planApply } from './plan.ts';
import { type Live, resourceKeys } from './resource.ts';
import { Stopped } from './stopped.ts';

type CarryOut = (live: Live) => Promise<Live>;

/** Two runs agree after three or four rounds; the rest is patience with one that is slow. */
const MOST_ROUNDS = 12;
/** So often what another run has made or changed is mended: with one that has other settings it would never end. */
const MOST_MENDS = 4;
const PAUSE_BETWEEN_LOOKS = 2_000;
/**
 * The reads of a look are not done in one moment, so what another run does between them looks like a
 * difference of the service's own: it may make a row when the list of them has been read, and take it away
 * before the next is. It does so once, so the third look shows it as it is; one more is for a third run.
 */
const MORE_LOOKS = 3;

/**
 * Carries out what is to be done, then reads everything back: facts marked as inferred are believed only
 * once the tenant has shown them, and another run may have made the same rows at the same time. Then
 * all keep what was made first (`first-made.ts`): this run takes it, mends what differs, removes
 * its own, and looks again until there is one of each.
 *
 * @param carryOut makes the tenants as desired, as far as the rows given show what is there
 */
export async function settle(start: Live, carryOut: CarryOut, run: Run): Promise<Live> {
  try {
    return await inRounds(start, carryOut, run);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new Stopped(error.live, andLeft(error.cause, givenUp(run.made, error.live)));
  }
}

async function inRounds(start: Live, carryOut: CarryOut, run: Run): Promise<Live> {
  let live = start;
  let isBeside = false;
  let mends = 0;
  for (let number = 1; ; number += 1) {
    const round = await goRound(live, carryOut, run);
    live = round.live;
    if (round.isOne && !isPending(round.plan)) return live;
    isBeside ||= !round.isOne || round.wasRefused;
    mends += isPending(round.plan) ? 1 : 0;
    const failure = failureOf(round, isBeside, mends > MOST_MENDS || number === MOST_ROUNDS);
    if (failure) throw new Stopped(live, failure);
    if (number === 1) run.options.listen({ type: 'beside' });
    // Nothing for us to do: the other run is not done yet.
    if (!isPending(round.plan) && givenUp(run.made, live).length === round.kept.length) await waitIn(live, run);
  }
}

/** What one round brought. */
interface Round extends Seen {
  readonly plan: Plan;
  /** Rows of ours that should have been removed. */
  readonly kept: readonly Kept[];
  /** Whether there is one of each. */
  readonly isOne: boolean;
  /** Whether a change was refused because of what another run did. */
  readonly wasRefused: boolean;
}

async function goRound(start: Live, carryOut: CarryOut, run: Run): Promise<Round> {
  const { desired, done, made, created } = run;
  const { live, refusal } = await carryOut(start).then(
    (live) => ({ live, refusal: undefined }),
    (error: unknown) => {
      if (isRefusal(error)) return { live: error.live, refusal: error };
      throw error;
    },
  );
  const kept = refusal ? [] : await giveWay(givenUp(made, live), live, run);
  const hasSent = done.length > 0 || created.size > 0 || refusal !== undefined;
  let seen: Seen = hasSent ? await look(live, run, refusal) : { live, doubles: [] };
  const isUnclear = () => seen.doubles.length === 0 && isPending(planApply(desired, seen.live));
  for (let more = hasSent ? MORE_LOOKS : 0; more > 0 && isUnclear(); more -= 1)
    seen = await look(seen.live, run, undefined);
  const isOne = seen.doubles.length === 0 && kept.length === 0 && givenUp(made, seen.live).length === 0;
  return { ...seen, kept, plan: planApply(desired, seen.live), isOne, wasRefused: refusal !== undefined };
}

/** Why there is no point in another round, where there is none. */
function failureOf(
  { plan, live, doubles, kept, isOne }: Round,
  isBeside: boolean,
  isLast: boolean,
): CliError | undefined {
  if (!isBeside) return storedOtherwise(plan, ALONE);
  const conflicts = conflictsIn(plan, live);
  if (conflicts.length > 0) return usageErrors(conflicts);
  if (!isLast) return undefined;
  return isOne ? storedOtherwise(plan, BESIDE) : stillTwice(doubles, kept);
}

/** Reads back. After a refusal, everything is also looked for by name: what it hung on may have given way to another. */
async function look(
  live: Live,
  { tenant, desired, options, created }: Run,
  refusal: Stopped | undefined,
): Promise<Seen> {
  options.listen({ type: 'checking' });
  const seen = await tenant
    .readAgain(desired, live, refusal ? new Set(resourceKeys) : created)
    .catch((cause: unknown) => {
      throw refusal ?? new Stopped(live, cause);
    });
  const isElse = resourceKeys.some((key) => seen.live[key] && seen.live[key].id !== live[key]?.id);
  if (refusal && !isElse) throw new Stopped(seen.live, refusal.cause);
  return seen;
}

async function waitIn(live: Live, { options }: Run): Promise<void> {
  await options.pause(PAUSE_BETWEEN_LOOKS).catch((cause: unknown) => {
    throw new Stopped(live, cause);
  });
}

/** What a service says of a row that is not there, or whose parent is not. */
function isRefusal(error: unknown): error is Stopped {
  const status = error instanceof Stopped && error.cause instanceof ApiError ? error.cause.status : undefined;
  return status === 400 || status === 404 || status === 409;
}

const ALONE =
  'Look at it in the product. If it is right there, this version does not know your tenant well enough: please report it.';
const BESIDE = 'It may come from another run with other settings: let it end, then run the same command again.';

function storedOtherwise(plan: Plan, hint: string): CliError {
  const wrong = plan.changes.filter(({ request }) => request);
  const words = wrong.flatMap(({ action, title, name, fields }) =>
    action === 'create'
      ? [`${title} "${name}" is not there`]
      : fields.map(
          ({ field, before, after }) => `${title} "${name}", ${field}: ${show(before)} instead of ${show(after)}`,
        ),
  );
  return new CliError({
    message: `The service stored something else than was sent: ${words.join('; ')}.`,
    hint,
    exitCode: ExitCode.failed,
  });
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
