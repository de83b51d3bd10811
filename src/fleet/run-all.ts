import { ExitCode, Fault, messageOf } from '../errors.ts';
import { makersOfPolicies, type Target } from './clashes.ts';
import { inParallel } from './pool.ts';
import { outcomeOf, summaryOf, type TargetReport } from './report.ts';

/** How a command ended for one target. */
export interface Ended {
  readonly exitCode: ExitCode;
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
  readonly ended: (report: TargetReport, target: Target) => Promise<void>;
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
    await ended(report, target);
  };
  // Of those that make the same policy one goes ahead, so that the others find it.
  const first = makersOfPolicies(targets);
  await inParallel(first, parallel, signal, work);
  if (first.length > 0) readAnew();
  await inParallel(
    targets.filter((target) => !first.includes(target)),
    ...[parallel, signal, work],
  );
  return reports;
}

async function reportOn(target: Target, run: RunAllOptions['run']): Promise<TargetReport> {
  const notes: string[] = [];
  const noted = () => (notes.length > 0 ? { notes } : {});
  try {
    const { exitCode, document, failure } = await run(target, (text) => notes.push(text));
    const outcome = failure === undefined ? outcomeOf(exitCode) : 'failed';
    const summary = failure === undefined ? summaryOf(document) : messageOf(failure);
    const more = failure === undefined ? {} : { error: failure };
    return { target: target.name, outcome, exitCode, summary, document: { ...document, ...noted() }, ...more };
  } catch (error) {
    const exitCode = error instanceof Fault ? error.exitCode : ExitCode.failed;
    return { target: target.name, outcome: 'failed', exitCode, summary: messageOf(error), document: noted(), error };
  }
}
