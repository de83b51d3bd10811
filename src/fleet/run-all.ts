import { CliError, ExitCode } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import type { RunResult } from '../runtime/result.ts';
import { policyCreators } from './order.ts';
import { startFleetProgress } from './progress.ts';
import { FEW_TARGETS, outcomeOf, type TargetReport } from './report.ts';
import { contextAmongOthers, type Target } from './target.ts';

/** What the runs for all targets share. */
export interface AllTargets {
  readonly context: Context;
  readonly parallel: number;
  /** Creates the cache of what is read from accounts, which is outdated once something is created there. */
  readonly createShared: () => NonNullable<Context['shared']>;
}

/**
 * Runs for all targets; a failure of one does not affect the others.
 *
 * @param doing what is shown meanwhile: `Planning`
 * @returns a report on each target that was started, by name
 */
export async function runAll<Result extends RunResult>(
  { context, parallel, createShared }: AllTargets,
  doing: string,
  targets: readonly Target[],
  run: (own: Context, target: Target) => Promise<Result>,
  ended: (report: TargetReport<Result>) => void = () => undefined,
): Promise<Map<string, TargetReport<Result>>> {
  const reports = new Map<string, TargetReport<Result>>();
  const failed = () => [...reports.values()].filter(({ outcome }) => outcome === 'failed').length;
  const soFar = () => `${reports.size} done${failed() > 0 ? `, ${failed()} of them failed` : ''}`;
  const shown = () => `${doing} for ${targets.length} targets… ${soFar()}`;
  const progress = startFleetProgress(context.streams, shown());
  // Of those that create the same policy, one goes first, so that the others find it.
  const first = policyCreators(targets);
  for (const group of [first, targets.filter((target) => !first.includes(target))]) {
    const shared = { ...createShared(), isForMany: targets.length > FEW_TARGETS };
    const left = group.values();
    const worker = async () => {
      for (const target of left) {
        if (context.signal.aborted) return;
        const report = await reportOn({ ...context, shared }, target, run);
        reports.set(target.name, report);
        progress.show(shown());
        ended(report);
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker)).catch((error: unknown) => {
      progress.stop();
      throw error;
    });
  }
  progress.stop();
  return reports;
}

async function reportOn<Result extends RunResult>(
  context: Context,
  target: Target,
  run: (own: Context, target: Target) => Promise<Result>,
): Promise<TargetReport<Result>> {
  const notes: string[] = [];
  const { name, displayName } = target;
  const about = { target: name, displayName, halo: target.settings['halo.url'], notes };
  const own = contextAmongOthers(context, target.name, (note) => notes.push(note));
  try {
    const result = await run(own, target);
    const { exitCode, failure: error } = result;
    return { ...about, outcome: outcomeOf(result), exitCode, result, error };
  } catch (error) {
    const exitCode = error instanceof CliError ? error.exitCode : ExitCode.failed;
    return { ...about, outcome: outcomeOf({ exitCode }), exitCode, error };
  }
}
