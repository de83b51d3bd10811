import { CliError, ExitCode, messageOf } from '../errors/cli-error.ts';
import { makersOfPolicies } from './order.ts';
import { inParallel } from './pool.ts';
import { existingIn, outcomeOf, saysMore, summaryOf, type TargetReport } from './summary.ts';
import type { Target } from './target.ts';

/** How a command ended for one target. */
export interface Ended {
  readonly exitCode: ExitCode;
  readonly text: string;
  readonly document?: Readonly<Record<string, unknown>>;
  readonly failure?: unknown;
}

export interface RunAllOptions {
  /** How many targets are worked on at the same time. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** Runs the command for one target. */
  readonly run: (target: Target, note: (text: string) => void) => Promise<Ended>;
  /** Told when a target has ended. */
  readonly ended: (report: TargetReport) => void;
  /** Called when what has been read of the accounts is out of date. */
  readonly readAnew: () => void;
}

/**
 * Runs a command for all targets. One that fails, in whatever way, ends for itself alone.
 *
 * @returns a report of each that was begun, by its name
 */
export async function runAll(
  targets: readonly Target[],
  { parallel, signal, run, ended, readAnew }: RunAllOptions,
): Promise<ReadonlyMap<string, TargetReport>> {
  const reports = new Map<string, TargetReport>();
  const work = async (target: Target) => {
    const report = await reportOn(target, run);
    reports.set(target.name, report);
    ended(report);
  };
  // Of those that make the same policy one goes ahead, so that the others find it.
  const first = makersOfPolicies(targets);
  await inParallel(first, parallel, signal, work);
  if (first.length > 0) readAnew();
  await inParallel(
    targets.filter((target) => !first.includes(target)),
    parallel,
    signal,
    work,
  );
  return reports;
}

async function reportOn(thing: Target, run: RunAllOptions['run']): Promise<TargetReport> {
  const notes: string[] = [];
  const noted = () => (notes.length > 0 ? { notes } : {});
  const { name: target, settings } = thing;
  const halo = settings['halo.url'] === undefined ? {} : { halo: settings['halo.url'] };
  try {
    const { exitCode, text, document, failure } = await run(thing, (note) => notes.push(note));
    const outcome = outcomeOf(exitCode, document);
    const told = { target, ...halo, outcome, exitCode, document: { ...document, ...noted() } };
    if (failure !== undefined) return { ...told, summary: messageOf(failure) + existingIn(document), error: failure };
    return { ...told, summary: summaryOf(document), ...(saysMore(document) && { text }) };
  } catch (error) {
    const exitCode = error instanceof CliError ? error.exitCode : ExitCode.failed;
    const outcome = outcomeOf(exitCode);
    return { target, ...halo, outcome, exitCode, summary: messageOf(error), document: noted(), error };
  }
}
